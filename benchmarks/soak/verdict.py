"""Whether a run was flat: growth during it, what is left after it, failures, and what the application logged."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from .sampler import Sample

WARM_UP_SHARE = 0.15
_RECORD = re.compile(r"^\S+\s+(TRACE|DEBUG|INFO|WARN|ERROR)\s+\d+ --- (?:\[[^\]]*\]\s*)*(\S+)\s*: (.*)$")
_FRAME = re.compile(r"^\s+at \S+\(")
# What the JVM itself says, wherever it says it.
_ALARM = re.compile(r"OutOfMemoryError|StackOverflowError|VM warning|LEAK:|Exception in thread")
# What tells of the very requests that the run lets sleep: the limit, and the exception that the interrupt is to the
# application.
_EXPECTED = re.compile(r"HARAKIRI|HarakiriWatch|InterruptedException: sleep interrupted")
# The log of rejections has a line for each reason in ten seconds; more than that is a line for each victim.
LINES_PER_MINUTE = 6
LINES_AT_ALL = 20


@dataclass(frozen=True)
class Quantity:
    """What has to stay flat.

    growth: how much it may grow from the end of the warm-up to the end of the run, by regression.
    rest: how much more there may be at the end than at the idle baseline; None if that says nothing.
    """

    field: str
    title: str
    unit: str
    growth: float
    rest: float | None


QUANTITIES = (
    Quantity("live_mb", "live heap", "MB", 5.0, 8.0),
    Quantity("direct_mb", "direct buffers", "MB", 2.0, 4.0),
    Quantity("native_mb", "native memory of Java code", "MB", 2.0, 4.0),
    Quantity("rss_mb", "resident memory (RSS)", "MB", 40.0, None),
    # A core that has been replaced opens its own again when it needs them.
    Quantity("descriptors", "file descriptors", "", 8.0, 16.0),
    Quantity("threads", "threads", "", 2.0, 4.0),
    Quantity("files", "temporary files", "", 1.0, 0.0),
)


@dataclass(frozen=True)
class Finding:
    """One quantity, judged; growth is that from the end of the warm-up to the end of the run."""

    quantity: Quantity
    baseline: float
    first: float
    last: float
    per_hour: float
    growth: float
    final: float

    @property
    def grows(self) -> bool:
        """Whether the regression says that it grows, or cannot tell."""
        return not self.growth <= self.quantity.growth

    @property
    def stays(self) -> bool:
        """Whether too much is left after the end, or that is not known."""
        return self.quantity.rest is not None and not self.final - self.baseline <= self.quantity.rest

    @property
    def flat(self) -> bool:
        """Whether all is well."""
        return not self.grows and not self.stays


def slope(points: list[tuple[float, float]]) -> float:
    """Least squares: how much the second grows for one of the first."""
    if len(points) < 2:
        return float("nan")
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else float("nan")


def judge(baseline: Sample, samples: list[Sample], final: Sample) -> list[Finding]:
    """Every quantity, from the quiet samples after the warm-up."""
    end = baseline.seconds + WARM_UP_SHARE * (final.seconds - baseline.seconds)
    quiet = [sample for sample in samples if sample.quiet and sample.seconds >= end]
    return [_judge(quantity, baseline, quiet, final) for quantity in QUANTITIES]


def _judge(quantity: Quantity, baseline: Sample, quiet: list[Sample], final: Sample) -> Finding:
    points = [(sample.seconds, float(getattr(sample, quantity.field))) for sample in quiet]
    by_second = slope(points)
    first, last = (points[0][1], points[-1][1]) if points else (float("nan"), float("nan"))
    growth = by_second * (points[-1][0] - points[0][0]) if points else float("nan")
    return Finding(quantity, float(getattr(baseline, quantity.field)), first, last, by_second * 3600, growth,
                   float(getattr(final, quantity.field)))


@dataclass
class Log:
    """What the application printed.

    kinds: records by level and kind.  traces: those of them that came with a stack trace.
    others: what the JVM said, and what came before the first record.
    """

    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    traces: Counter[tuple[str, str]] = field(default_factory=Counter)
    others: list[str] = field(default_factory=list)

    def unexpected(self) -> dict[str, int]:
        """Records of level ERROR or with a stack trace; Tomcat's first remark about a host, at level INFO, is none."""
        return {f"{level} {text}": count for (level, text), count in self.kinds.items()
                if not _EXPECTED.search(text)
                and (level == "ERROR" or level == "WARN" and (level, text) in self.traces)}

    def repeated(self, minutes: float) -> dict[str, int]:
        """Messages that come for each victim rather than once, or now and then."""
        limit = LINES_AT_ALL + LINES_PER_MINUTE * minutes
        return {f"{level} {text}": count for (level, text), count in self.kinds.items()
                if count > limit and not _EXPECTED.search(text)}


def read_log(text: str) -> Log:
    """Sort the lines of a log; numbers and what is in quotes or brackets make no kind of their own."""
    log = Log()
    last: tuple[str, str] | None = None
    traced = False
    for line in text.splitlines():
        if record := _RECORD.match(line):
            level, logger, message = record.groups()
            last, traced = (level, f"{logger.rpartition('.')[2]}: {_kind(message)}"), False
            log.kinds[last] += 1
        elif last and _FRAME.match(line) and not traced:
            log.traces[last] += 1
            traced = True
        elif line.strip() and (not last or _ALARM.search(line)):
            log.others.append(line)
    return log


def _kind(message: str) -> str:
    if found := _EXPECTED.search(message):
        return found.group()
    message = re.sub(r" \(\d+ more of this kind.*", "", message)
    message = re.sub(r"'.*'|\"[^\"]*\"|\[[^\]]*\]|/\S*/soak\.sock", "…", message)
    return re.sub(r"0x[0-9a-f]+|\d+(?:\.\d+)*", "N", message)[:120]


def complaints(findings: list[Finding], failed: int, log: Log, minutes: float) -> list[str]:
    """Why the run was not flat; nothing if it was."""
    found = []
    for one in findings:
        title, unit = one.quantity.title, f" {one.quantity.unit}".rstrip()
        if one.grows:
            found.append(f"{title}: growth of {one.growth:.1f}{unit} (expected: <= {one.quantity.growth:g}{unit})")
        if one.stays:
            found.append(f"{title}: {one.final - one.baseline:.1f}{unit} more at rest than before the run "
                         f"(expected: <= {one.quantity.rest:g}{unit})")
    if failed:
        found.append(f"{failed} good requests failed")
    if log.others:
        found.append(f"{len(log.others)} lines that are no records, for example: {log.others[0][:100]}")
    found += [f"logged {count} times: {text}" for text, count in log.unexpected().items()]
    found += [f"logged {count} times, for each victim: {text}" for text, count in log.repeated(minutes).items()]
    return found
