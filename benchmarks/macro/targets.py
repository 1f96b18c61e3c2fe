"""What is compared: a server, the proxy in front of it, and how they talk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .servers import Server


@dataclass(frozen=True)
class Target:
    """One row of the tables.

    proxy: "nginx" or "apache".
    link: what the proxy speaks, "uwsgi", "http-ka", "http-close" or "ajp".
    socket: "unix" or "tcp".
    """

    name: str
    title: str
    server: Server
    proxy: str
    link: str
    socket: str
    colour: str

    @property
    def like(self) -> str:
        """The target whose workloads it has: itself or, for another build, ours-unix."""
        return "ours-unix" if self.server.jar else self.name


_OURS = Server("ours", "starter", ("unix", "tcp"))
_HTTP = Server("http", "plain", ("tcp",))
_HTTP_TUNED = Server("http-tuned", "plain", ("tcp",), ("--server.tomcat.max-keep-alive-requests=-1",))
_HTTP_UNIX = Server("http-unix", "plain", ("unix",))
_AJP = ("--benchmark.connector.protocol=ajp",)
_AJP_TCP = Server("ajp-tcp", "plain", ("tcp",), _AJP)
_AJP_UNIX = Server("ajp-unix", "plain", ("unix",), _AJP)

TARGETS: tuple[Target, ...] = (
    Target("ours-unix", "nginx, uwsgi, unix socket", _OURS, "nginx", "uwsgi", "unix", "#1f4e9c"),
    Target("ours-tcp", "nginx, uwsgi, TCP", _OURS, "nginx", "uwsgi", "tcp", "#7aa6dc"),
    Target("http-ka", "nginx, HTTP keep-alive, TCP", _HTTP, "nginx", "http-ka", "tcp", "#d95f02"),
    Target("http-tuned", "nginx, HTTP keep-alive without end, TCP", _HTTP_TUNED, "nginx", "http-ka", "tcp", "#fdae61"),
    Target("http-close", "nginx, HTTP close, TCP", _HTTP, "nginx", "http-close", "tcp", "#f6b26b"),
    Target("http-unix", "nginx, HTTP keep-alive, unix socket", _HTTP_UNIX, "nginx", "http-ka", "unix", "#a63603"),
    Target("apache-ajp-tcp", "Apache, AJP, TCP", _AJP_TCP, "apache", "ajp", "tcp", "#c994c7"),
    Target("apache-ajp-unix", "Apache, AJP, unix socket", _AJP_UNIX, "apache", "ajp", "unix", "#7b3294"),
    Target("apache-ours-tcp", "Apache, uwsgi, TCP", _OURS, "apache", "uwsgi", "tcp", "#8fd0c5"),
    Target("apache-ours-unix", "Apache, uwsgi, unix socket", _OURS, "apache", "uwsgi", "unix", "#1b7f79"),
    Target("uwsgi-python", "nginx, uWSGI, Python plugin", Server("uwsgi-python", "uwsgi-python"), "nginx", "uwsgi",
           "unix", "#5aae61"),
    Target("uwsgi-jvm", "nginx, uWSGI, JVM plugin", Server("uwsgi-jvm", "uwsgi-jvm"), "nginx", "uwsgi", "unix",
           "#a1884f"),
    Target("c-floor", "nginx, constant answer in C", Server("c-floor", "c-floor"), "nginx", "uwsgi", "unix",
           "#666666"),
)

_OTHER_COLOURS = ("#e7298a", "#66a61e", "#00a0b0")


def other_jars(jars: list[Path]) -> list[Target]:
    """Targets like ours-unix, with other builds of the jar: other-unix, other2-unix and so on."""
    found = []
    for number, jar in enumerate(jars, 1):
        name = "other" if number == 1 else f"other{number}"
        server = Server(name, "starter", ("unix", "tcp"), jar=jar)
        colour = _OTHER_COLOURS[(number - 1) % len(_OTHER_COLOURS)]
        found.append(Target(f"{name}-unix", f"{jar.name}, as ours-unix", server, "nginx", "uwsgi", "unix", colour))
    return found


def choose(names: list[str], targets: list[Target]) -> list[Target]:
    """The named targets in their usual order, or all of them if none is named."""
    known = {target.name for target in targets}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ValueError(f"no such target: {', '.join(unknown)} (there are: {', '.join(sorted(known))})")
    return [target for target in targets if not names or target.name in names]
