"""The application that is soaked, and nginx in front of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from macro import proxies, servers, wire
from macro.lab import ANSWER_SECONDS, START_SECONDS, Live
from macro.processes import Child, Failed, Workspace
from macro.servers import Server, Setup
from macro.targets import Target
from macro.wire import Address

CORES = 16
HARAKIRI_SECONDS = 6
SOCKET_TIMEOUT_SECONDS = 3
BUFFER_SIZE = 32768
LIMIT_POST = 8 * 1024 * 1024


@dataclass(frozen=True)
class Stage:
    """What runs, and where it listens.

    sockets: the uwsgi sockets, "unix" and "tcp".
    fronts: ports of nginx, by the socket that is behind them.
    files: where the application keeps temporary files.
    """

    server: Child
    nginx: Child
    sockets: dict[str, Address]
    fronts: dict[str, int]
    stats: Address
    files: Path
    nginx_log: Path

    @property
    def addresses(self) -> list[Address]:
        """The uwsgi sockets."""
        return list(self.sockets.values())

    @property
    def ports(self) -> list[int]:
        """The ports of nginx."""
        return list(self.fronts.values())

    def live(self, socket: str) -> Live:
        """One way to the application, for wrk."""
        return Live(_target(socket, Server("soak", "starter")), self.fronts[socket], self.server, self.nginx)

    def is_running(self) -> bool:
        """Whether both processes have not ended."""
        return self.server.is_running() and self.nginx.is_running()


def start(workspace: Workspace, setup: Setup, arguments: tuple[str, ...]) -> Stage:
    """Start both, and wait until they answer."""
    files = workspace.make_directory("temporary")
    stats = ("127.0.0.1", workspace.free_port())
    options = (*setup.java_options, f"-Djava.io.tmpdir={files}")
    server = Server("soak", "starter", ("unix", "tcp"), threads=CORES, arguments=(
        f"--uwsgi.harakiri={HARAKIRI_SECONDS}", f"--uwsgi.socket-timeout={SOCKET_TIMEOUT_SECONDS}",
        f"--uwsgi.buffer-size={BUFFER_SIZE}", f"--uwsgi.limit-post={LIMIT_POST}",
        f"--uwsgi.stats={stats[0]}:{stats[1]}",
        # All cores from the beginning: as they came and went, their threads and descriptors would hide a slow growth.
        f"--server.tomcat.threads.min-spare={CORES}",
        # The JDK's class loaders and Tomcat remember the name of every static resource that was looked for in vain, so
        # that the heap would tell how many names have been made up.
        "--spring.web.resources.add-mappings=false", "--spring.servlet.multipart.max-file-size=8MB",
        "--spring.servlet.multipart.max-request-size=8MB",
        # Spring's warnings about paths, methods and headers, one for each request, say nothing about the connector.
        "--logging.level.org.springframework.web=ERROR", "--logging.level.org.springframework.boot.webmvc=ERROR",
        *arguments))
    running = servers.start(server, Setup(setup.java, options, setup.starter_jar, setup.plain_jar), workspace)
    if not wire.wait_for(lambda: all(map(wire.accepts, running.addresses.values())), running.child.is_running,
                         START_SECONDS):
        raise Failed(f"the application does not listen: {running.child.last_lines()}")
    fronts = {socket: workspace.free_port() for socket in running.addresses}
    parts = [proxies.nginx_server(_target(socket, server), running.addresses[socket], port)
             for socket, port in fronts.items()]
    nginx = proxies.start_nginx(workspace, "nginx", parts)
    stage = Stage(running.child, nginx, running.addresses, fronts, stats, files,
                  workspace.directory / "nginx" / "error.log")
    request = wire.http_request("/hello")
    for port in fronts.values():
        if not wire.wait_for(lambda at=port: wire.answers(("127.0.0.1", at), request), stage.is_running,
                             ANSWER_SECONDS):
            raise Failed(f"no answer through nginx: {proxies.error_log(workspace, 'nginx')}")
    return stage


def _target(socket: str, server: Server) -> Target:
    return Target(f"soak-{socket}", f"nginx, uwsgi, {socket}", server, "nginx", "uwsgi", socket, "#1f4e9c")
