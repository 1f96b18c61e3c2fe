"""One measurement, and what several of them have in common."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, fields

from .load import Outcome
from .probes import Difference, Size
from .workloads import SLEEP_MS, Workload


@dataclass(frozen=True)
class Sample:
    """One target under one workload in one round.

    Times in microseconds, CPU times and context switches per request, mb_per_s and rss_mb
    in 10^6 bytes, cpu_ms_per_mb of the server, capacity_ratio the share of what 200
    sleeping threads can do, hung_share the share of requests that hung, foreign_share the
    share of the processors that other programs used.
    """

    target: str
    workload: str
    round: int
    seconds: float
    requests: int
    rps: float
    mb_per_s: float
    capacity_ratio: float
    p50_us: float
    p90_us: float
    p99_us: float
    p999_us: float
    max_us: float
    server_us: float
    server_user_us: float
    server_system_us: float
    proxy_us: float
    cpu_ms_per_mb: float
    switches: float
    rss_mb: float
    threads: int
    socket_errors: int
    bad_statuses: int
    hung_share: float
    foreign_share: float

    @property
    def errors(self) -> int:
        """Everything that was not a good answer."""
        return self.socket_errors + self.bad_statuses


MEASURED = tuple(field.name for field in fields(Sample) if field.name not in ("target", "workload", "round"))


def combine(target: str, workload: Workload, number: int, outcome: Outcome, server: Difference, proxy: Difference,
            size: Size, hung: Outcome | None, foreign_share: float = 0.0) -> Sample:
    """A sample from what wrk and the kernel say."""
    # Hung requests cost as much CPU as the others.
    requests = max(1, outcome.requests + (hung.requests if hung else 0))
    megabytes = outcome.requests * workload.body / 1e6
    return Sample(
        target=target, workload=workload.name, round=number, seconds=outcome.seconds, requests=outcome.requests,
        rps=outcome.rps, mb_per_s=megabytes / outcome.seconds, capacity_ratio=capacity_ratio(workload, outcome),
        p50_us=outcome.p50_us, p90_us=outcome.p90_us, p99_us=outcome.p99_us, p999_us=outcome.p999_us,
        max_us=outcome.max_us, server_us=server.cpu_us / requests, server_user_us=server.user_us / requests,
        server_system_us=server.system_us / requests, proxy_us=proxy.cpu_us / requests,
        cpu_ms_per_mb=server.cpu_us / 1000 / megabytes if megabytes else 0.0, switches=server.switches / requests,
        rss_mb=size.rss_mb, threads=size.threads,
        socket_errors=outcome.socket_errors + (hung.socket_errors if hung else 0),
        bad_statuses=outcome.bad_statuses + (hung.bad_statuses if hung else 0),
        hung_share=hung.requests / requests if hung else 0.0, foreign_share=foreign_share)


def capacity_ratio(workload: Workload, outcome: Outcome) -> float:
    """Requests done, as a share of those that the threads could do.

    The first answer cannot come before the first sleep is over, so that time does not count.
    """
    seconds = outcome.seconds - SLEEP_MS / 1000
    return outcome.requests / (workload.capacity * seconds) if workload.capacity and seconds > 0 else 0.0


@dataclass(frozen=True)
class Summary:
    """The median of each figure over the rounds, with the least and the largest."""

    target: str
    workload: str
    rounds: int
    median: dict[str, float]
    least: dict[str, float]
    largest: dict[str, float]
    errors: int


def summarize(samples: list[Sample]) -> dict[tuple[str, str], Summary]:
    """Summaries by workload and target."""
    groups: dict[tuple[str, str], list[Sample]] = {}
    for sample in samples:
        groups.setdefault((sample.workload, sample.target), []).append(sample)
    return {key: _summary(group) for key, group in groups.items()}


def _summary(group: list[Sample]) -> Summary:
    columns = {name: [float(getattr(sample, name)) for sample in group] for name in MEASURED}
    return Summary(
        group[0].target, group[0].workload, len(group),
        {name: statistics.median(values) for name, values in columns.items()},
        {name: min(values) for name, values in columns.items()},
        {name: max(values) for name, values in columns.items()},
        sum(sample.errors for sample in group))
