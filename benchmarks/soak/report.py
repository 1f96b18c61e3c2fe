"""The files of a run: samples.csv, and verdict.md, whose parts are printed as well."""

from __future__ import annotations

import csv
import statistics
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from .sampler import Sample
from .traffic import Counts
from .verdict import Finding, Log

_KINDS_SHOWN = 15


@dataclass(frozen=True)
class Outcome:
    """What there is to report."""

    minutes: float
    facts: dict[str, str]
    baseline: Sample
    samples: list[Sample]
    final: Sample
    findings: list[Finding]
    counts: Counts
    log: Log
    nginx_errors: dict[str, int]
    complaints: list[str]


def write_csv(path: Path, outcome: Outcome) -> None:
    """One line for each sample; the first is the baseline, the last was taken at the end."""
    with path.open("w", newline="") as output:
        writer = csv.DictWriter(output, [field.name for field in fields(Sample)], lineterminator="\n")
        writer.writeheader()
        for sample in [outcome.baseline, *outcome.samples, outcome.final]:
            writer.writerow({name: round(value, 3) if isinstance(value, float) else value
                             for name, value in asdict(sample).items()})


def markdown(outcome: Outcome) -> str:
    """The result, to be put into a page as it is."""
    parts = [_verdict(outcome), _quantities(outcome), _server(outcome), _traffic(outcome), _log(outcome),
             _failures(outcome), _table("run", "", outcome.facts)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _verdict(outcome: Outcome) -> str:
    if not outcome.complaints:
        return f"**Flat** after {outcome.minutes:g} minutes."
    return "\n".join([f"**Not flat** after {outcome.minutes:g} minutes:", "",
                      *(f"- {text}" for text in outcome.complaints)])


def _quantities(outcome: Outcome) -> str:
    lines = ["| at rest | before | after the warm-up | at the end of the run | growth in between | allowed | per hour "
             "| after the run | allowed | |", "|---|---:|---:|---:|---:|---:|---:|---:|---:|---|"]
    for one in outcome.findings:
        quantity = one.quantity
        number = "{:.1f}" if quantity.unit else "{:.0f}"
        rest = f"+{quantity.rest:g}" if quantity.rest is not None else ""
        title = f"{quantity.title} ({quantity.unit})" if quantity.unit else quantity.title
        values = [number.format(one.baseline), number.format(one.first), number.format(one.last), f"{one.growth:+.2f}",
                  f"{quantity.growth:g}", f"{one.per_hour:+.2f}", number.format(one.final), rest,
                  "flat" if one.flat else "**not flat**"]
        lines.append(f"| {title} | {' | '.join(values)} |")
    return "\n".join(lines)


def _server(outcome: Outcome) -> str:
    first, last = outcome.baseline, outcome.final
    under_load = [sample for sample in outcome.samples if not sample.quiet]
    busy = statistics.mean(sample.cpu for sample in outcome.samples) if outcome.samples else 0.0
    return _table("the application", "", {
        "requests answered": f"{last.requests - first.requests:.0f}",
        "packets and peers refused": f"{last.rejected - first.rejected:.0f}",
        "clients that left before they had their response": f"{last.aborts - first.aborts:.0f}",
        "requests given up by harakiri": f"{last.harakiri - first.harakiri:.0f}",
        "most connections at a sample": f"{max((one.connections for one in under_load), default=0):.0f}",
        "most temporary files at a sample": f"{max((one.files for one in under_load), default=0)}",
        "processors used, mean": f"{busy:.2f}",
    })


def _traffic(outcome: Outcome) -> str:
    rows = {f"{group}: {kind}": str(count) for (group, kind), count in outcome.counts.by_kind().items()}
    return _table("traffic", "sent", rows)


def _log(outcome: Outcome) -> str:
    kinds = [(f"{level} {_cell(text)}", count) for (level, text), count in outcome.log.kinds.most_common()]
    rows = {name: str(count) for name, count in kinds[:_KINDS_SHOWN]}
    rows["other kinds"] = str(sum(count for _, count in kinds[_KINDS_SHOWN:]))
    rows |= {f"nginx {_cell(text)}": str(count) for text, count in outcome.nginx_errors.items()}
    return _table("log", "lines", rows)


def _failures(outcome: Outcome) -> str:
    if not outcome.counts.failures:
        return ""
    return "\n".join(["What failed:", "", *(f"- {_cell(text)}" for text in outcome.counts.failures)])


def _table(title: str, second: str, rows: dict[str, str]) -> str:
    return "\n".join([f"| {title} | {second} |", "|---|---:|", *(f"| {name} | {value} |" for name, value in rows.items())])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
