"""The options of bin/soak."""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

from macro.facts import ROOT
from macro.options import find_java
from macro.servers import Setup

_JARS = ROOT / "benchmarks" / "application" / "target"
_DESCRIPTION = """Sends good, slow and hostile requests to one application, all at the same time, and looks whether
heap, direct memory, file descriptors, threads or temporary files grow."""
_EPILOG = """Ends with 0 if everything was flat and every good request was answered, and with 1 if not."""


@dataclass(frozen=True)
class Options:
    """What to do."""

    minutes: float
    setup: Setup
    arguments: tuple[str, ...]
    seed: int
    out: Path


def parse(arguments: list[str]) -> Options:
    """Read the command line, or end with a message."""
    parser = argparse.ArgumentParser("bin/soak", description=_DESCRIPTION, epilog=_EPILOG)
    parser.add_argument("--minutes", type=float, default=60.0, metavar="N", help="length of the run (60)")
    parser.add_argument("--java-home", type=Path, metavar="DIR", help="the JDK (JAVA_HOME, or the path)")
    parser.add_argument("--java-options", default="-Xmx256m", metavar="OPTIONS", help="options of the JVM (%(default)s)")
    parser.add_argument("--arguments", default="", metavar="ARGUMENTS",
                        help="more arguments of the application, for example --arguments=--uwsgi.post-buffering=64KB")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where the results go (benchmarks/results/soak-...)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="what the random numbers begin with (1)")
    parser.add_argument("--jar", type=Path, default=_JARS / "benchmark-application.jar", metavar="FILE",
                        help="another build of benchmark-application.jar")
    given = parser.parse_args(arguments)
    if given.minutes < 1:
        parser.error("--minutes must be at least 1")
    if not given.jar.is_file():
        parser.error(f"--jar: there is no {given.jar}")
    try:
        java = find_java(given.java_home)
    except FileNotFoundError as error:
        parser.error(str(error))
    options = (*given.java_options.split(), "-XX:NativeMemoryTracking=summary")
    name = time.strftime("soak-%Y%m%d-%H%M%S")
    return Options(given.minutes, Setup(java, options, given.jar.resolve(), given.jar.resolve()),
                   tuple(given.arguments.split()), given.seed,
                   (given.out or ROOT / "benchmarks" / "results" / name).resolve())
