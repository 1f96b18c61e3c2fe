"""Clients that take their time: some get there, others are cut off."""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from macro import wire
from macro.wire import Address

from . import stage as stages
from .stage import Stage
from .traffic import SLOW, Counts, Flow, Step

_CONNECT_SECONDS = 5.0
_LONGEST_SECONDS = 12.0
_BLOBS = 8
# A request that sleeps gets its 503 after the limit and a quarter of a second; the machine may be busy.
_SLEEPER_SECONDS = stages.HARAKIRI_SECONDS + 1.0
_MUCH_TOO_LATE_SECONDS = 30.0


class Slow:
    """A client that does one slow thing after the other."""

    def __init__(self, stage: Stage, flow: Flow, counts: Counts, seed: int) -> None:
        self._stage, self._flow, self._counts = stage, flow, counts
        self._random = random.Random(seed)
        self._kinds: list[tuple[str, Callable[[], str]]] = [
            ("reader", self._reader), ("stalled reader", self._stalled_reader), ("head", self._head),
            ("body", self._body), ("stalled body", self._stalled_body), ("idle connections", self._idle),
            ("reader, nginx", self._reader_nginx), ("body, nginx", self._body_nginx)]

    def step(self) -> None:
        """One slow client, which leaves when the flow pauses."""
        kind, act = self._random.choice(self._kinds)
        try:
            end = act()
        except OSError as error:
            # The server has closed while something was sent: this is what a limit looks like.
            end = "cut off" if isinstance(error, (BrokenPipeError, ConnectionResetError)) else type(error).__name__
        self._counts.add(SLOW, f"{kind}: {end}")
        self._flow.sleep(self._random.uniform(0.0, 0.5))

    def _reader(self) -> str:
        with self._connection(small=True) as connection:
            connection.sendall(wire.uwsgi_packet("/blob"))
            return self._read_slowly(connection)

    def _reader_nginx(self) -> str:
        with _connected(("127.0.0.1", self._random.choice(self._stage.ports)), small=True) as connection:
            # As much as the kernel does not take in place of the reader.
            connection.sendall(_BLOBS * wire.http_request("/blob").replace(b"Connection: close\r\n", b""))
            return self._read_slowly(connection, _BLOBS)

    def _read_slowly(self, connection: socket.socket, blobs: int = 1) -> str:
        """At a pace at which the whole takes between one second and twenty."""
        connection.settimeout(_LONGEST_SECONDS)
        size, total = self._random.choice([4096, 16384, 65536]), 0
        for _ in self._beats(0.08):
            part = connection.recv(size)
            total += len(part)
            if not part or total > blobs * 1024 * 1024:
                return "done" if total > blobs * 1024 * 1024 else "cut off"
        return "left"

    def _stalled_reader(self) -> str:
        with self._connection(small=True) as connection:
            connection.sendall(wire.uwsgi_packet("/blob"))
            connection.recv(1024)
            self._flow.sleep(stages.SOCKET_TIMEOUT_SECONDS + 2)
            return "left"

    def _head(self) -> str:
        pause = self._random.choice([0.002, 0.02])
        return self._trickle(wire.uwsgi_packet("/hello"), pause, b"")

    def _body(self) -> str:
        body = self._random.randbytes(200)
        more = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(body))}
        return self._trickle(body, self._random.choice([0.005, 0.05]), wire.uwsgi_packet("/blob", more))

    def _stalled_body(self) -> str:
        more = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "1000000"}
        with self._connection() as connection:
            connection.sendall(wire.uwsgi_packet("/blob", more) + bytes(self._random.choice([0, 10, 300_000])))
            return self._await_end(connection)

    def _body_nginx(self) -> str:
        head = b"POST /blob HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 100\r\n\r\n"
        with _connected(("127.0.0.1", self._random.choice(self._stage.ports))) as connection:
            return self._send_slowly(connection, head + bytes(100), 0.02)

    def _idle(self) -> str:
        opened: list[socket.socket] = []
        try:
            for _ in range(self._random.randrange(5, 40)):
                opened.append(wire.connect(self._random.choice(self._stage.addresses), _CONNECT_SECONDS))
                opened[-1].sendall(wire.uwsgi_packet("/hello")[:self._random.randrange(5)])
            return self._await_end(opened[0])
        finally:
            for connection in opened:
                connection.close()

    def _trickle(self, data: bytes, pause: float, before: bytes) -> str:
        with self._connection() as connection:
            connection.sendall(before)
            return self._send_slowly(connection, data, pause)

    def _send_slowly(self, connection: socket.socket, data: bytes, pause: float) -> str:
        position = 0
        for _ in self._beats(pause):
            if position == len(data):
                return self._await_end(connection)
            connection.sendall(data[position:position + 1])
            position += 1
        return "left"

    def _await_end(self, connection: socket.socket) -> str:
        """Wait for an answer or the end, as long as the flow lasts."""
        connection.settimeout(0.25)
        for _ in self._beats(0.0):
            try:
                return "done" if wire.is_ok(connection.recv(65536)) else "cut off"
            except TimeoutError:
                pass
        return "left"

    def _beats(self, pause: float) -> Iterator[None]:
        deadline = time.monotonic() + _LONGEST_SECONDS
        while self._flow.is_open() and time.monotonic() < deadline:
            yield
            if pause and not self._flow.sleep(pause):
                return

    @contextmanager
    def _connection(self, small: bool = False) -> Iterator[socket.socket]:
        with _connected(self._random.choice(self._stage.addresses), small) as connection:
            yield connection


@contextmanager
def _connected(address: Address, small: bool = False) -> Iterator[socket.socket]:
    with wire.connect(address, _CONNECT_SECONDS) as connection:
        if small:
            # Otherwise the kernel takes what the reader does not.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        yield connection


class Sleepers:
    """Requests that sleep far beyond the limit, and have to be answered with 503."""

    def __init__(self, stage: Stage, flow: Flow, counts: Counts, seed: int) -> None:
        self._stage, self._flow, self._counts = stage, flow, counts
        self._random = random.Random(seed)

    def step(self) -> None:
        """One of them."""
        if self._flow.has(_SLEEPER_SECONDS):
            self._send()
        self._flow.sleep(self._random.uniform(0.5, 4.0))

    def _send(self) -> None:
        direct = self._random.random() < 0.5
        address: Address = (self._random.choice(self._stage.addresses) if direct
                            else ("127.0.0.1", self._random.choice(self._stage.ports)))
        path = "/hang?ms=600000"
        begin = time.monotonic()
        with wire.connect(address, _MUCH_TOO_LATE_SECONDS) as connection:
            connection.sendall(wire.uwsgi_packet(path) if direct else wire.http_request(path))
            answer = connection.recv(65536)
        self._counts.add(SLOW, "sleeps beyond harakiri")
        if answer.split(b" ", 2)[1:2] != [b"503"]:
            self._counts.fail("sleeper", f"no 503 after {time.monotonic() - begin:.1f} s, but {answer[:80]!r}")


def steps(stage: Stage, flow: Flow, counts: Counts, seed: int) -> list[Step]:
    """What each of the threads repeats."""
    slow = [Slow(stage, flow, counts, seed + number).step for number in range(8)]
    return [*slow, Sleepers(stage, flow, counts, seed + 100).step, Sleepers(stage, flow, counts, seed + 101).step]
