"""The files of a run: results.json, results.csv and report.md."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict, fields
from pathlib import Path

from . import bars, tables
from .results import Results
from .samples import Sample
from .targets import Target
from .workloads import Workload


def write_json(path: Path, results: Results) -> None:
    """Everything, for programs."""
    summaries = [asdict(summary) for summary in results.summaries().values()]
    verdicts = [{**asdict(verdict), "verdict": verdict.word} for verdict in bars.judge(results)]
    content = {**asdict(results), "summaries": summaries, "bars": verdicts}
    path.write_text(json.dumps(content, indent=1) + "\n")


def write_csv(path: Path, results: Results) -> None:
    """One line for each measurement."""
    with path.open("w", newline="") as output:
        writer = csv.DictWriter(output, [field.name for field in fields(Sample)], lineterminator="\n")
        writer.writeheader()
        for sample in [*results.samples, *results.threads_scaling]:
            writer.writerow({name: round(value, 4) if isinstance(value, float) else value
                             for name, value in asdict(sample).items()})


def write_report(path: Path, workloads: list[Workload], targets: list[Target], results: Results,
                 images: list[str]) -> None:
    """The report for people."""
    parts = ["# Benchmark", _facts(results), _targets(targets, results), tables.markdown(tables.bars_table(results))]
    parts += _problems(results)
    parts += [tables.markdown(table) for table in tables.all_tables(workloads, targets, results)]
    parts += _recipes(results)
    parts += [f"![{Path(image).stem.replace('-', ' ')}]({image})" for image in images]
    path.write_text("\n\n".join(parts) + "\n")


def _facts(results: Results) -> str:
    usual, worst = results.noise()
    facts = {**results.facts, "other programs": f"{100 * usual:.0f} % of the processors in the median measurement, "
                                                f"{100 * worst:.0f} % in the worst"}
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in facts.items())])


def _targets(targets: list[Target], results: Results) -> str:
    measured = {sample.target for sample in results.samples}
    rows = [f"| {target.name} | {target.title} |" for target in targets if target.name in measured]
    return "\n".join(["| target | what it is |", "|---|---|", *rows])


def _problems(results: Results) -> list[str]:
    if not results.problems:
        return []
    lines = [f"- {problem.subject}: {' '.join(problem.reason.split())}" for problem in results.problems]
    return ["### Missing in this report", "\n".join(lines)]


def _recipes(results: Results) -> list[str]:
    if not results.recipes:
        return []
    blocks = [f"{name}:\n\n```\n" + "\n".join(lines) + "\n```" for name, lines in results.recipes.items()]
    return ["### How the faster starts are made", *blocks]
