"""Statistics over rounds."""

import unittest

from macro import samples
from macro.load import Outcome
from macro.probes import Difference, Size
from macro.samples import Sample
from macro.workloads import WORKLOADS, Workload


def workload(name: str) -> Workload:
    """A workload by name."""
    return next(one for one in WORKLOADS if one.name == name)


def outcome(requests: int, seconds: float = 2.0, p99_us: float = 2700, bad_statuses: int = 0) -> Outcome:
    """What wrk could have said."""
    return Outcome(requests, seconds * 1e6, 0, 1000, 1500, p99_us, 4000, 9000, 0, 0, 0, 0, bad_statuses)


def sample(target: str, name: str = "hello-c32", number: int = 1, requests: int = 50000, cpu_us: float = 1e6,
           said: Outcome | None = None, hung: Outcome | None = None) -> Sample:
    """A sample, of which only some figures matter."""
    return samples.combine(target, workload(name), number, said or outcome(requests),
                           Difference(cpu_us * 0.6, cpu_us * 0.4, 25000), Difference(cpu_us / 2, 0.0, 0),
                           Size(250.0, 30), hung)


class CombineTests(unittest.TestCase):
    """Tests for samples.combine."""

    def test_divides_by_requests(self) -> None:
        one = sample("ours-unix", requests=50000, cpu_us=1.5e6)
        self.assertEqual(one.rps, 25000)
        self.assertAlmostEqual(one.server_us, 30.0)
        self.assertAlmostEqual(one.server_user_us, 18.0)
        self.assertAlmostEqual(one.proxy_us, 15.0)
        self.assertAlmostEqual(one.switches, 0.5)

    def test_bodies_make_megabytes(self) -> None:
        one = sample("ours-unix", "download-c8", requests=1000, cpu_us=1e6)
        self.assertAlmostEqual(one.mb_per_s, 1000 * 1.048576 / 2)
        self.assertAlmostEqual(one.cpu_ms_per_mb, 1000 / 1048.576)
        self.assertEqual(sample("ours-unix").mb_per_s, 0.0)

    def test_first_sleep_does_not_count(self) -> None:
        said = outcome(requests=4000 * 5 - 200, seconds=5.0)
        self.assertAlmostEqual(sample("ours-unix", "sleep-c256", said=said).capacity_ratio, 1.0)

    def test_hung_requests_use_cpu_too(self) -> None:
        one = sample("ours-unix", "hung-c32", said=outcome(9900), hung=outcome(100), cpu_us=1e6)
        self.assertAlmostEqual(one.hung_share, 0.01)
        self.assertAlmostEqual(one.server_us, 100.0)
        self.assertEqual(one.requests, 9900)

    def test_no_requests_is_no_division_by_zero(self) -> None:
        one = sample("ours-unix", "download-c8", requests=0)
        self.assertEqual((one.rps, one.cpu_ms_per_mb), (0.0, 0.0))


class SummarizeTests(unittest.TestCase):
    """Tests for samples.summarize."""

    def test_median_and_spread_by_workload_and_target(self) -> None:
        found = samples.summarize([sample("a", number=number, requests=requests)
                                   for number, requests in enumerate((30000, 90000, 50000), 1)] + [sample("b")])
        self.assertEqual(set(found), {("hello-c32", "a"), ("hello-c32", "b")})
        summary = found["hello-c32", "a"]
        self.assertEqual(summary.rounds, 3)
        self.assertEqual((summary.least["rps"], summary.median["rps"], summary.largest["rps"]),
                         (15000, 25000, 45000))

    def test_errors_add_up(self) -> None:
        bad = [sample("a", said=outcome(100, bad_statuses=count)) for count in (1, 0, 2)]
        self.assertEqual(samples.summarize(bad)["hello-c32", "a"].errors, 3)


if __name__ == "__main__":
    unittest.main()
