"""How the connector behaves with more threads, and with many idle connections."""

from __future__ import annotations

import re
import resource
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from . import probes, processes, servers, wire
from .lab import START_SECONDS, Lab
from .processes import Failed, Workspace
from .progress import Progress
from .results import IdlePoint, Results
from .rounds import Rounds
from .servers import RunningServer, Server, Setup
from .targets import Target
from .wire import Address
from .workloads import Workload

THREADS = (1, 2, 4, 8, 32, 200)
IDLE = (0, 2000, 5000, 10000)
# Planned length of one point, in seconds.
IDLE_POINT_SECONDS = 8.0
_SETTLE_SECONDS = 2.0


def thread_targets() -> list[Target]:
    """ours-unix with different numbers of threads."""
    return [Target(f"threads-{count}", f"uwsgi.threads={count}", Server(f"threads-{count}", "starter", threads=count),
                   "nginx", "uwsgi", "unix", "#1f4e9c") for count in THREADS]


def measure_threads(workspace: Workspace, setup: Setup, rounds: Rounds, workload: Workload, results: Results) -> None:
    """Throughput and CPU time against uwsgi.threads."""
    lab = Lab(workspace, setup, results.add_problem, "-threads")
    try:
        results.threads_scaling += rounds.run(workload, lab.start(thread_targets()))
    finally:
        lab.stop()


def measure_idle(workspace: Workspace, setup: Setup, progress: Progress, results: Results) -> None:
    """Memory against connections that sent four bytes and then nothing."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 500
    server = Server("idle", "starter", arguments=("--uwsgi.socket-timeout=600s",
                                                  f"--server.tomcat.max-connections={2 * IDLE[-1]}"))
    running = servers.start(server, setup, workspace)
    address = running.addresses["unix"]
    try:
        if not wire.wait_for(lambda: wire.answers(address, wire.uwsgi_packet("/hello")), running.child.is_running,
                             START_SECONDS):
            raise Failed(f"the server did not start: {running.child.last_lines()}")
        # The threads that a burst of connections brings are not the price of a connection.
        with idle_connections(address, IDLE[1]):
            time.sleep(_SETTLE_SECONDS)
        with ExitStack() as stack:
            for count in IDLE:
                if count > limit:
                    results.add_problem(f"{count} idle connections", f"only {limit} files may be open")
                    break
                _measure_point(stack, address, count, running, setup, progress, results)
    finally:
        workspace.stop(running.child)


def _measure_point(stack: ExitStack, address: Address, count: int, running: RunningServer, setup: Setup,
                   progress: Progress, results: Results) -> None:
    have = results.idle[-1].connections if results.idle else 0
    stack.enter_context(idle_connections(address, count - have))
    time.sleep(_SETTLE_SECONDS)
    if not wire.answers(address, wire.uwsgi_packet("/hello")):
        raise Failed(f"no answer with {count} idle connections")
    point = _read_sizes(running.child.pid, count, setup)
    results.idle.append(point)
    progress.say(f"{count} idle connections: RSS {point.rss_mb:.1f} MB, heap {point.heap_mb:.1f} MB")
    progress.advance(IDLE_POINT_SECONDS)


@contextmanager
def idle_connections(address: Address, count: int) -> Iterator[None]:
    """Connections that send the first four bytes of a packet and no more."""
    with ExitStack() as stack:
        for _ in range(count):
            connection = stack.enter_context(wire.connect(address, 10.0))
            connection.sendall(wire.uwsgi_packet("/hello")[:4])
        yield


def _read_sizes(pid: int, count: int, setup: Setup) -> IdlePoint:
    """RSS and used heap after two full collections."""
    jcmd = str(setup.java.with_name("jcmd"))
    for _ in range(2):
        processes.run([jcmd, str(pid), "GC.run"])
    time.sleep(1.0)
    heap = parse_heap(processes.run([jcmd, str(pid), "GC.heap_info"]))
    size = probes.size([pid])
    return IdlePoint(count, size.rss_mb, heap, size.threads)


def parse_heap(text: str) -> float:
    """Used heap in MB (10^6 bytes) from "jcmd GC.heap_info" of the serial, parallel or G1 collector."""
    sizes = re.findall(r"(?:new generation|tenured generation|PSYoungGen|ParOldGen|garbage-first heap)"
                       r"\s+total \d+K, used (\d+)K", text)
    if not sizes:
        raise Failed(f"cannot read the heap's size: {text[:200]}")
    return sum(int(size) for size in sizes) * 1024 / 1e6


def bytes_per_connection(points: list[IdlePoint]) -> tuple[float, float]:
    """Bytes of RSS and of heap per idle connection, between no connection and the most."""
    first, last = points[0], points[-1]
    more = max(1, last.connections - first.connections)
    return (last.rss_mb - first.rss_mb) * 1e6 / more, (last.heap_mb - first.heap_mb) * 1e6 / more
