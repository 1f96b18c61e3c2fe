"""The figures that the connector promises, and whether this run has them."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass

from .results import Results, Start
from .samples import Summary

Summaries = dict[tuple[str, str], Summary]


@dataclass(frozen=True)
class Bar:
    """One promise: a value that must be at most, or at least, a limit.

    value: from the medians of a run; None if something for it was not measured.
    """

    name: str
    value: Callable[[Summaries, list[Start]], float | None]
    limit: float
    at_most: bool
    unit: str = ""


@dataclass(frozen=True)
class Verdict:
    """A bar and the measured value."""

    name: str
    value: float | None
    limit: float
    at_most: bool
    unit: str

    @property
    def met(self) -> bool | None:
        """Whether the value keeps to the limit; None if there is no value."""
        if self.value is None:
            return None
        return self.value <= self.limit if self.at_most else self.value >= self.limit

    @property
    def word(self) -> str:
        """The same for the tables."""
        return {True: "met", False: "missed", None: "not measured"}[self.met]


def _get(summaries: Summaries, workload: str, target: str, figure: str) -> float | None:
    summary = summaries.get((workload, target))
    return summary.median[figure] if summary else None


def ratio(workload: str, figure: str, target: str, *others: str) -> Callable[[Summaries, list[Start]], float | None]:
    """A figure of one target, divided by that of another (or the largest of several others)."""

    def value(summaries: Summaries, _starts: list[Start]) -> float | None:
        mine = _get(summaries, workload, target, figure)
        theirs = [_get(summaries, workload, other, figure) for other in others]
        known = [one for one in theirs if one is not None]
        if mine is None or len(known) < len(theirs) or max(known) <= 0:
            return None
        return mine / max(known)

    return value


def plain(workload: str, figure: str, target: str) -> Callable[[Summaries, list[Start]], float | None]:
    """A figure of one target."""
    return lambda summaries, _starts: _get(summaries, workload, target, figure)


def more_at_start(figure: str) -> Callable[[Summaries, list[Start]], float | None]:
    """The median of a figure of starts with the starter, less that of plain starts."""

    def value(_summaries: Summaries, starts: list[Start]) -> float | None:
        values = {variant: [getattr(start, figure) for start in starts if start.variant == variant]
                  for variant in ("starter", "plain")}
        if not all(values.values()):
            return None
        return statistics.median(values["starter"]) - statistics.median(values["plain"])

    return value


BARS: tuple[Bar, ...] = (
    Bar("CPU per request, unix socket / HTTP keep-alive",
        ratio("hello-c32", "server_us", "ours-unix", "http-ka"), 0.85, True),
    Bar("requests/s, unix socket / C floor", ratio("hello-c32", "rps", "ours-unix", "c-floor"), 0.92, False),
    Bar("requests/s, unix socket / uWSGI's JVM plugin",
        ratio("hello-c32", "rps", "ours-unix", "uwsgi-jvm"), 1.0, False),
    Bar("CPU per request, TCP / HTTP close", ratio("hello-c32", "server_us", "ours-tcp", "http-close"), 0.75, True),
    Bar("requests/s behind Apache, unix socket / AJP on a unix socket",
        ratio("hello-c32", "rps", "apache-ours-unix", "apache-ajp-unix"), 1.0, False),
    Bar("requests/s behind Apache, unix socket / the better AJP",
        ratio("hello-c32", "rps", "apache-ours-unix", "apache-ajp-unix", "apache-ajp-tcp"), 1.0, False),
    Bar("p50 of 1 connection, unix socket / HTTP keep-alive",
        ratio("hello-c1", "p50_us", "ours-unix", "http-ka"), 1.0, True),
    Bar("MB/s of 1 MiB GET, unix socket / HTTP keep-alive",
        ratio("download-c8", "mb_per_s", "ours-unix", "http-ka"), 1.0, False),
    Bar("CPU of 1 MiB GET, unix socket / HTTP keep-alive",
        ratio("download-c8", "cpu_ms_per_mb", "ours-unix", "http-ka"), 0.8, True),
    Bar("MB/s of 1 MiB POST, unix socket / HTTP keep-alive",
        ratio("upload-c8", "mb_per_s", "ours-unix", "http-ka"), 1.0, False),
    Bar("CPU of 1 MiB POST, unix socket / HTTP keep-alive",
        ratio("upload-c8", "cpu_ms_per_mb", "ours-unix", "http-ka"), 0.8, True),
    Bar("requests/s of 200 sleeping threads, unix socket / possible",
        plain("sleep-c256", "capacity_ratio", "ours-unix"), 0.98, False),
    Bar("p99 of 200 sleeping threads, unix socket / HTTP keep-alive",
        ratio("sleep-c256", "p99_us", "ours-unix", "http-ka"), 1.2, True),
    Bar("p99 while 1 % hang, unix socket / HTTP keep-alive",
        ratio("hung-c32", "p99_us", "ours-unix", "http-ka"), 1.0, True),
    Bar("time until started, starter - plain", more_at_start("started_ms"), 150.0, True, "ms"),
    Bar("time until the first answer, starter - plain", more_at_start("answered_ms"), 150.0, True, "ms"),
    Bar("memory after the start (RSS), starter - plain", more_at_start("rss_mb"), 15.0, True, "MB"),
)


def judge(results: Results) -> list[Verdict]:
    """All bars against the results of a run."""
    summaries = results.summaries()
    return [Verdict(bar.name, bar.value(summaries, results.starts), bar.limit, bar.at_most, bar.unit)
            for bar in BARS]
