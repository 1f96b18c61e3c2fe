"""The files of a run."""

import csv
import importlib.util
import math
import tempfile
import unittest
from dataclasses import fields, replace
from pathlib import Path

from soak import report, verdict
from soak.report import Outcome
from soak.sampler import Sample
from soak.traffic import Counts

_FIRST = replace(Sample(**{field.name: 1.0 for field in fields(Sample)}), quiet=True, seconds=40.0)
_SAMPLES = [replace(_FIRST, seconds=50.0 + 10 * number, quiet=number % 2 == 1, requests=100.0 * number,
                    live_mb=20.0 if number % 2 else math.nan) for number in range(12)]


def _outcome(complaints: list[str]) -> Outcome:
    final = replace(_FIRST, seconds=200.0, requests=1200.0)
    counts, log = Counts(), verdict.read_log("2026-11-26T07:56:57Z  WARN 1 --- [a] [b] c.D : it's | odd")
    counts.add("good", "hello", 7)
    counts.fail("hello", "status 500")
    return Outcome(60.0, {"JDK": "17"}, _FIRST, _SAMPLES, final, verdict.judge(_FIRST, _SAMPLES, final), counts, log, {},
                   complaints)


class ReportTests(unittest.TestCase):
    """Tests for report and drawing."""

    def test_verdict_comes_first(self) -> None:
        self.assertTrue(report.markdown(_outcome([])).startswith("**Flat** after 60 minutes."))
        self.assertTrue(report.markdown(_outcome(["x grows"])).startswith("**Not flat** after 60 minutes:\n\n- x grows\n"))

    def test_everything_is_in_it(self) -> None:
        text = report.markdown(_outcome([]))
        for part in (*(quantity.title for quantity in verdict.QUANTITIES), "| good: hello | 7 |", "odd", "status 500",
                     "| requests answered | 1199 |", "| JDK | 17 |"):
            self.assertIn(part, text)
        self.assertIn("it's \\| odd", text)

    def test_csv_has_baseline_samples_and_end(self) -> None:
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory) / "samples.csv"
            report.write_csv(path, _outcome([]))
            rows = list(csv.DictReader(path.read_text().splitlines()))
        self.assertEqual(len(rows), len(_SAMPLES) + 2)
        self.assertEqual([rows[0]["seconds"], rows[-1]["seconds"]], ["40.0", "200.0"])


@unittest.skipUnless(importlib.util.find_spec("matplotlib"), "there is no matplotlib")
class DrawingTests(unittest.TestCase):
    """Tests for drawing."""

    def test_drawing_can_be_drawn(self) -> None:
        from soak import drawing  # pylint: disable=import-outside-toplevel
        outcome = _outcome([])
        with tempfile.TemporaryDirectory() as directory:
            drawing.draw(Path(directory) / "soak", outcome.baseline, outcome.samples, outcome.final)
            self.assertIn("File descriptors", (Path(directory) / "soak.svg").read_text())

    def test_rate(self) -> None:
        from soak import drawing  # pylint: disable=import-outside-toplevel
        self.assertEqual(drawing.rate(_SAMPLES[0], _SAMPLES[1], "requests"), 10.0)
        self.assertTrue(math.isnan(drawing.rate(_SAMPLES[1], _SAMPLES[0], "requests")))


if __name__ == "__main__":
    unittest.main()
