"""What the application holds at one moment, from the kernel, from jcmd and from its own meters."""

from __future__ import annotations

import http.client
import json
import re
import time
from dataclasses import dataclass
from pathlib import Path

from macro import probes, wire
from macro.processes import Failed, run
from macro.probes import Snapshot
from macro.scaling import parse_heap

from .good import fetch
from .stage import Stage
from .traffic import GOOD, HOSTILE, SLOW, Counts

NAN = float("nan")


@dataclass(frozen=True)
class Sample:
    """Sizes in MB (10^6 bytes); counters since the start.

    quiet: whether it was taken while nobody sent, after a full collection.
    heap_mb: used heap, live_mb: the same after a full collection.
    direct_mb: the JDK's direct buffers, native_mb: those and all else that was allocated outside of the heap by
    Java code (category "Other" of native memory tracking, where Netty's memory is whichever way it gets it).
    jvm_mb: all that native memory tracking knows of, without the heap.
    files: temporary files.  cpu: processors used since the sample before.
    """

    seconds: float
    quiet: bool
    heap_mb: float
    live_mb: float
    direct_mb: float
    native_mb: float
    jvm_mb: float
    nonheap_mb: float
    rss_mb: float
    descriptors: int
    threads: int
    files: int
    connections: float
    busy_cores: float
    cpu: float
    requests: float
    rejected: float
    aborts: float
    harakiri: float
    good: int
    slow: int
    hostile: int
    failed: int


def parse_meters(text: str) -> dict[str, list[tuple[str, float]]]:
    """Labels and values by name, from what Prometheus reads."""
    found: dict[str, list[tuple[str, float]]] = {}
    for name, labels, value in re.findall(r"^(\w+)(\{.*\})? (\S+)$", text, re.MULTILINE):
        found.setdefault(name, []).append((labels, float(value)))
    return found


def total(meters: dict[str, list[tuple[str, float]]], name: str, label: str = "") -> float:
    """The sum of the series with a label."""
    return sum(value for labels, value in meters.get(name, []) if label in labels)


def parse_native(text: str) -> tuple[float, float]:
    """MB of the category "Other", and of all but the heap, from "jcmd VM.native_memory"."""
    everything = re.search(r"^Total: .*committed=(\d+)KB", text, re.MULTILINE)
    heap = re.search(r"Java Heap \(reserved=\d+KB, committed=(\d+)KB", text)
    other = re.search(r" Other \(reserved=\d+KB, committed=(\d+)KB", text)
    if not everything or not heap:
        raise Failed(f"cannot read native memory: {text[:200]}")
    return (int(other.group(1)) if other else 0) * 1024 / 1e6, (int(everything.group(1)) - int(heap.group(1))) * 1024 / 1e6


class Sampler:
    """Takes samples of one application."""

    def __init__(self, stage: Stage, java: Path, counts: Counts) -> None:
        self._stage, self._counts = stage, counts
        self._jcmd = str(java.with_name("jcmd"))
        self._begin = time.monotonic()
        self._before: tuple[float, Snapshot] = (self._begin, probes.snapshot([stage.server.pid]))

    def collector(self) -> str:
        """Which garbage collector the JVM has chosen."""
        found = re.search(r"-XX:\+Use(\w+GC)\b", self._ask("VM.flags"))
        return found.group(1) if found else "unknown"

    def take(self, quiet: bool) -> Sample:
        """A sample; a quiet one begins with full collections."""
        live = native = jvm = NAN
        if quiet:
            for _ in range(2):
                self._ask("GC.run")
            live = parse_heap(self._ask("GC.heap_info"))
            native, jvm = parse_native(self._ask("VM.native_memory", "summary"))
        meters = self._meters()
        if quiet:
            self.await_rest(5.0)
        pid = self._stage.server.pid
        size = probes.size([pid])
        return Sample(
            time.monotonic() - self._begin, quiet, _mb(meters, "jvm_memory_used_bytes", 'area="heap"'), live,
            _mb(meters, "jvm_buffer_memory_used_bytes", 'id="direct"'), native, jvm,
            _mb(meters, "jvm_memory_used_bytes", 'area="nonheap"'), size.rss_mb, probes.descriptors(pid), size.threads,
            count_files(self._stage.files), total(meters, "uwsgi_connections"),
            total(meters, "uwsgi_worker_busy_cores"), self._cpu(), total(meters, "uwsgi_worker_requests_total"),
            total(meters, "uwsgi_requests_rejected_total"), total(meters, "uwsgi_client_aborts_total"),
            total(meters, "uwsgi_worker_harakiri_count_total"), self._counts.total(GOOD), self._counts.total(SLOW),
            self._counts.total(HOSTILE), self._counts.failed)

    def await_rest(self, seconds: float) -> bool:
        """Wait until no core is busy and no connection open, but for those of the question itself."""
        return wire.wait_for(self._rests, self._stage.is_running, seconds)

    def _rests(self) -> bool:
        try:
            cores = json.loads(wire.exchange(self._stage.stats, b""))["workers"][0]["cores"]
            if any(core["in_request"] for core in cores):
                return False
            # That of the scrape.
            return total(self._meters(), "uwsgi_connections") <= 1
        except (OSError, ValueError):
            return False

    def _meters(self) -> dict[str, list[tuple[str, float]]]:
        try:
            return parse_meters(fetch(self._stage.ports[0], "GET", "/actuator/prometheus").body.decode())
        except (OSError, http.client.HTTPException) as error:
            self._counts.fail("sample", repr(error))
            return {}

    def _cpu(self) -> float:
        now = (time.monotonic(), probes.snapshot([self._stage.server.pid]))
        used = probes.difference(self._before[1], now[1]).cpu_us / 1e6
        elapsed = now[0] - self._before[0]
        self._before = now
        return used / elapsed if elapsed > 0 else 0.0

    def _ask(self, *command: str) -> str:
        return run([self._jcmd, str(self._stage.server.pid), *command])


def count_files(directory: Path) -> int:
    """Files below a directory, some of which may be gone before they are counted."""
    return sum(1 for path in directory.rglob("*") if path.is_file())


def _mb(meters: dict[str, list[tuple[str, float]]], name: str, label: str) -> float:
    return total(meters, name, label) / 1e6 if name in meters else NAN
