"""The verdict, from made-up samples and logs."""

import math
import unittest
from dataclasses import fields, replace

from soak import verdict
from soak.sampler import Sample

_FIRST = replace(Sample(**{field.name: 0 for field in fields(Sample)}), quiet=True, seconds=50.0, live_mb=20.0,
                 direct_mb=2.0, native_mb=3.0, rss_mb=250.0, descriptors=50, threads=40)
_RECORD = "2026-11-26T07:56:57.020Z {} 21325 --- [benchmark] [soak.sock-core-{}] io.uwsgi4j.{} : {}"


def _samples(count: int, **by_minute: float) -> list[Sample]:
    return [replace(_FIRST, seconds=50.0 + 60 * number,
                    **{name: getattr(_FIRST, name) + value * number for name, value in by_minute.items()})
            for number in range(count)]


def _judge(samples: list[Sample], final: Sample | None = None) -> list[str]:
    findings = verdict.judge(_FIRST, samples, final or replace(_FIRST, seconds=samples[-1].seconds))
    return verdict.complaints(findings, 0, verdict.Log(), 60.0)


class SlopeTests(unittest.TestCase):
    """Tests for the regression."""

    def test_line_is_found(self) -> None:
        self.assertAlmostEqual(verdict.slope([(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)]), 2.0)

    def test_one_value_that_stands_out_is_no_line(self) -> None:
        points = [(float(number), 0.0) for number in range(61)]
        points[30] = (30.0, 1000.0)
        self.assertAlmostEqual(verdict.slope(points), 0.0)

    def test_one_point_says_nothing(self) -> None:
        self.assertTrue(math.isnan(verdict.slope([(1.0, 1.0)])))


class JudgeTests(unittest.TestCase):
    """Tests for quantities."""

    def test_flat(self) -> None:
        self.assertEqual(_judge(_samples(60)), [])

    def test_each_quantity_may_not_grow(self) -> None:
        for quantity in verdict.QUANTITIES:
            with self.subTest(quantity.field):
                found = _judge(_samples(60, **{quantity.field: quantity.growth / 40}))
                self.assertEqual(len(found), 1)
                self.assertIn(quantity.title, found[0])

    def test_growth_of_the_warm_up_does_not_count(self) -> None:
        samples = [replace(sample, live_mb=20.0 + min(number, 8)) for number, sample in enumerate(_samples(60))]
        self.assertEqual(_judge(samples), [])

    def test_samples_under_load_do_not_count(self) -> None:
        busy = [replace(sample, quiet=False, descriptors=1000 * number) for number, sample in enumerate(_samples(60))]
        self.assertEqual(_judge([*_samples(60), *busy]), [])

    def test_what_is_left_after_the_end_counts(self) -> None:
        final = replace(_FIRST, seconds=3600.0, descriptors=67, files=1)
        found = _judge(_samples(60), final)
        self.assertEqual([text.split(":")[0] for text in found], ["file descriptors", "temporary files"])

    def test_what_is_not_known_is_not_flat(self) -> None:
        found = _judge([replace(sample, direct_mb=math.nan) for sample in _samples(60)])
        self.assertEqual(len(found), 1)

    def test_run_without_quiet_samples_is_not_flat(self) -> None:
        self.assertEqual(len(_judge([replace(_FIRST, quiet=False)])), len(verdict.QUANTITIES))

    def test_failures_count(self) -> None:
        self.assertEqual(verdict.complaints([], 3, verdict.Log(), 60.0), ["3 good requests failed"])


class LogTests(unittest.TestCase):
    """Tests for the log."""

    def test_kinds_forget_numbers_and_quotes(self) -> None:
        lines = [_RECORD.format("WARN", core, "policy.RejectionLog", f"uwsgi packet from 127.0.0.{core} answered with "
                                f"400: '{core}' ({core} more of this kind since the last such line)") for core in range(5)]
        log = verdict.read_log("\n".join(lines))
        self.assertEqual(list(log.kinds.values()), [5])
        self.assertEqual(log.unexpected(), {})

    def test_error_is_unexpected(self) -> None:
        log = verdict.read_log(_RECORD.format("ERROR", 1, "worker.CorePool", "A task failed"))
        self.assertEqual(log.unexpected(), {"ERROR CorePool: A task failed": 1})
        self.assertEqual(len(verdict.complaints([], 0, log, 60.0)), 1)

    def test_warning_is_unexpected_if_it_has_a_trace(self) -> None:
        line = _RECORD.format("WARN", 1, "worker.CorePool", "Odd")
        self.assertEqual(verdict.read_log(line).unexpected(), {})
        traced = line + "\n\njava.io.IOException: x\n\tat io.uwsgi4j.A.b(A.java:1)\n\tat io.uwsgi4j.A.c(A.java:2)\n"
        self.assertEqual(list(verdict.read_log(traced).unexpected().values()), [1])

    def test_harakiri_is_expected(self) -> None:
        lines = [_RECORD.format("WARN", 1, "HarakiriWatch", "*** HARAKIRI ON WORKER 1 CORE 7 ***"),
                 _RECORD.format("ERROR", 1, "X", "failed: java.lang.InterruptedException: sleep interrupted"),
                 "\tat java.base/java.lang.Thread.sleep(Native Method)"]
        log = verdict.read_log("\n".join(lines * 500))
        self.assertEqual((log.unexpected(), log.repeated(1.0)), ({}, {}))

    def test_line_for_each_victim_is_seen(self) -> None:
        log = verdict.read_log("\n".join([_RECORD.format("INFO", 1, "A", "closed 1.2.3.4")] * 400))
        self.assertEqual(log.repeated(60.0), {"INFO A: closed N": 400})
        self.assertEqual(log.repeated(120.0), {})

    def test_what_the_jvm_says_is_seen(self) -> None:
        record = _RECORD.format("INFO", 1, "A", "started")
        log = verdict.read_log(f"Odd\n{record}\nA second line\njava.lang.OutOfMemoryError: Java heap space")
        self.assertEqual(log.others, ["Odd", "java.lang.OutOfMemoryError: Java heap space"])


if __name__ == "__main__":
    unittest.main()
