"""What the kernel counts for a process and its children, from /proc."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
_TICK_US = 1e6 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Snapshot:
    """Counters of a process tree at one moment.

    user_us, system_us: CPU time in microseconds, of all threads, also of those that ended.
    switches: context switches by thread, voluntary and involuntary.
    """

    user_us: float
    system_us: float
    switches: dict[int, int]


@dataclass(frozen=True)
class Difference:
    """What was used between two snapshots; context switches of threads that ended are not in it."""

    user_us: float
    system_us: float
    switches: int

    @property
    def cpu_us(self) -> float:
        """CPU time in microseconds."""
        return self.user_us + self.system_us


@dataclass(frozen=True)
class Size:
    """How large a process tree is."""

    rss_mb: float
    threads: int


@dataclass(frozen=True)
class Machine:
    """CPU time of the whole machine, and that of this program and what it waited for, in microseconds."""

    busy_us: float
    own_us: float
    seconds: float


def machine() -> Machine:
    """The machine's counters, now."""
    times = os.times()
    own = times.user + times.system + times.children_user + times.children_system
    return Machine(parse_busy(_read(PROC / "stat")), own * 1e6, times.elapsed)


def parse_busy(text: str) -> float:
    """Microseconds that the processors were busy, from /proc/stat; time taken by other guests counts."""
    user, nice, system, _idle, _iowait, irq, softirq, steal = map(int, text.split("\n", 1)[0].split()[1:9])
    return (user + nice + system + irq + softirq + steal) * _TICK_US


def foreign_share(before: Machine, after: Machine, known_us: float) -> float:
    """Share of all processors that was used by none of ours; known_us: what is not in own_us."""
    available = (after.seconds - before.seconds) * 1e6 * (os.cpu_count() or 1)
    used = after.busy_us - before.busy_us - (after.own_us - before.own_us) - known_us
    return max(0.0, used / available) if available > 0 else 0.0


def parse_stat(line: str) -> tuple[int, float, float]:
    """Parent, user and system time in microseconds from /proc/PID/stat."""
    # The name in brackets may contain anything.
    fields = line.rpartition(")")[2].split()
    return int(fields[1]), int(fields[11]) * _TICK_US, int(fields[12]) * _TICK_US


def parse_status(text: str) -> dict[str, int]:
    """The numbers of /proc/PID/status, sizes in kB."""
    found = {}
    for line in text.splitlines():
        name, _, value = line.partition(":")
        words = value.split()
        if words and words[0].isdigit():
            found[name] = int(words[0])
    return found


def tree(pid: int) -> list[int]:
    """A process and its children."""
    children: dict[int, list[int]] = {}
    for entry in os.listdir(PROC):
        if entry.isdigit() and (line := _read(PROC / entry / "stat")):
            children.setdefault(parse_stat(line)[0], []).append(int(entry))
    found, open_ends = [], [pid]
    while open_ends:
        found.append(open_ends.pop())
        open_ends += children.get(found[-1], [])
    return found


def snapshot(pids: list[int]) -> Snapshot:
    """The counters of some processes, now."""
    user = system = 0.0
    switches: dict[int, int] = {}
    for pid in pids:
        if line := _read(PROC / str(pid) / "stat"):
            _, its_user, its_system = parse_stat(line)
            user, system = user + its_user, system + its_system
        switches.update(_switches(pid))
    return Snapshot(user, system, switches)


def difference(before: Snapshot, after: Snapshot) -> Difference:
    """What was used in between."""
    switches = sum(count - before.switches.get(thread, 0) for thread, count in after.switches.items())
    return Difference(after.user_us - before.user_us, after.system_us - before.system_us, switches)


def compilers_us(pid: int) -> float:
    """CPU time that the compiler threads of a JVM have used so far, in microseconds."""
    return sum(compiler_us(_read(task / "stat")) for task in (PROC / str(pid) / "task").glob("*"))


def compiler_us(line: str) -> float:
    """CPU time from /proc/PID/task/TID/stat if the thread is a compiler of HotSpot, else 0."""
    if not re.search(r"\(C[12] Compiler", line):
        return 0.0
    _, user, system = parse_stat(line)
    return user + system


def size(pids: list[int]) -> Size:
    """Resident memory in MB (10^6 bytes) and threads of some processes."""
    statuses = [parse_status(_read(PROC / str(pid) / "status")) for pid in pids]
    return Size(sum(status.get("VmRSS", 0) for status in statuses) * 1024 / 1e6,
                sum(status.get("Threads", 0) for status in statuses))


def descriptors(pid: int) -> int:
    """How many files, sockets and the like a process has open."""
    return len(os.listdir(PROC / str(pid) / "fd"))


def _switches(pid: int) -> dict[int, int]:
    found = {}
    try:
        threads = os.listdir(PROC / str(pid) / "task")
    except OSError:
        return found
    for thread in threads:
        status = parse_status(_read(PROC / str(pid) / "task" / thread / "status"))
        found[int(thread)] = status.get("voluntary_ctxt_switches", 0) + status.get("nonvoluntary_ctxt_switches", 0)
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
