"""The servers that answer the requests, and how each of them is started."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import processes
from .processes import Child, Failed, Workspace
from .wire import Address

HERE = Path(__file__).resolve().parent
UWSGI_JAR = Path("/usr/share/java/uwsgi.jar")
# The same listen queue for all, or what the kernel allows.
BACKLOG = min(4096, int(Path("/proc/sys/net/core/somaxconn").read_text()))
# Threads of every Spring Boot application, Tomcat's default.
THREADS = 200
# Threads of the servers that block in accept: twice the number of cores is enough, more only compete.
NATIVE_THREADS = 4


@dataclass(frozen=True)
class Server:
    """One process to be measured.

    kind: "starter" and "plain" (Spring Boot), "uwsgi-python", "uwsgi-jvm" or "c-floor".
    sockets: where it listens, "unix", "tcp" or both.
    jar: the application, if it is not the one that was built.
    """

    name: str
    kind: str
    sockets: tuple[str, ...] = ("unix",)
    arguments: tuple[str, ...] = ()
    threads: int = THREADS
    jar: Path | None = None


@dataclass(frozen=True)
class Setup:
    """What the servers are started with."""

    java: Path
    java_options: tuple[str, ...]
    starter_jar: Path
    plain_jar: Path


@dataclass(frozen=True)
class RunningServer:
    """A server that was started."""

    server: Server
    child: Child
    addresses: dict[str, Address]


def start(server: Server, setup: Setup, workspace: Workspace) -> RunningServer:
    """Start a server; it may not answer yet."""
    addresses = _addresses(server, workspace)
    command = _COMMANDS[server.kind](server, setup, workspace, addresses)
    stop_signal = signal.SIGKILL if server.kind == "c-floor" else signal.SIGTERM
    return RunningServer(server, workspace.start(server.name, command, stop_signal), addresses)


def _addresses(server: Server, workspace: Workspace) -> dict[str, Address]:
    directory = workspace.make_directory("run")
    makers: dict[str, Callable[[], Address]] = {
        "unix": lambda: directory / f"{server.name}.sock",
        "tcp": lambda: ("127.0.0.1", workspace.free_port()),
    }
    return {kind: makers[kind]() for kind in server.sockets}


def java_command(setup: Setup, jar: Path) -> list[str]:
    """The start of a Spring Boot application, without its own arguments."""
    return [str(setup.java), *setup.java_options, "-jar", str(jar), "--server.shutdown=immediate"]


def starter_arguments(addresses: dict[str, Address]) -> list[str]:
    """The arguments that make the application listen for uwsgi."""
    sockets = [f"unix:{address}" if isinstance(address, Path) else f"{address[0]}:{address[1]}"
               for address in addresses.values()]
    # Apache's processes may belong to another user.
    return [f"--uwsgi.socket={','.join(sockets)}", "--uwsgi.chmod-socket=666", f"--uwsgi.listen={BACKLOG}"]


def plain_arguments(addresses: dict[str, Address]) -> list[str]:
    """The arguments that make the application listen for HTTP (or AJP, with one more)."""
    unix, tcp = addresses.get("unix"), addresses.get("tcp")
    common = [f"--server.tomcat.accept-count={BACKLOG}"]
    if isinstance(unix, Path):
        return [*common, f"--benchmark.connector.unix-socket={unix}"]
    assert isinstance(tcp, tuple)
    return [*common, f"--server.address={tcp[0]}", f"--server.port={tcp[1]}"]


def _starter(server: Server, setup: Setup, _workspace: Workspace, addresses: dict[str, Address]) -> list[str]:
    return [*java_command(setup, server.jar or setup.starter_jar), *starter_arguments(addresses),
            f"--uwsgi.threads={server.threads}", *server.arguments]


def _plain(server: Server, setup: Setup, _workspace: Workspace, addresses: dict[str, Address]) -> list[str]:
    return [*java_command(setup, server.jar or setup.plain_jar), *plain_arguments(addresses),
            f"--server.tomcat.threads.max={server.threads}", *server.arguments]


def _uwsgi(addresses: dict[str, Address], *arguments: str) -> list[str]:
    return ["uwsgi-core", "--socket", str(addresses["unix"]), "--chmod-socket=666", "--listen", str(BACKLOG),
            "--threads", str(NATIVE_THREADS), "--disable-logging", "--die-on-term", *arguments]


def _uwsgi_python(_server: Server, _setup: Setup, _workspace: Workspace, addresses: dict[str, Address]) -> list[str]:
    return _uwsgi(addresses, "--plugins", "python3", "--wsgi-file", str(HERE / "apps" / "hello.py"))


def _uwsgi_jvm(_server: Server, setup: Setup, workspace: Workspace, addresses: dict[str, Address]) -> list[str]:
    if not UWSGI_JAR.exists():
        raise Failed(f"{UWSGI_JAR} is missing (package uwsgi-plugin-jvm-openjdk-17)")
    classes = workspace.make_directory("classes")
    processes.run([str(setup.java.with_name("javac")), "--release", "17", "-d", str(classes),
                   str(HERE / "apps" / "Hello.java")])
    options = [f"--jvm-opt={option}" for option in setup.java_options]
    # The JVM is the one the plugin was built with, not the one of the other servers.
    return _uwsgi(addresses, "--plugins", "jvm,jwsgi", *options, "--jvm-classpath", str(classes),
                  "--jvm-classpath", str(UWSGI_JAR), "--jwsgi", "Hello")


def _c_floor(_server: Server, _setup: Setup, workspace: Workspace, addresses: dict[str, Address]) -> list[str]:
    program = workspace.directory / "c_floor"
    processes.run(["gcc", "-O2", "-Wall", "-Wextra", "-D_GNU_SOURCE", "-pthread", "-o", str(program),
                   str(HERE / "c_floor.c")])
    return [str(program), str(addresses["unix"]), str(NATIVE_THREADS), str(BACKLOG)]


_COMMANDS: dict[str, Callable[[Server, Setup, Workspace, dict[str, Address]], list[str]]] = {
    "starter": _starter,
    "plain": _plain,
    "uwsgi-python": _uwsgi_python,
    "uwsgi-jvm": _uwsgi_jvm,
    "c-floor": _c_floor,
}
