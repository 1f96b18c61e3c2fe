"""Reading what wrk prints."""

import unittest

from macro import load
from macro.processes import Failed

OUTPUT = """Running 2s test @ http://127.0.0.1:20000/hello
  1 threads and 32 connections
Requests/sec:  26600.10
RESULT requests=53200 duration_us=2000000 bytes=8000000 p50_us=1100 p90_us=1500 p99_us=2700 p999_us=4000 \
max_us=9000 connect_errors=1 read_errors=2 write_errors=3 timeouts=4 bad_statuses=5
"""


class ParseTests(unittest.TestCase):
    """Tests for load.parse and what is computed from it."""

    def test_reads_all_figures(self) -> None:
        outcome = load.parse(OUTPUT)
        self.assertEqual(outcome.requests, 53200)
        self.assertEqual((outcome.p50_us, outcome.p99_us, outcome.p999_us), (1100, 2700, 4000))
        self.assertEqual(outcome.rps, 26600.0)

    def test_counts_errors_apart_from_statuses(self) -> None:
        outcome = load.parse(OUTPUT)
        self.assertEqual(outcome.socket_errors, 10)
        self.assertEqual(outcome.bad_statuses, 5)

    def test_fails_without_result(self) -> None:
        with self.assertRaisesRegex(Failed, "unable to connect"):
            load.parse("unable to connect to 127.0.0.1:20000 Connection refused")

    def test_fails_with_incomplete_result(self) -> None:
        with self.assertRaisesRegex(Failed, "cannot be read"):
            load.parse("RESULT requests=1")

    def test_command_passes_mode_after_url(self) -> None:
        command = load.command("http://127.0.0.1:1/blob", 8, 1, 2, "upload", "1048576")
        self.assertEqual(command[:4], ["wrk", "-t1", "-c8", "-d2s"])
        self.assertEqual(command[-4:], ["http://127.0.0.1:1/blob", "--", "upload", "1048576"])


if __name__ == "__main__":
    unittest.main()
