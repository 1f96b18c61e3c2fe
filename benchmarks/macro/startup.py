"""How long the application takes to start, and how large it is then."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from . import probes, processes, servers, wire
from .processes import Child, Failed, Workspace
from .progress import Progress
from .results import Results, Start
from .servers import Setup
from .wire import Address

STARTED = b"Started BenchmarkApplication in "
TIMEOUT_SECONDS = 60.0
# When the memory is read, in seconds after the first answer.
SETTLE_SECONDS = 3.0
# Planned length of one start, in seconds.
START_SECONDS = 4.0 + SETTLE_SECONDS
TRAINING_SECONDS = 15.0


@dataclass(frozen=True)
class Variant:
    """One way to start the application; kind is "starter" or "plain"."""

    name: str
    kind: str
    java: Path
    options: tuple[str, ...]
    jar: Path


def basic_variants(setup: Setup) -> list[Variant]:
    """With the starter on a unix socket only, against plain HTTP on TCP."""
    return [Variant("plain", "plain", setup.java, setup.java_options, setup.plain_jar),
            Variant("starter", "starter", setup.java, setup.java_options, setup.starter_jar)]


def measure(workspace: Workspace, variants: list[Variant], starts: int, progress: Progress, results: Results) -> None:
    """Start each variant so many times, in turns."""
    for number in range(1, starts + 1):
        for variant in variants:
            try:
                start = _start_once(workspace, variant)
                results.starts.append(start)
                progress.say(f"start {number} of {starts}: {variant.name:28s}{start.started_ms:6.0f} ms, first answer "
                             f"{start.answered_ms:6.0f} ms, RSS {start.rss_mb:4.0f} MB")
            except (Failed, OSError) as error:
                results.add_problem(f"start of {variant.name}", str(error))
            progress.advance(START_SECONDS)


def _launch(workspace: Workspace, variant: Variant) -> tuple[Child, Address, bytes]:
    if variant.kind == "starter":
        address: Address = workspace.make_directory("run") / "start.sock"
        arguments, request = servers.starter_arguments({"unix": address}), wire.uwsgi_packet("/hello")
    else:
        address = ("127.0.0.1", workspace.free_port())
        arguments, request = servers.plain_arguments({"tcp": address}), wire.http_request("/hello")
    command = [str(variant.java), *variant.options, "-jar", str(variant.jar), "--server.shutdown=immediate",
               *arguments]
    return workspace.start("start", command, pipe=True), address, request


def _start_once(workspace: Workspace, variant: Variant) -> Start:
    begin = time.monotonic()
    child, address, request = _launch(workspace, variant)
    try:
        _await_line(child, STARTED, begin + TIMEOUT_SECONDS)
        started = time.monotonic()
        if not wire.answers(address, request):
            raise Failed("the first request got no good answer")
        answered = time.monotonic()
        time.sleep(SETTLE_SECONDS)
        size = probes.size([child.pid])
    finally:
        workspace.stop(child)
    return Start(variant.name, (started - begin) * 1000, (answered - begin) * 1000, size.rss_mb)


def _await_line(child: Child, text: bytes, deadline: float) -> None:
    """Wait until the process has printed a text."""
    assert child.process.stdout is not None
    output, seen = child.process.stdout.fileno(), b""
    while text not in seen:
        ready, _, _ = select.select([output], [], [], max(0.0, deadline - time.monotonic()))
        part = os.read(output, 65536) if ready else b""
        if not part:
            raise Failed(f"it did not start: {seen[-300:].decode(errors='replace')}")
        seen += part


def cached_variants(workspace: Workspace, setup: Setup, java25: Path | None, progress: Progress,
                    results: Results) -> list[Variant]:
    """The recipes that make a start faster: AppCDS, and on JDK 25 the AOT cache."""
    found: list[Variant] = []
    for basic in basic_variants(setup):
        found += _try(lambda: _trained(workspace, basic, "AppCDS", "ArchiveClassesAtExit", "SharedArchiveFile",
                                       results), f"{basic.name}, AppCDS", progress, results)
    for basic in basic_variants(setup) if java25 else []:
        later = replace(basic, name=f"{basic.name}, JDK 25", java=java25)
        found.append(later)
        found += _try(lambda: _trained(workspace, later, "AOT cache", "AOTCacheOutput", "AOTCache", results),
                      f"{later.name}, AOT cache", progress, results)
    return found


def _try(make: Callable[[], Variant], name: str, progress: Progress, results: Results) -> list[Variant]:
    progress.say(f"preparing {name}")
    try:
        return [make()]
    except Failed as error:
        results.add_problem(name, str(error))
        return []
    finally:
        progress.advance(TRAINING_SECONDS)


def _trained(workspace: Workspace, basic: Variant, name: str, write: str, use: str, results: Results) -> Variant:
    """Extract the jar, run it once to fill the cache, and start with the cache from then on."""
    directory = workspace.directory / f"{basic.kind}-{write}"
    extract = [str(basic.java), "-Djarmode=tools", "-jar", str(basic.jar), "extract", "--destination", str(directory),
               "--application-filename", "app.jar"]
    processes.run(extract)
    cache = directory / "app.cache"
    training = replace(basic, jar=directory / "app.jar", options=(*basic.options, f"-XX:{write}={cache}"))
    child, address, request = _launch(workspace, training)
    try:
        _await_line(child, STARTED, time.monotonic() + TIMEOUT_SECONDS)
        for _ in range(20):
            wire.answers(address, request)
        child.ask_to_stop()
        _drain(child)
    finally:
        workspace.stop(child)
    if not cache.exists():
        raise Failed(f"the training run wrote no {cache.name}")
    results.recipes[f"{basic.name}, {name}"] = _recipe(basic, write, use)
    return replace(training, name=f"{basic.name}, {name}", options=(*basic.options, f"-XX:{use}={cache}"))


def _drain(child: Child) -> None:
    """Read what the process prints until it ends: writing a cache takes some seconds."""
    assert child.process.stdout is not None
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        ready, _, _ = select.select([child.process.stdout], [], [], 1.0)
        if ready and not os.read(child.process.stdout.fileno(), 65536):
            return


def _recipe(variant: Variant, write: str, use: str) -> list[str]:
    options = " ".join(variant.options)
    return ["java -Djarmode=tools -jar app.jar extract --destination extracted",
            f"java {options} -XX:{write}=app.cache -jar extracted/app.jar    # a few requests, then stop it",
            f"java {options} -XX:{use}=app.cache -jar extracted/app.jar"]
