"""The tables of the report, as rows of text."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from . import bars, scaling
from .results import Results
from .samples import Summary
from .targets import Target
from .workloads import Workload


@dataclass(frozen=True)
class Table:
    """A title, the names of the columns and the cells."""

    title: str
    header: tuple[str, ...]
    rows: list[tuple[str, ...]]


def text(table: Table) -> str:
    """A table for the console: the first column to the left, figures to the right."""
    widths = [max(len(row[column]) for row in (table.header, *table.rows)) for column in range(len(table.header))]

    def line(row: tuple[str, ...]) -> str:
        cells = [cell.ljust(width) if column == 0 else cell.rjust(width)
                 for column, (cell, width) in enumerate(zip(row, widths))]
        return "  " + "  ".join(cells).rstrip()

    return "\n".join([table.title, line(table.header), *(line(row) for row in table.rows)])


def markdown(table: Table) -> str:
    """A table for Markdown."""
    lines = ["| " + " | ".join(row) + " |" for row in (table.header, *table.rows)]
    lines.insert(1, "|---" + "|---:" * (len(table.header) - 1) + "|")
    return "\n".join([f"### {table.title}", "", *lines])


def number(value: float, digits: int = 0) -> str:
    """A number with thin groups of thousands, as "26 600"."""
    return f"{value:,.{digits}f}".replace(",", " ")


def workload_table(workload: Workload, targets: list[Target], results: Results) -> Table | None:
    """One workload: a row for each target that took part."""
    summaries = results.summaries()
    found = [summary for target in targets if (summary := summaries.get((workload.name, target.name)))]
    if not found:
        return None
    header = ["target", *_first_columns(workload), "p50 us", "p99 us", "p99.9 us", "CPU us", "user", "sys",
              "proxy us", "syscalls", "switches", "RSS MB", "threads", "errors"]
    title = f"{workload.name}: {workload.title} (medians of {found[0].rounds} rounds)"
    return Table(title, tuple(header), [_workload_row(workload, summary, results) for summary in found])


def _first_columns(workload: Workload) -> list[str]:
    columns = ["requests/s", "min - max"]
    if workload.body:
        columns += ["MB/s", "CPU ms/MB"]
    if workload.capacity:
        columns.append("of possible")
    if workload.hung:
        columns.append("hung")
    return columns


def _workload_row(workload: Workload, summary: Summary, results: Results) -> tuple[str, ...]:
    median = summary.median
    cells = [summary.target, number(median["rps"]),
             f"{number(summary.least['rps'])} - {number(summary.largest['rps'])}"]
    if workload.body:
        cells += [number(median["mb_per_s"]), f"{median['cpu_ms_per_mb']:.3f}"]
    if workload.capacity:
        cells.append(f"{median['capacity_ratio']:.3f}")
    if workload.hung:
        cells.append(f"{100 * median['hung_share']:.2f} %")
    cells += [number(median[name]) for name in ("p50_us", "p99_us", "p999_us")]
    cells += [number(median[name], 1) for name in ("server_us", "server_user_us", "server_system_us", "proxy_us")]
    counted = results.syscalls.get(summary.target) if workload.name == "hello-c32" else None
    cells += [f"{counted.total:.2f}" if counted else "", f"{median['switches']:.2f}", number(median["rss_mb"]),
              number(median["threads"]), number(summary.errors) + ("  !" if summary.errors else "")]
    return tuple(cells)


def bars_table(results: Results) -> Table:
    """Measured values against the bars."""
    rows = []
    for verdict in bars.judge(results):
        digits = 0 if verdict.unit == "ms" else 1 if verdict.unit else 3
        value = "" if verdict.value is None else f"{verdict.value:.{digits}f} {verdict.unit}".strip()
        sign = "<=" if verdict.at_most else ">="
        rows.append((verdict.name, value, f"{sign} {verdict.limit:.{digits}f} {verdict.unit}".strip(), verdict.word))
    return Table("Bars", ("bar", "measured", "wanted", "verdict"), rows)


def syscalls_table(results: Results) -> Table | None:
    """System calls by name."""
    names = sorted({name for counted in results.syscalls.values() for name, rate in counted.by_name.items()
                    if rate >= 0.05 and name != "other"})
    if not names:
        return None
    shown = [*names, "other"]
    rows = []
    for counted in results.syscalls.values():
        # What has no column of its own belongs to the others.
        rates = {name: counted.by_name.get(name, 0.0) for name in names}
        rates["other"] = counted.total - sum(rates.values())
        rows.append((counted.target, f"{counted.total:.2f}", *(f"{rates[name]:.2f}" for name in shown)))
    tool = next(iter(results.syscalls.values())).tool
    return Table(f"System calls per request of hello-c32 (counted with {tool})", ("target", "all", *shown), rows)


def startup_table(results: Results) -> Table | None:
    """Starts by variant."""
    if not results.starts:
        return None
    rows = []
    for variant in dict.fromkeys(start.variant for start in results.starts):
        starts = [start for start in results.starts if start.variant == variant]
        times = [start.started_ms for start in starts]
        rows.append((variant, number(len(starts)), number(statistics.median(times)),
                     f"{number(min(times))} - {number(max(times))}",
                     number(statistics.median(start.answered_ms for start in starts)),
                     number(statistics.median(start.rss_mb for start in starts), 1)))
    return Table("Start (medians)", ("variant", "starts", "started ms", "min - max", "first answer ms", "RSS MB"), rows)


def threads_table(results: Results) -> Table | None:
    """ours-unix against uwsgi.threads."""
    groups: dict[str, list[tuple[float, float, float]]] = {}
    for sample in results.threads_scaling:
        figures = (sample.rps, sample.server_us, sample.p99_us)
        groups.setdefault(sample.target.removeprefix("threads-"), []).append(figures)
    if not groups:
        return None
    rows = [(name, *(number(statistics.median(column), digits) for column, digits in zip(zip(*values), (0, 1, 0))))
            for name, values in groups.items()]
    return Table("ours-unix, hello-c32, against uwsgi.threads", ("threads", "requests/s", "CPU us", "p99 us"), rows)


def idle_table(results: Results) -> Table | None:
    """Memory against idle connections."""
    if len(results.idle) < 2:
        return None
    rss, heap = scaling.bytes_per_connection(results.idle)
    rows = [(number(point.connections), number(point.rss_mb, 1), number(point.heap_mb, 1), number(point.threads))
            for point in results.idle]
    title = f"Idle connections: {number(rss)} bytes of RSS each, of them {number(heap)} on the heap"
    return Table(title, ("connections", "RSS MB", "heap MB", "threads"), rows)


def harakiri_table(results: Results) -> Table | None:
    """The load alone and beside requests that hang, and what became of those."""
    run = results.harakiri
    if run is None:
        return None
    rounds = run.rounds
    times = [seconds for one in rounds for seconds in one.seconds]
    until = f"{statistics.median(times):.2f} s (up to {max(times):.2f})" if times else ""
    rows = [
        ("requests/s alone", _median_and_range([one.alone_rps for one in rounds])),
        ("requests/s beside hung ones", _median_and_range([one.beside_rps for one in rounds])),
        ("p99 us alone", _median_and_range([one.alone_p99_us for one in rounds])),
        ("p99 us beside hung ones", _median_and_range([one.beside_p99_us for one in rounds])),
        ("failed requests", number(run.errors)),
        ("503 for hung requests", f"{number(len(times))} of {number(len(times) + run.missing)}"),
        ("time until 503", until),
        ("cores that serve at once after each round", f"at least {run.least_at_once}"),
        ("threads before and after", " / ".join(map(str, run.threads))),
        ("descriptors before and after", " / ".join(map(str, run.descriptors))),
        ("damages", number(run.damages)),
    ]
    return Table(f"Harakiri: {len(rounds)} rounds of 8 requests that hang for ever on 16 cores, limit 2 s",
                 ("", "median (least - largest)"), rows)


def _median_and_range(values: list[float]) -> str:
    return f"{number(statistics.median(values))} ({number(min(values))} - {number(max(values))})"


def all_tables(workloads: list[Workload], targets: list[Target], results: Results) -> list[Table]:
    """Every table for which there is something."""
    tables = [workload_table(workload, targets, results) for workload in workloads]
    tables += [syscalls_table(results), startup_table(results), threads_table(results), idle_table(results),
               harakiri_table(results)]
    return [table for table in tables if table is not None]
