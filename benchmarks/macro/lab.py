"""A set of targets that are up and ready to be measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from . import proxies, servers, wire
from .processes import Child, Failed, Workspace
from .servers import RunningServer, Setup
from .targets import Target

# How long a server may take to listen, and then to answer through its proxy.
START_SECONDS = 90.0
ANSWER_SECONDS = 20.0


@dataclass(frozen=True)
class Live:
    """A target that answers."""

    target: Target
    port: int
    server: Child
    proxy: Child

    def url(self, path: str) -> str:
        """Where a path of the target is found."""
        return f"http://127.0.0.1:{self.port}{path}"


class Lab:
    """Starts the servers of the targets and the proxies in front of them, and ends them."""

    def __init__(self, workspace: Workspace, setup: Setup, report_problem: Callable[[str, str], None],
                 name: str = "") -> None:
        self._workspace = workspace
        self._setup = setup
        self._report = report_problem
        self._name = name
        self._servers: dict[str, RunningServer] = {}
        self._proxies: list[Child] = []

    def start(self, targets: list[Target]) -> list[Live]:
        """Those of the targets that answer; the others are reported with the reason."""
        ready = self._start_servers(targets)
        live: list[Live] = []
        for proxy in ("nginx", "apache"):
            behind = [target for target in ready if target.proxy == proxy]
            if behind:
                live += self._start_proxy(proxy, behind)
        answering = [one for one in live if self._answers(one)]
        return [one for target in targets for one in answering if one.target is target]

    def stop(self) -> None:
        """End all processes of this lab."""
        self._workspace.stop(*self._proxies, *(server.child for server in self._servers.values()))
        self._servers.clear()
        self._proxies.clear()

    def _start_servers(self, targets: list[Target]) -> list[Target]:
        failed: dict[str, str] = {}
        for server in {target.server.name: target.server for target in targets}.values():
            try:
                self._servers[server.name] = servers.start(server, self._setup, self._workspace)
            except Failed as error:
                failed[server.name] = str(error)
        failed |= {name: self._reason(running.child) for name, running in self._servers.items()
                   if not self._listens(running)}
        for target in targets:
            if target.server.name in failed:
                self._report(target.name, failed[target.server.name])
        return [target for target in targets if target.server.name not in failed]

    @staticmethod
    def _listens(running: RunningServer) -> bool:
        return wire.wait_for(lambda: all(map(wire.accepts, running.addresses.values())), running.child.is_running,
                             START_SECONDS)

    def _start_proxy(self, proxy: str, targets: list[Target]) -> list[Live]:
        ports = {target.name: self._workspace.free_port() for target in targets}
        part, start = ((proxies.nginx_server, proxies.start_nginx) if proxy == "nginx"
                       else (proxies.apache_server, proxies.start_apache))
        parts = [part(target, self._servers[target.server.name].addresses[target.socket], ports[target.name])
                 for target in targets]
        try:
            child = start(self._workspace, proxy + self._name, parts)
        except Failed as error:
            for target in targets:
                self._report(target.name, str(error))
            return []
        self._proxies.append(child)
        return [Live(target, ports[target.name], self._servers[target.server.name].child, child)
                for target in targets]

    def _answers(self, live: Live) -> bool:
        def is_running() -> bool:
            return live.server.is_running() and live.proxy.is_running()

        address, request = ("127.0.0.1", live.port), wire.http_request("/hello")
        if wire.wait_for(lambda: wire.answers(address, request), is_running, ANSWER_SECONDS):
            return True
        self._report(live.target.name, self._reason(live.server, live.proxy))
        return False

    def _reason(self, *children: Child) -> str:
        for child in children:
            if not child.is_running():
                return f"{child.name} ended with {child.process.returncode}: {child.last_lines()}"
        last = children[-1]
        error = proxies.error_log(self._workspace, last.name) or last.last_lines(3) or "nothing"
        return f"no good answer in time; {last.name} says: {error}"
