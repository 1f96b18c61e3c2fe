"""The measurement itself: rounds in which the targets take turns."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass

from . import load, probes, syscalls
from .lab import Live
from .processes import Failed, Workspace
from .progress import Progress
from .results import Results
from .samples import Sample, combine
from .servers import Server
from .workloads import Workload, hang_milliseconds, is_wanted

# What a measurement takes beside the load, in seconds.
OVERHEAD_SECONDS = 0.3
SYSCALL_SECONDS = 2
QUICK_SYSCALLS = ("ours-unix", "ours-tcp", "http-ka", "http-close")
WARM_UP_STEP = 2
# The longest warm-up, as a multiple of the shortest, of a JVM that is not warm yet.
WARM_UP_LIMIT = 4
# Requests that a JVM has to serve before it is warm, where they are small.
WARM_UP_REQUESTS = 100000
# A JVM is warm when its compilers use less than this share of one processor. The CPU time per request says less: it
# goes up, too, while half of a path is compiled.
IDLE_COMPILERS = 0.06


@dataclass(frozen=True)
class Pace:
    """How much is measured; times in whole seconds, as wrk wants them.

    first_warm_up: what a new JVM gets at least; half of it before a path that is new to it.
    warm_up: before a path that was requested before.
    """

    quick: bool
    rounds: int
    seconds: int
    first_warm_up: int
    warm_up: int

    def length(self, workload: Workload) -> int:
        """Length of one measurement; where requests wait, it takes longer to see the tail."""
        if workload.capacity:
            return max(5, self.seconds)
        return max(4, self.seconds) if workload.hung else self.seconds


@dataclass(frozen=True)
class WarmUpStep:
    """A part of a warm-up: whole seconds, and the share of one processor that the JVM's compilers used."""

    seconds: int
    requests: int
    compilers: float


def is_warm(steps: list[WarmUpStep], workload: Workload) -> bool:
    """Whether a JVM that has served these steps has compiled what it needed for them."""
    small = not workload.body and not workload.capacity
    if small and sum(step.requests for step in steps) < WARM_UP_REQUESTS * min(1.0, workload.connections / 8):
        return False
    return len(steps) > 1 and max(step.compilers for step in steps[-2:]) < IDLE_COMPILERS


class Rounds:
    """Runs workloads against targets."""

    def __init__(self, workspace: Workspace, pace: Pace, progress: Progress, results: Results) -> None:
        self._workspace = workspace
        self._pace = pace
        self._progress = progress
        self._results = results
        self._warm: set[str] = set()

    def run(self, workload: Workload, lives: list[Live]) -> list[Sample]:
        """All rounds of one workload, in each of which every target has one turn."""
        hang_ms = self._hang_milliseconds() if workload.hung else 0
        for live in lives:
            self._warm_up(workload, live)
        samples = []
        for number in range(1, self._pace.rounds + 1):
            for live in lives:
                sample = self._turn(workload, live, number, hang_ms)
                if sample is not None:
                    samples.append(sample)
        return samples

    def count_syscalls(self, workload: Workload, lives: list[Live]) -> None:
        """System calls of the targets, after the rounds because counting is not free."""
        try:
            tool = syscalls.find_tool()
        except Failed as error:
            self._results.add_problem("syscalls", str(error))
            return
        for live in lives:
            try:
                found = syscalls.count(self._workspace, live, workload, SYSCALL_SECONDS, tool)
                self._results.syscalls[live.target.name] = found
                self._progress.say(f"system calls of {live.target.name}: {found.total:.2f} per request ({tool})")
            except Failed as error:
                self._results.add_problem(f"syscalls of {live.target.name}", str(error))
            self._progress.advance(planned_syscalls(1))

    def _warm_up(self, workload: Workload, live: Live) -> None:
        """Send the workload for its time and, if the JVM does so for the first time, until it is compiled."""
        seconds = warm_up_seconds(self._pace, workload, live.target.server, self._warm)
        longest = WARM_UP_LIMIT * seconds if seconds > self._pace.warm_up else seconds
        self._progress.say(f"{workload.name}: warming up {live.target.name}")
        steps: list[WarmUpStep] = []
        try:
            while sum(step.seconds for step in steps) < seconds or (
                    sum(step.seconds for step in steps) < longest and not is_warm(steps, workload)):
                steps.append(self._warm_up_step(workload, live, min(seconds, WARM_UP_STEP)))
        except Failed as error:
            self._results.add_problem(f"{live.target.name}, {workload.name}", str(error))
        self._progress.advance(seconds + OVERHEAD_SECONDS)

    def _warm_up_step(self, workload: Workload, live: Live, seconds: int) -> WarmUpStep:
        before = probes.compilers_us(live.server.pid)
        outcome = load.send(self._workspace, live, workload, seconds)
        # A compiler thread that has ended takes its time with it.
        used = max(0.0, probes.compilers_us(live.server.pid) - before)
        return WarmUpStep(seconds, outcome.requests, used / 1e6 / seconds)

    def _turn(self, workload: Workload, live: Live, number: int, hang_ms: int) -> Sample | None:
        try:
            sample = self._measure(workload, live, number, hang_ms)
            errors = f"  {sample.errors} errors" if sample.errors else ""
            self._progress.say(f"{workload.name}, round {number} of {self._pace.rounds}: {live.target.name:17s}"
                               f"{sample.rps:8.0f}/s  p50 {sample.p50_us:7.0f} us  p99 {sample.p99_us:7.0f} us"
                               f"  CPU {sample.server_us:6.1f} us{errors}")
            return sample
        except Failed as error:
            self._results.add_problem(f"{live.target.name}, {workload.name}", str(error))
            return None
        finally:
            self._progress.advance(turn_seconds(self._pace, workload))

    def _measure(self, workload: Workload, live: Live, number: int, hang_ms: int) -> Sample:
        seconds = self._pace.length(workload)
        hanging = load.Hanging(self._workspace, live, seconds, hang_ms) if hang_ms else None
        if hanging:
            time.sleep(load.Hanging.LEAD_SECONDS)
        groups = (probes.tree(live.server.pid), probes.tree(live.proxy.pid), [hanging.pid] if hanging else [])
        machine, before = probes.machine(), [probes.snapshot(group) for group in groups]
        outcome = load.send(self._workspace, live, workload, seconds)
        used = [probes.difference(old, probes.snapshot(group)) for old, group in zip(before, groups)]
        foreign = probes.foreign_share(machine, probes.machine(), sum(one.cpu_us for one in used))
        size = probes.size(groups[0])
        hung = hanging.finish() if hanging else None
        return combine(live.target.name, workload, number, outcome, used[0], used[1], size, hung, foreign)

    def _hang_milliseconds(self) -> int:
        """The same for all targets, from what HTTP with keep-alive (or whoever was first) reached."""
        rates: dict[str, list[float]] = {}
        for sample in self._results.samples:
            if sample.workload == "hello-c32":
                rates.setdefault(sample.target, []).append(sample.rps)
        values = rates.get("http-ka") or next(iter(rates.values()), [20000.0])
        return hang_milliseconds(statistics.median(values))


def warm_up_seconds(pace: Pace, workload: Workload, server: Server, warm: set[str]) -> int:
    """Length of a warm-up; remembers what the server has answered."""
    if server.kind in ("c-floor", "uwsgi-python"):
        return 1
    path = f"{server.name} {workload.path} {workload.mode[0]}"
    seconds = (pace.warm_up if path in warm
               else pace.first_warm_up // 2 if server.name in warm
               else pace.first_warm_up)
    warm.update((server.name, path))
    return seconds


def turn_seconds(pace: Pace, workload: Workload) -> float:
    """Planned length of one measurement."""
    return pace.length(workload) + OVERHEAD_SECONDS + (2 * load.Hanging.LEAD_SECONDS if workload.hung else 0)


def planned_workload(pace: Pace, workload: Workload, servers: list[Server], warm: set[str]) -> float:
    """Planned length of all rounds of a workload; servers: that of each target."""
    warming = sum(warm_up_seconds(pace, workload, server, warm) + OVERHEAD_SECONDS for server in servers)
    return warming + pace.rounds * len(servers) * turn_seconds(pace, workload)


def planned_syscalls(targets: int) -> float:
    """Planned length of counting system calls."""
    return targets * (SYSCALL_SECONDS + 1.5)


def counted(lives: list[Live], quick: bool) -> list[Live]:
    """The targets whose system calls are counted; no bar is about them, so in a quick run only some."""
    return [live for live in lives if not quick or live.target.like in QUICK_SYSCALLS]


def participants(workload: Workload, lives: list[Live], quick: bool) -> list[Live]:
    """The targets that take part in a workload."""
    return [live for live in lives if is_wanted(workload, live.target.like, quick)]
