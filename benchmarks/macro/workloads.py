"""What is sent to the targets."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024
# Milliseconds that a request of the workload "sleep" takes.
SLEEP_MS = 50
# Connections of the workload "hung" whose requests hang, a third of the 200 threads.
HUNG_CONNECTIONS = 64
# Share of the requests of the workload "hung" that hang.
HUNG_SHARE = 0.01


@dataclass(frozen=True)
class Workload:
    """One table of the report.

    path: what is requested.
    connections: how many clients send, each its next request when it has its answer.
    mode: the argument of wrk.lua, "get" or "upload BYTES".
    body: length of the body in either direction in bytes, for MB/s; 0 if that says nothing.
    capacity: most requests per second that 200 threads can do, 0 if CPU is the limit.
    hung: whether requests that hang are sent by others at the same time.
    targets: those it is for; empty for all.
    bars: whether a bar needs it, so that --quick includes it.
    bar_targets: those that a bar needs; empty for all.
    """

    name: str
    title: str
    path: str
    connections: int
    mode: tuple[str, ...] = ("get",)
    body: int = 0
    capacity: float = 0.0
    hung: bool = False
    targets: tuple[str, ...] = ()
    bars: bool = False
    bar_targets: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The name without the number of connections."""
        return self.name.rpartition("-")[0]

    @property
    def threads(self) -> int:
        """Threads of wrk."""
        return 2 if self.connections >= 1024 else 1


_NGINX = ("ours-unix", "ours-tcp", "http-ka", "http-tuned", "http-close", "http-unix", "uwsgi-python", "uwsgi-jvm",
          "c-floor")
_APPLICATION = ("ours-unix", "ours-tcp", "http-ka", "http-close", "http-unix")
_RIVALS = ("ours-unix", "http-ka")
_JUDGED = ("ours-unix", "ours-tcp", "http-ka", "http-close", "apache-ajp-tcp", "apache-ajp-unix", "apache-ours-unix",
           "uwsgi-python", "uwsgi-jvm", "c-floor")

WORKLOADS: tuple[Workload, ...] = (
    Workload("hello-c32", "GET of 5 bytes, 32 connections", "/hello", 32, bars=True, bar_targets=_JUDGED),
    Workload("hello-c1", "GET of 5 bytes, 1 connection", "/hello", 1, bars=True, bar_targets=_RIVALS),
    Workload("hello-c8", "GET of 5 bytes, 8 connections", "/hello", 8, targets=_NGINX),
    Workload("hello-c256", "GET of 5 bytes, 256 connections", "/hello", 256, targets=_NGINX),
    Workload("hello-c2048", "GET of 5 bytes, 2048 connections", "/hello", 2048, targets=_NGINX),
    Workload("json-c32", "GET of 10 KB of JSON, 32 connections", "/json", 32, targets=_APPLICATION),
    Workload("download-c8", "GET of 1 MiB, 8 connections", "/blob", 8, body=MIB, targets=_APPLICATION, bars=True,
             bar_targets=_RIVALS),
    Workload("upload-c8", "POST of 1 MiB, 8 connections", "/blob", 8, mode=("upload", str(MIB)), body=MIB,
             targets=_APPLICATION, bars=True, bar_targets=_RIVALS),
    Workload("sleep-c256", "handlers that sleep 50 ms, 200 threads, 256 connections", f"/sleep?ms={SLEEP_MS}", 256,
             capacity=200 / SLEEP_MS * 1000, targets=_APPLICATION, bars=True, bar_targets=_RIVALS),
    Workload("hung-c32", "GET of 5 bytes, 32 connections, while 1 % of all requests hang", "/hello", 32, hung=True,
             targets=_APPLICATION, bars=True, bar_targets=_RIVALS),
)

# What is not a table of requests.
PARTS = ("syscalls", "startup", "scaling", "idle")
BAR_PARTS = ("syscalls", "startup")
# Only if it is named.
EXTRA_PARTS = ("harakiri",)


def choose(names: list[str], quick: bool) -> tuple[list[Workload], list[str]]:
    """The workloads and other parts of a run; a name may be that of a group, such as "hello"."""
    known = {name for workload in WORKLOADS for name in (workload.name, workload.group)} | {*PARTS, *EXTRA_PARTS}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ValueError(f"no such workload: {', '.join(unknown)} (there are: {', '.join(sorted(known))})")
    if not names:
        workloads = [workload for workload in WORKLOADS if workload.bars or not quick]
        return workloads, list(BAR_PARTS if quick else PARTS)
    workloads = [workload for workload in WORKLOADS if workload.name in names or workload.group in names]
    return workloads, [part for part in (*PARTS, *EXTRA_PARTS) if part in names]


def is_wanted(workload: Workload, target: str, quick: bool) -> bool:
    """Whether a target takes part in a workload; a quick run leaves out those that no bar needs."""
    if quick and workload.bar_targets:
        return target in workload.bar_targets
    return not workload.targets or target in workload.targets


def hang_milliseconds(requests_per_second: float) -> int:
    """How long requests hang so that they are 1 % of all, with 64 of them at any time.

    64 connections that wait d milliseconds send 64000/d requests per second. At 25000
    requests per second 1 % are 250, so they hang 256 ms. Shorter and fewer would not be
    noticed; more at a time would leave too few of the 200 threads.
    """
    rate = max(1.0, requests_per_second * HUNG_SHARE)
    return max(10, round(HUNG_CONNECTIONS * 1000 / rate))
