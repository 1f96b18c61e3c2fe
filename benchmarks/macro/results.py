"""Everything that a run found out."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field

from .samples import Sample, Summary, summarize
from .syscalls import Syscalls


@dataclass(frozen=True)
class Problem:
    """Something that is missing in the report, and why."""

    subject: str
    reason: str


@dataclass(frozen=True)
class Start:
    """One start of the application: milliseconds from the start of the process, MB (10^6 bytes)."""

    variant: str
    started_ms: float
    answered_ms: float
    rss_mb: float


@dataclass(frozen=True)
class IdlePoint:
    """Size of the server with a number of idle connections, in MB (10^6 bytes)."""

    connections: int
    rss_mb: float
    heap_mb: float
    threads: int


@dataclass(frozen=True)
class HarakiriRound:
    """The load alone and beside requests that hang.

    seconds: the time until each 503; missing: hung requests that got something else;
    at_once: cores that served at the same time afterwards.
    """

    alone_rps: float
    beside_rps: float
    alone_p99_us: float
    beside_p99_us: float
    errors: int
    seconds: list[float]
    missing: int
    at_once: int


@dataclass(frozen=True)
class HarakiriRun:
    """All rounds, and threads, descriptors before and after them."""

    rounds: list[HarakiriRound]
    threads: tuple[int, int]
    descriptors: tuple[int, int]
    damages: int

    @property
    def missing(self) -> int:
        """Hung requests that were not answered with 503."""
        return sum(one.missing for one in self.rounds)

    @property
    def errors(self) -> int:
        """Requests of the load that failed."""
        return sum(one.errors for one in self.rounds)

    @property
    def least_at_once(self) -> int:
        """Cores that served at the same time after the worst round."""
        return min(one.at_once for one in self.rounds)


@dataclass
class Results:
    """Filled while the run goes on."""

    facts: dict[str, str] = field(default_factory=dict)
    samples: list[Sample] = field(default_factory=list)
    syscalls: dict[str, Syscalls] = field(default_factory=dict)
    starts: list[Start] = field(default_factory=list)
    recipes: dict[str, list[str]] = field(default_factory=dict)
    threads_scaling: list[Sample] = field(default_factory=list)
    idle: list[IdlePoint] = field(default_factory=list)
    harakiri: HarakiriRun | None = None
    problems: list[Problem] = field(default_factory=list)

    def add_problem(self, subject: str, reason: str) -> None:
        """Note what is missing, once."""
        problem = Problem(subject, reason.strip())
        if problem not in self.problems:
            self.problems.append(problem)

    def noise(self) -> tuple[float, float]:
        """Share of the processors that other programs used, in the median measurement and in the worst."""
        shares = [sample.foreign_share for sample in [*self.samples, *self.threads_scaling]] or [0.0]
        return statistics.median(shares), max(shares)

    def summaries(self) -> dict[tuple[str, str], Summary]:
        """Medians by workload and target."""
        return summarize(self.samples)
