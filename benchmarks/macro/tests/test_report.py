"""Bars, tables and files."""

import csv
import json
import tempfile
import unittest
from pathlib import Path

from macro import bars, export, tables
from macro.results import HarakiriRound, HarakiriRun, Results, Start
from macro.syscalls import Syscalls
from macro.targets import TARGETS
from macro.tests.test_samples import outcome, sample, workload


def results() -> Results:
    """A run with two targets, two starts and an error."""
    found = Results(facts={"processor": "A", "commit": "abc"})
    found.samples = [sample("ours-unix", requests=40000, cpu_us=1e6), sample("http-ka", requests=50000, cpu_us=2e6)]
    found.samples.append(sample("uwsgi-jvm", said=outcome(30000, bad_statuses=7)))
    found.starts = [Start("plain", 2000.0, 2100.0, 200.0), Start("starter", 2100.0, 2300.0, 210.0)]
    found.syscalls["ours-unix"] = Syscalls("ours-unix", "perf", 4.0, {"recvfrom": 1.0, "sendto": 1.0, "other": 2.0})
    return found


class BarTests(unittest.TestCase):
    """Tests for bars."""

    def setUp(self) -> None:
        self.verdicts = {verdict.name: verdict for verdict in bars.judge(results())}

    def test_ratio_of_medians(self) -> None:
        verdict = self.verdicts["CPU per request, unix socket / HTTP keep-alive"]
        self.assertAlmostEqual(verdict.value, 25.0 / 40.0)
        self.assertEqual(verdict.word, "met")

    def test_at_least(self) -> None:
        verdict = self.verdicts["requests/s, unix socket / uWSGI's JVM plugin"]
        self.assertAlmostEqual(verdict.value, 4 / 3)
        self.assertEqual(verdict.word, "met")

    def test_starts(self) -> None:
        self.assertEqual(self.verdicts["time until started, starter - plain"].word, "met")
        verdict = self.verdicts["time until the first answer, starter - plain"]
        self.assertEqual((verdict.value, verdict.word), (200.0, "missed"))

    def test_not_measured(self) -> None:
        verdict = self.verdicts["requests/s, unix socket / C floor"]
        self.assertIsNone(verdict.value)
        self.assertEqual(verdict.word, "not measured")

    def test_better_of_two_rivals_counts_and_both_are_needed(self) -> None:
        found = Results(samples=[sample("apache-ours-unix", requests=100), sample("apache-ajp-unix", requests=50),
                                 sample("apache-ajp-tcp", requests=200)])
        value = bars.ratio("hello-c32", "rps", "apache-ours-unix", "apache-ajp-unix", "apache-ajp-tcp")
        self.assertAlmostEqual(value(found.summaries(), []), 0.5)
        found.samples.pop()
        self.assertIsNone(value(found.summaries(), []))

    def test_limit_itself_is_met(self) -> None:
        self.assertTrue(bars.Verdict("", 0.85, 0.85, True, "").met)
        self.assertTrue(bars.Verdict("", 0.92, 0.92, False, "").met)


class TableTests(unittest.TestCase):
    """Tests for tables."""

    def test_text_is_aligned(self) -> None:
        table = tables.Table("Title", ("target", "n"), [("a", "1"), ("long", "1 000")])
        self.assertEqual(tables.text(table), "Title\n  target      n\n  a           1\n  long    1 000")

    def test_markdown(self) -> None:
        table = tables.Table("Title", ("target", "n"), [("a", "1")])
        self.assertEqual(tables.markdown(table), "### Title\n\n| target | n |\n|---|---:|\n| a | 1 |")

    def test_workload_marks_errors(self) -> None:
        table = tables.workload_table(workload("hello-c32"), list(TARGETS), results())
        assert table is not None
        rows = {row[0]: dict(zip(table.header, row)) for row in table.rows}
        self.assertEqual(list(rows), ["ours-unix", "http-ka", "uwsgi-jvm"])
        self.assertEqual(rows["ours-unix"]["requests/s"], "20 000")
        self.assertEqual(rows["ours-unix"]["syscalls"], "4.00")
        self.assertEqual(rows["uwsgi-jvm"]["errors"], "7  !")

    def test_workload_without_samples_has_no_table(self) -> None:
        self.assertIsNone(tables.workload_table(workload("json-c32"), list(TARGETS), results()))

    def test_syscalls_add_up(self) -> None:
        table = tables.syscalls_table(results())
        assert table is not None
        self.assertEqual(table.header, ("target", "all", "recvfrom", "sendto", "other"))
        self.assertEqual(table.rows, [("ours-unix", "4.00", "1.00", "1.00", "2.00")])


class HarakiriTableTests(unittest.TestCase):
    """Tests for the table of harakiri."""

    def test_without_a_run_there_is_none(self) -> None:
        self.assertIsNone(tables.harakiri_table(results()))

    def test_rows(self) -> None:
        found = results()
        found.harakiri = HarakiriRun([HarakiriRound(10000, 9000, 1500, 2500, 0, [2.1, 2.2], 0, 16),
                                      HarakiriRound(12000, 11000, 1700, 2700, 1, [2.3], 1, 15)], (40, 41), (70, 70), 0)
        table = tables.harakiri_table(found)
        assert table is not None
        rows = dict(table.rows)
        self.assertEqual(rows["requests/s alone"], "11 000 (10 000 - 12 000)")
        self.assertEqual(rows["requests/s beside hung ones"], "10 000 (9 000 - 11 000)")
        self.assertEqual(rows["failed requests"], "1")
        self.assertEqual(rows["503 for hung requests"], "3 of 4")
        self.assertEqual(rows["time until 503"], "2.20 s (up to 2.30)")
        self.assertEqual(rows["cores that serve at once after each round"], "at least 15")
        self.assertEqual(rows["threads before and after"], "40 / 41")

    def test_everything_is_exported(self) -> None:
        found = results()
        found.harakiri = HarakiriRun([HarakiriRound(1, 1, 1, 1, 0, [2.1], 0, 16)], (40, 40), (70, 70), 0)
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory) / "results.json"
            export.write_json(path, found)
            self.assertEqual(json.loads(path.read_text())["harakiri"]["rounds"][0]["seconds"], [2.1])


class ExportTests(unittest.TestCase):
    """Tests for export."""

    def test_files_can_be_read_again(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            directory, found = Path(name), results()
            found.add_problem("c-floor", "gcc cannot\nbe started")
            export.write_json(directory / "results.json", found)
            export.write_csv(directory / "results.csv", found)
            export.write_report(directory / "report.md", [workload("hello-c32")], list(TARGETS), found, ["cpu.svg"])
            content = json.loads((directory / "results.json").read_text())
            self.assertEqual(len(content["samples"]), 3)
            self.assertEqual(content["bars"][0]["verdict"], "met")
            with (directory / "results.csv").open() as lines:
                names = [row["target"] for row in csv.DictReader(lines)]
            self.assertEqual(names, ["ours-unix", "http-ka", "uwsgi-jvm"])
            report = (directory / "report.md").read_text()
            self.assertIn("- c-floor: gcc cannot be started", report)
            self.assertIn("![cpu](cpu.svg)", report)


if __name__ == "__main__":
    unittest.main()
