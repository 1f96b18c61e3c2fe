"""What was measured on: hardware and versions, no names of machines."""

from __future__ import annotations

import os
import platform
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from .processes import Failed, run

ROOT = Path(__file__).resolve().parents[2]


def collect(java: Path, java_options: tuple[str, ...], java25: Path | None) -> dict[str, str]:
    """Facts by name, in the order in which they are printed."""
    makers: dict[str, Callable[[], str]] = {
        "processor": _processor,
        "cores": lambda: str(len(os.sched_getaffinity(0))),
        "memory": _memory,
        "kernel": lambda: f"{platform.system()} {platform.release()}",
        "system": lambda: platform.freedesktop_os_release().get("PRETTY_NAME", "unknown"),
        "JDK": lambda: _version([str(java), "-version"], r'version "([^"]+)"'),
        "JVM options": lambda: " ".join(java_options) or "none",
        "second JDK": lambda: _version([str(java25), "-version"], r'version "([^"]+)"') if java25 else "none",
        "nginx": lambda: _version(["nginx", "-v"], r"nginx/(\S+)"),
        "Apache httpd": lambda: _version([shutil.which("apache2") or "httpd", "-v"], r"Apache/(\S+)"),
        "uWSGI": lambda: _version(["uwsgi-core", "--version"], r"([\d.]\S*)"),
        "wrk": lambda: _version(["wrk", "-v"], r"wrk (\S+)", allow_failure=True),
        "commit": _commit,
    }
    return {name: _or_unknown(make) for name, make in makers.items()}


def _or_unknown(make: Callable[[], str]) -> str:
    try:
        return make()
    except (Failed, OSError):
        return "unknown"


def _processor() -> str:
    found = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return found.group(1) if found else platform.machine()


def _memory() -> str:
    found = re.search(r"^MemTotal:\s+(\d+) kB", Path("/proc/meminfo").read_text(), re.MULTILINE)
    return f"{int(found.group(1)) * 1024 / 1e9:.0f} GB" if found else "unknown"


def _version(command: list[str], pattern: str, allow_failure: bool = False) -> str:
    # Some programs end with an error after they have told their version.
    output = run(["sh", "-c", '"$@" 2>&1 || true', "sh", *command] if allow_failure else command)
    found = re.search(pattern, output)
    return found.group(1) if found else "unknown"


def _commit() -> str:
    commit = run(["git", "-C", str(ROOT), "rev-parse", "--short=12", "HEAD"]).strip()
    changed = run(["git", "-C", str(ROOT), "status", "--porcelain"]).strip()
    return f"{commit}, with changes" if changed else commit
