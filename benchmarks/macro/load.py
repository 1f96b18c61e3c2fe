"""wrk: sends the load and tells what came back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .lab import Live
from .processes import Child, Failed, Workspace
from .servers import HERE
from .workloads import HUNG_CONNECTIONS, Workload

_RESULT = re.compile(r"^RESULT (.*)$", re.MULTILINE)
# Seconds after which wrk counts a request as timed out.
TIMEOUT_SECONDS = 10


@dataclass(frozen=True)
class Outcome:
    """What wrk measured; times in microseconds."""

    requests: int
    duration_us: float
    bytes: int
    p50_us: float
    p90_us: float
    p99_us: float
    p999_us: float
    max_us: float
    connect_errors: int
    read_errors: int
    write_errors: int
    timeouts: int
    bad_statuses: int

    @property
    def seconds(self) -> float:
        """How long the load lasted."""
        return self.duration_us / 1e6

    @property
    def rps(self) -> float:
        """Answers per second."""
        return self.requests / self.seconds if self.duration_us > 0 else 0.0

    @property
    def socket_errors(self) -> int:
        """Connections that failed, and requests without an answer in time."""
        return self.connect_errors + self.read_errors + self.write_errors + self.timeouts


def parse(output: str) -> Outcome:
    """The outcome from the line that wrk.lua prints."""
    match = _RESULT.search(output)
    if match is None:
        raise Failed(f"wrk printed no result: {output.strip()[-300:]}")
    values = dict(word.split("=", 1) for word in match.group(1).split())
    try:
        return Outcome(**{name: int(value) for name, value in values.items()})
    except (TypeError, ValueError) as error:
        raise Failed(f"wrk printed a result that cannot be read: {match.group(1)}") from error


def command(url: str, connections: int, threads: int, seconds: int, *mode: str) -> list[str]:
    """The command line of wrk."""
    return ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", f"--timeout={TIMEOUT_SECONDS}s",
            "-s", str(HERE / "wrk.lua"), url, "--", *mode]


def _finish(workspace: Workspace, child: Child, seconds: float) -> Outcome:
    child.await_end(seconds + TIMEOUT_SECONDS + 5)
    workspace.stop(child)
    if child.process.returncode != 0:
        raise Failed(f"wrk ended with {child.process.returncode}: {child.last_lines(2)}")
    outcome = parse(child.log.read_text(errors="replace"))
    if outcome.requests == 0:
        raise Failed(f"no answer within {seconds:.0f} s ({outcome.socket_errors} errors)")
    return outcome


def send(workspace: Workspace, live: Live, workload: Workload, seconds: int) -> Outcome:
    """Send one workload for a time in seconds."""
    child = workspace.start("wrk", command(live.url(workload.path), workload.connections, workload.threads, seconds,
                                           *workload.mode))
    return _finish(workspace, child, seconds)


class Hanging:
    """Requests that hang, sent next to a workload for as long as it takes."""

    LEAD_SECONDS = 1

    def __init__(self, workspace: Workspace, live: Live, seconds: int, milliseconds: int) -> None:
        self._workspace = workspace
        self._seconds = seconds + 2 * self.LEAD_SECONDS
        self._child = workspace.start("wrk-hang", command(live.url("/hang"), HUNG_CONNECTIONS, 1, self._seconds,
                                                          "hang", str(milliseconds)))

    @property
    def pid(self) -> int:
        """The process that sends them."""
        return self._child.pid

    def finish(self) -> Outcome:
        """What became of them."""
        return _finish(self._workspace, self._child, self._seconds)
