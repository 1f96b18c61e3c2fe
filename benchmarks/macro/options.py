"""The options of bin/bench."""

from __future__ import annotations

import argparse
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from .facts import ROOT
from .rounds import Pace
from .servers import Setup

_JARS = ROOT / "benchmarks" / "application" / "target"
_DESCRIPTION = """Measures one Spring Boot application over uwsgi and its rivals, behind nginx and Apache httpd.
The tables are printed; the report, the figures and the drawings go to a directory."""
_EPILOG = """A name of a workload may be that of a group, for example "hello".
Ends with 0 if everything was measured without an error, and with 1 if not; a bar that was missed is only
reported. Nothing is left behind but the directory of the results."""


@dataclass(frozen=True)
class Options:
    """What to do; starts is how often each variant is started."""

    pace: Pace
    setup: Setup
    targets: list[str]
    workloads: list[str]
    other_jars: list[Path]
    java25: Path | None
    out: Path
    starts: int
    list_only: bool


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("bin/bench", description=_DESCRIPTION, epilog=_EPILOG)
    parser.add_argument("--quick", action="store_true", help="only what a bar needs, in less than 9 minutes")
    parser.add_argument("--targets", default="", metavar="A,B", help="only these")
    parser.add_argument("--workloads", default="", metavar="X,Y", help="only these, or parts of the run")
    parser.add_argument("--rounds", type=int, metavar="N", help="rounds of each workload (5; quick 3)")
    parser.add_argument("--seconds", type=int, metavar="S", help="length of one measurement (4; quick 2)")
    parser.add_argument("--starts", type=int, metavar="N", help="starts of each variant (9; quick 5)")
    parser.add_argument("--java-home", type=Path, metavar="DIR", help="the JDK of all JVMs (JAVA_HOME, or the path)")
    parser.add_argument("--java-options", default="-XX:+UseSerialGC -Xmx512m", metavar="OPTIONS",
                        help="their options (%(default)s)")
    parser.add_argument("--java25-home", type=Path, metavar="DIR", help="a JDK 25 for the starts with an AOT cache")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where the results go (benchmarks/results/...)")
    parser.add_argument("--jar", type=Path, action="append", default=[], metavar="FILE",
                        help="another build of benchmark-application.jar, as a target of its own; may be repeated")
    parser.add_argument("--list", action="store_true", help="print targets and workloads, and end")
    return parser


def parse(arguments: list[str]) -> Options:
    """Read the command line, or end with a message."""
    parser = _parser()
    given = parser.parse_args(arguments)
    for name in ("rounds", "seconds", "starts"):
        if getattr(given, name) is not None and getattr(given, name) < 1:
            parser.error(f"--{name} must be at least 1")
    for jar in given.jar:
        if not jar.is_file():
            parser.error(f"--jar: there is no {jar}")
    try:
        java = find_java(given.java_home)
    except FileNotFoundError as error:
        parser.error(str(error))
    setup = Setup(java, tuple(given.java_options.split()), _JARS / "benchmark-application.jar",
                  _JARS / "benchmark-application-plain.jar")
    name = time.strftime("%Y%m%d-%H%M%S") + ("-quick" if given.quick else "")
    return Options(_pace(given), setup, _words(given.targets), _words(given.workloads),
                   [jar.resolve() for jar in given.jar], _find_java25(given.java25_home),
                   (given.out or ROOT / "benchmarks" / "results" / name).resolve(),
                   given.starts or (5 if given.quick else 9), given.list)


def _pace(given: argparse.Namespace) -> Pace:
    rounds, seconds, first, later = (3, 2, 8, 1) if given.quick else (5, 4, 12, 2)
    return Pace(given.quick, given.rounds or rounds, given.seconds or seconds, first, later)


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def find_java(home: Path | None) -> Path:
    """The java of a JDK: that of the directory, of JAVA_HOME, or on the path."""
    home = home or (Path(os.environ["JAVA_HOME"]) if os.environ.get("JAVA_HOME") else None)
    found = home / "bin" / "java" if home else Path(shutil.which("java") or "java").resolve()
    if not found.is_file() or not found.with_name("javac").is_file():
        raise FileNotFoundError(f"no JDK at {home or found} (--java-home)")
    return found


def _find_java25(home: Path | None) -> Path | None:
    homes = [home] if home else sorted(Path("/usr/lib/jvm").glob("*25*"))
    return next((one / "bin" / "java" for one in homes if (one / "bin" / "java").is_file()), None)
