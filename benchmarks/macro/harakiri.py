"""What requests that hang for ever cost the others, while harakiri gives them up."""

from __future__ import annotations

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from . import load, probes
from .lab import Lab, Live
from .processes import Workspace
from .progress import Progress
from .results import HarakiriRound, HarakiriRun, Results
from .servers import Server, Setup
from .targets import Target
from .wire import wait_for
from .workloads import Workload

CORES = 16
HUNG = 8
LIMIT_SECONDS = 2
ROUNDS = 50
QUICK_ROUNDS = 5
# Planned length of the start, and of one round, in seconds.
START_SECONDS = 25.0
ROUND_SECONDS = 6.0
_WARM_UP_SECONDS = 10
# How long the requests are that have to be served at the same time, in milliseconds.
_MEETING_MS = 500
_FOR_EVER = "/hang?ms=86400000"
_TARGET = Target("harakiri", f"{CORES} cores, uwsgi.harakiri={LIMIT_SECONDS}",
                 Server("harakiri", "starter", threads=CORES, arguments=(f"--uwsgi.harakiri={LIMIT_SECONDS}",)),
                 "nginx", "uwsgi", "unix", "#1f4e9c")
# As many clients as there are cores.
_LOAD = Workload("harakiri", "GET of 5 bytes", "/hello", CORES)


@dataclass(frozen=True)
class _Answer:
    status: int
    seconds: float


def planned_seconds(quick: bool) -> float:
    """How long the part takes."""
    return START_SECONDS + ROUND_SECONDS * _rounds(quick)


def measure(workspace: Workspace, setup: Setup, quick: bool, progress: Progress, results: Results) -> None:
    """Rounds of the load alone, the load with requests that hang, and a request for every core."""
    lab = Lab(workspace, setup, results.add_problem, "-harakiri")
    try:
        for live in lab.start([_TARGET]):
            results.harakiri = _measure(workspace, live, _rounds(quick), progress)
            _check(results.harakiri, results)
    finally:
        lab.stop()


def _rounds(quick: bool) -> int:
    return QUICK_ROUNDS if quick else ROUNDS


def _measure(workspace: Workspace, live: Live, rounds: int, progress: Progress) -> HarakiriRun:
    load.send(workspace, live, _LOAD, _WARM_UP_SECONDS)
    # Every core has been there once, and one set of them has been replaced.
    _round(workspace, live)
    progress.advance(START_SECONDS)
    threads, descriptors = _threads(live), _descriptors(live)
    done = []
    for number in range(1, rounds + 1):
        done.append(_round(workspace, live))
        progress.say(f"harakiri: round {number} of {rounds}, 503 after {max(done[-1].seconds, default=0):.2f} s")
        progress.advance(ROUND_SECONDS)
    # Threads of JIT compilers come and go.
    wait_for(lambda: _threads(live) <= threads and _descriptors(live) <= descriptors, live.server.is_running, 10.0)
    log = live.server.log.read_text(errors="replace")
    return HarakiriRun(done, (threads, _threads(live)), (descriptors, _descriptors(live)), log.count(" is damaged"))


def _round(workspace: Workspace, live: Live) -> HarakiriRound:
    alone = load.send(workspace, live, _LOAD, LIMIT_SECONDS)
    with ThreadPoolExecutor(HUNG) as clients:
        hung = [clients.submit(_get, live, _FOR_EVER) for _ in range(HUNG)]
        beside = load.send(workspace, live, _LOAD, LIMIT_SECONDS)
        answers = [one.result() for one in hung]
    return HarakiriRound(alone.rps, beside.rps, alone.p99_us, beside.p99_us,
                         sum(one.bad_statuses + one.socket_errors for one in (alone, beside)),
                         [one.seconds for one in answers if one.status == 503],
                         sum(one.status != 503 for one in answers), _serve_at_once(live))


def _serve_at_once(live: Live) -> int:
    """How many of as many requests as there are cores are served before any of them could be the second of a core."""
    with ThreadPoolExecutor(CORES) as clients:
        answers = list(clients.map(lambda _: _get(live, f"/sleep?ms={_MEETING_MS}"), range(CORES)))
    return sum(one.status == 200 and one.seconds < 2 * _MEETING_MS / 1000 for one in answers)


def _get(live: Live, path: str) -> _Answer:
    start = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return _Answer(answer.status, time.monotonic() - start)
    except OSError:
        return _Answer(0, time.monotonic() - start)
    finally:
        connection.close()


def _threads(live: Live) -> int:
    return probes.size([live.server.pid]).threads


def _descriptors(live: Live) -> int:
    return probes.descriptors(live.server.pid)


def _check(run: HarakiriRun, results: Results) -> None:
    complaints = {
        f"{run.missing} requests that hung were not answered with 503": run.missing > 0,
        f"{run.errors} of the other requests failed": run.errors > 0,
        f"only {run.least_at_once} cores served after a round": run.least_at_once < CORES,
        f"the worker was damaged {run.damages} times": run.damages > 0,
    }
    for text, holds in complaints.items():
        if holds:
            results.add_problem("harakiri", text)
