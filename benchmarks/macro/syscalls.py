"""System calls per request, counted with perf or, where that is not allowed, strace."""

from __future__ import annotations

import re
import shutil
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from . import load, probes
from .lab import Live
from .processes import Failed, Workspace, run
from .workloads import Workload

# What a server does for its requests; everything else is counted as "other".
NAMES = ("accept4", "accept", "recvfrom", "recvmsg", "read", "readv", "sendto", "sendmsg", "write", "writev",
         "shutdown", "close", "futex", "epoll_wait", "epoll_pwait", "epoll_ctl", "poll", "fcntl", "setsockopt",
         "getsockopt", "getsockname", "getpeername", "sched_yield")
_ALL = "raw_syscalls:sys_enter"
_EVENT = "syscalls:sys_enter_"
_TRACEPOINTS = (Path("/sys/kernel/tracing/events/syscalls"), Path("/sys/kernel/debug/tracing/events/syscalls"))
# Time that perf and strace get to attach to all threads, in seconds.
_ATTACH_SECONDS = 0.7
_STRACE_ROW = re.compile(r"^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+)\s+(?:\d+\s+)?(\w+)$", re.MULTILINE)


@dataclass(frozen=True)
class Syscalls:
    """System calls of a server per request, in all and by name; with the tool that counted."""

    target: str
    tool: str
    total: float
    by_name: dict[str, float]


def find_tool() -> str:
    """perf, if it may count; strace changes what it counts, as it is slow."""
    if shutil.which("perf"):
        try:
            if "raw_syscalls" in run(["perf", "stat", "-x,", "-e", _ALL, "true"]):
                return "perf"
        except Failed:
            pass
    if shutil.which("strace"):
        return "strace"
    raise Failed("neither perf nor strace can count system calls")


def count(workspace: Workspace, live: Live, workload: Workload, seconds: int, tool: str) -> Syscalls:
    """Count while a workload is sent for a time in seconds."""
    output = workspace.directory / "syscalls.txt"
    pids = [str(pid) for pid in probes.tree(live.server.pid)]
    counter = workspace.start(tool, _command(tool, pids, str(output)), signal.SIGINT)
    time.sleep(_ATTACH_SECONDS)
    outcome = load.send(workspace, live, workload, seconds)
    workspace.stop(counter)
    counts = (parse_perf if tool == "perf" else parse_strace)(output.read_text() if output.exists() else "")
    if not counts.get(_ALL):
        raise Failed(f"{tool} counted nothing: {counter.last_lines(2)}")
    return per_request(live.target.name, tool, counts, max(1, outcome.requests))


def _command(tool: str, pids: list[str], output: str) -> list[str]:
    if tool == "perf":
        events = ",".join([_ALL, *(_EVENT + name for name in NAMES if _is_known(name))])
        return ["perf", "stat", "-x,", "-o", output, "-e", events, "-p", ",".join(pids)]
    return ["strace", "-f", "-c", "-o", output, *(word for pid in pids for word in ("-p", pid))]


def _is_known(name: str) -> bool:
    """Whether the kernel has this system call, and lets us see it."""
    return any((path / f"sys_enter_{name}").is_dir() for path in _TRACEPOINTS)


def parse_perf(text: str) -> dict[str, int]:
    """Counts by name from "perf stat -x,"; the sum under the name of its event."""
    counts = {}
    for line in text.splitlines():
        columns = line.split(",")
        if len(columns) > 2 and columns[0].isdigit():
            counts[columns[2].removeprefix(_EVENT)] = int(columns[0])
    return counts


def parse_strace(text: str) -> dict[str, int]:
    """Counts by name from "strace -c"; the sum under the name of perf's event."""
    counts = {name: int(calls) for calls, name in _STRACE_ROW.findall(text) if name != "total"}
    return {_ALL: sum(counts.values()), **counts} if counts else {}


def per_request(target: str, tool: str, counts: dict[str, int], requests: int) -> Syscalls:
    """Counts divided by requests, the frequent ones first, the rest as "other"."""
    total = counts[_ALL]
    rates = {name: number / requests for name, number in counts.items() if name != _ALL}
    shown = {name: rate for name, rate in sorted(rates.items(), key=lambda item: -item[1]) if rate >= 0.005}
    other = total / requests - sum(shown.values())
    return Syscalls(target, tool, total / requests, {**shown, "other": max(0.0, other)})
