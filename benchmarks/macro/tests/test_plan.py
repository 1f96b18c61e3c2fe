"""What a run consists of, and how far it is."""

import unittest
from pathlib import Path

from macro import proxies, targets, wire, workloads
from macro.progress import Progress
from macro.rounds import WarmUpStep, is_warm
from macro.targets import TARGETS
from macro.workloads import WORKLOADS


def target(name: str) -> targets.Target:
    """A target by name."""
    return next(one for one in TARGETS if one.name == name)


class ChoiceTests(unittest.TestCase):
    """Tests for the choice of targets and workloads."""

    def test_targets_keep_their_order(self) -> None:
        chosen = targets.choose(["c-floor", "ours-unix"], list(TARGETS))
        self.assertEqual([one.name for one in chosen], ["ours-unix", "c-floor"])

    def test_unknown_names_are_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "no such target: nobody"):
            targets.choose(["nobody"], list(TARGETS))
        with self.assertRaisesRegex(ValueError, "no such workload: nothing"):
            workloads.choose(["nothing"], False)

    def test_group_stands_for_its_workloads(self) -> None:
        loads, parts = workloads.choose(["hello", "idle"], False)
        self.assertEqual(len(loads), 5)
        self.assertEqual(parts, ["idle"])

    def test_harakiri_has_to_be_named(self) -> None:
        self.assertNotIn("harakiri", workloads.choose([], False)[1])
        self.assertEqual(workloads.choose(["harakiri"], False), ([], ["harakiri"]))

    def test_quick_run_covers_what_bars_need(self) -> None:
        loads, parts = workloads.choose([], True)
        self.assertEqual([one.name for one in loads],
                         ["hello-c32", "hello-c1", "download-c8", "upload-c8", "sleep-c256", "hung-c32"])
        self.assertEqual(parts, ["syscalls", "startup"])

    def test_targets_of_workloads_exist(self) -> None:
        known = {one.name for one in TARGETS}
        for workload in WORKLOADS:
            self.assertLessEqual({*workload.targets, *workload.bar_targets}, known, workload.name)

    def test_who_takes_part(self) -> None:
        sleep = next(one for one in WORKLOADS if one.name == "sleep-c256")
        self.assertTrue(workloads.is_wanted(sleep, "http-unix", quick=False))
        self.assertFalse(workloads.is_wanted(sleep, "http-unix", quick=True))
        self.assertFalse(workloads.is_wanted(sleep, "c-floor", quick=False))

    def test_other_builds_are_like_ours(self) -> None:
        first, second = targets.other_jars([Path("/a.jar"), Path("/b.jar")])
        self.assertEqual((first.name, second.name), ("other-unix", "other2-unix"))
        self.assertEqual((first.like, target("http-ka").like), ("ours-unix", "http-ka"))

    def test_colours_and_names_are_unique(self) -> None:
        self.assertEqual(len({one.colour for one in TARGETS}), len(TARGETS))
        self.assertEqual(len({one.name for one in TARGETS}), len(TARGETS))

    def test_hung_requests_are_one_percent(self) -> None:
        milliseconds = workloads.hang_milliseconds(25000)
        self.assertEqual(milliseconds, 256)
        self.assertAlmostEqual(workloads.HUNG_CONNECTIONS * 1000 / milliseconds, 0.01 * 25000)


class WarmUpTests(unittest.TestCase):
    """Tests for the end of a warm-up."""

    def setUp(self) -> None:
        self.hello = next(one for one in WORKLOADS if one.name == "hello-c32")
        self.download = next(one for one in WORKLOADS if one.name == "download-c8")

    def test_small_requests_have_to_be_many(self) -> None:
        self.assertFalse(is_warm([WarmUpStep(2, 20000, 0.0), WarmUpStep(2, 20000, 0.0)], self.hello))
        self.assertTrue(is_warm([WarmUpStep(2, 60000, 0.0), WarmUpStep(2, 60000, 0.0)], self.hello))

    def test_compilers_have_to_be_idle(self) -> None:
        self.assertFalse(is_warm([WarmUpStep(2, 900, 0.01)], self.download))
        self.assertFalse(is_warm([WarmUpStep(2, 600, 0.9), WarmUpStep(2, 900, 0.01)], self.download))
        self.assertFalse(is_warm([WarmUpStep(2, 900, 0.01), WarmUpStep(2, 900, 0.5)], self.download))
        self.assertTrue(is_warm([WarmUpStep(2, 900, 0.01), WarmUpStep(2, 900, 0.02)], self.download))


class ConfigurationTests(unittest.TestCase):
    """Tests for proxies and wire."""

    def test_nginx(self) -> None:
        text = proxies.nginx_server(target("ours-unix"), Path("/run/a.sock"), 20001)
        self.assertIn("server unix:/run/a.sock ", text)
        self.assertIn("uwsgi_modifier1  0;", text)
        self.assertIn("uwsgi_modifier1  8;", proxies.nginx_server(target("uwsgi-jvm"), Path("/run/j.sock"), 20001))
        text = proxies.nginx_server(target("http-ka"), ("127.0.0.1", 8080), 20001)
        self.assertIn("keepalive           64;", text)
        self.assertIn("server 127.0.0.1:8080 ", text)

    def test_no_name_is_left_in_a_template(self) -> None:
        for one in TARGETS:
            part = proxies.nginx_server if one.proxy == "nginx" else proxies.apache_server
            address = Path("/run/a.sock") if one.socket == "unix" else ("127.0.0.1", 8080)
            self.assertNotRegex(part(one, address, 20001), "@[A-Z]")

    def test_apache(self) -> None:
        text = proxies.apache_server(target("apache-ajp-unix"), Path("/run/a.sock"), 20001)
        self.assertIn('"unix:/run/a.sock|ajp://apache-ajp-unix/"', text)
        self.assertIn('"uwsgi://127.0.0.1:3031/"',
                      proxies.apache_server(target("apache-ours-tcp"), ("127.0.0.1", 3031), 20001))

    def test_uwsgi_packet(self) -> None:
        packet = wire.uwsgi_packet("/sleep?ms=1")
        self.assertEqual(int.from_bytes(packet[1:3], "little"), len(packet) - 4)
        self.assertIn(b"\x0c\x00QUERY_STRING\x04\x00ms=1", packet)

    def test_status(self) -> None:
        self.assertTrue(wire.is_ok(b"HTTP/1.1 200 OK\r\n\r\n"))
        self.assertFalse(wire.is_ok(b"HTTP/1.1 502 Bad Gateway\r\n\r\n"))
        self.assertFalse(wire.is_ok(b""))


class ProgressTests(unittest.TestCase):
    """Tests for progress."""

    def test_corrects_the_plan(self) -> None:
        now, lines = [0.0], []
        progress = Progress(200, clock=lambda: now[0], show=lines.append)
        self.assertEqual(progress.remaining_seconds(), 200)
        progress.advance(100)
        now[0] = 150.0
        self.assertEqual(progress.remaining_seconds(), 150)
        progress.say("half")
        self.assertEqual(lines, ["bench: [ 50 %,  2:30 left] half"])


if __name__ == "__main__":
    unittest.main()
