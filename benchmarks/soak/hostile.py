"""What nobody should send: broken packets, other protocols, tricks, and clients that leave."""

from __future__ import annotations

import random
import socket
import struct
from collections.abc import Callable
from pathlib import Path

from macro import wire
from macro.facts import ROOT
from macro.wire import Address

from . import stage as stages
from .stage import Stage
from .traffic import HOSTILE, Counts, Flow, Step

CORPUS = ROOT / "uwsgi-runtime" / "src" / "test" / "resources" / "fuzz" / "packets"
_CONNECT_SECONDS = 5.0
_ROUND = 25
_PAUSE = 0.015
_BURST = 300
_HTTP = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
# The beginning of a ClientHello.
_TLS = bytes.fromhex("1603010200010001fc0303") + bytes(range(64))
_TRICKS = (
    b"POST /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    b"POST /hello HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx",
    b"POST /hello HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;\x00=\r\nabcde\r\nzz\r\n",
    b"POST /hello HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    b"POST /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    b"POST /hello HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\nab",
    b"GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"GET http://other/hello HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /hello HTTP/1.1\r\nHost : a\r\n\r\n",
    b"GET /hello HTTP/1.1\r\nHost: a\r\nX: b\r\n folded\r\n\r\n",
    b"GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /hello%2f..%2f%00;x=y/..;/actuator HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /%c0%ae%c0%ae/%zz?%=&&= HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /hello HTTP/1.1\r\nHost: a\r\nCookie: " + b"a=b; " * 1500 + b"\r\n\r\n",
    b"GET /" + b"a" * 7000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /hello HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 9000 + b"\r\n\r\n",
    b"GET /hello HTTP/1.1\r\nHost: a\r\nRange: bytes=0-,0-,0-,5-1\r\n\r\n",
    b"GET /blob HTTP/1.1\r\nHost: a\r\n\r\n" * 5,
    b"GET /hello HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    b"TRACE /hello HTTP/1.1\r\nHost: a\r\n\r\n",
    b"BREW /hello HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /hello\r\n", b"\x00\x01\x02\x03\r\n\r\n", _TLS,
)


def truncated(packet: bytes, chance: random.Random) -> bytes:
    """The beginning of a packet."""
    return packet[:chance.randrange(len(packet) + 1)]


def changed(packet: bytes, chance: random.Random) -> bytes:
    """A packet with up to eight other bytes."""
    copy = bytearray(packet)
    for _ in range(chance.randrange(1, 9) if copy else 0):
        copy[chance.randrange(len(copy))] = chance.randrange(256)
    return bytes(copy)


def above_buffer_size(chance: random.Random) -> bytes:
    """A block of variables that is larger than the application takes."""
    return wire.uwsgi_packet("/hello", {"HTTP_X": "a" * chance.randrange(stages.BUFFER_SIZE, 60000)})


def unknown_modifier(chance: random.Random) -> bytes:
    """A packet of another kind than a request."""
    return bytes([chance.randrange(1, 256)]) + wire.uwsgi_packet("/hello")[1:]


def short_body(chance: random.Random) -> bytes:
    """A body that is shorter than announced, sometimes too large for any limit."""
    length = chance.choice([10, 100_000, stages.LIMIT_POST + 1, 10 ** 18, 10 ** 30])
    more = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(length)}
    return wire.uwsgi_packet("/blob", more) + bytes(chance.randrange(9))


def bad_chunks(chance: random.Random) -> bytes:
    """A chunked body that is none."""
    more = {"REQUEST_METHOD": "POST", "HTTP_TRANSFER_ENCODING": "chunked"}
    body = chance.choice([b"zz\r\n", b"ffffffffffffffffff\r\n", b"5\r\nabcdefgh\r\n", b"5;" + b"x" * 5000, b"0\r\nA: b\r\n",
                          chance.randbytes(100), b"1\r\na\r\n" * 500])
    return wire.uwsgi_packet("/blob", more) + body


class Hostile:
    """A client that sends one thing after the other, and leaves in different ways."""

    def __init__(self, stage: Stage, flow: Flow, counts: Counts, seed: int, corpus: Path = CORPUS) -> None:
        self._stage, self._flow, self._counts = stage, flow, counts
        self._random = random.Random(seed)
        self._files = [path.read_bytes() for path in sorted(corpus.iterdir())]
        self._next = 0
        self._payloads: list[tuple[str, int, Callable[[], bytes]]] = [
            ("corpus", 20, self._file), ("corpus, cut", 15, lambda: truncated(self._file(), self._random)),
            ("corpus, changed", 30, lambda: changed(self._file(), self._random)),
            ("garbage", 8, lambda: self._random.randbytes(self._random.randrange(2000))),
            ("HTTP", 4, lambda: _HTTP), ("TLS", 4, lambda: _TLS),
            ("above buffer-size", 3, lambda: above_buffer_size(self._random)),
            ("other modifier", 4, lambda: unknown_modifier(self._random)),
            ("body too short", 4, lambda: short_body(self._random)),
            ("bad chunks", 5, lambda: bad_chunks(self._random))]

    def step(self) -> None:
        """A round of broken packets, whose connections stay open until its end, and one of the special clients."""
        held: list[socket.socket] = []
        try:
            for _ in range(_ROUND):
                if not self._flow.sleep(self._random.uniform(0.5, 1.5) * _PAUSE):
                    break
                self._send(held)
        finally:
            for connection in held:
                self._leave(connection)
        if self._flow.is_open():
            self._random.choice([self._burst, self._leave_midway, self._leave_midway, self._trick, self._trick,
                                 self._disturb_stats])()

    def _file(self) -> bytes:
        self._next = (self._next + 1) % len(self._files)
        return self._files[self._next]

    def _send(self, held: list[socket.socket]) -> None:
        name, _, make = self._random.choices(self._payloads, [weight for _, weight, _ in self._payloads])[0]
        self._counts.add(HOSTILE, name)
        connection = self._deliver(self._random.choice(self._stage.addresses), make())
        if connection and self._random.random() < 0.6:
            held.append(connection)
        elif connection:
            self._leave(connection)

    @staticmethod
    def _deliver(address: Address, data: bytes) -> socket.socket | None:
        connection = wire.connect(address, _CONNECT_SECONDS)
        try:
            connection.sendall(data)
            return connection
        except OSError:
            # It was refused before all of it was read.
            connection.close()
            return None

    def _leave(self, connection: socket.socket) -> None:
        """Read what there is, or say that nothing more comes, or reset the connection, or just close it."""
        how = self._random.randrange(4)
        try:
            if how == 0:
                connection.setblocking(False)
                connection.recv(65536)
            elif how == 1:
                connection.shutdown(socket.SHUT_WR)
            elif how == 2:
                _reset(connection)
        except OSError:
            pass
        connection.close()

    def _burst(self) -> None:
        """Many connections that are dropped at once."""
        address = self._random.choice(self._stage.addresses)
        packet = wire.uwsgi_packet("/hello")
        for _ in range(_BURST):
            connection = self._deliver(address, packet[:self._random.choice([0, 2, 4, 50, len(packet)])])
            if connection:
                _reset(connection)
                connection.close()
        self._counts.add(HOSTILE, "dropped at once", _BURST)

    def _leave_midway(self) -> None:
        """A few clients that leave in the middle of a response."""
        for _ in range(5):
            direct = self._random.random() < 0.7
            address: Address = (self._random.choice(self._stage.addresses) if direct
                                else ("127.0.0.1", self._random.choice(self._stage.ports)))
            request = wire.uwsgi_packet("/blob") if direct else wire.http_request("/blob")
            connection = self._deliver(address, request)
            if connection:
                self._read_some(connection, self._random.randrange(1, 300_000))
                self._leave(connection)
        self._counts.add(HOSTILE, "left midway", 5)

    @staticmethod
    def _read_some(connection: socket.socket, size: int) -> None:
        connection.settimeout(2.0)
        try:
            while size > 0 and (part := connection.recv(min(size, 65536))):
                size -= len(part)
        except OSError:
            pass

    def _trick(self) -> None:
        """Each trick in HTTP, through nginx."""
        for trick in _TRICKS:
            connection = self._deliver(("127.0.0.1", self._random.choice(self._stage.ports)), trick)
            if connection:
                if self._random.random() < 0.5:
                    self._read_some(connection, 100)
                self._leave(connection)
        self._counts.add(HOSTILE, "tricks through nginx", len(_TRICKS))

    def _disturb_stats(self) -> None:
        """Clients of the stats server that send garbage, or leave before they have their document."""
        for _ in range(5):
            connection = self._deliver(self._stage.stats, self._random.choice([b"", _HTTP, self._random.randbytes(5000)]))
            if connection:
                self._read_some(connection, self._random.choice([0, 10, 100_000]))
                self._leave(connection)
        self._counts.add(HOSTILE, "stats server", 5)


def _reset(connection: socket.socket) -> None:
    """Let close() reset the connection."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def steps(stage: Stage, flow: Flow, counts: Counts, seed: int) -> list[Step]:
    """What each of the threads repeats."""
    return [Hostile(stage, flow, counts, seed + 200 + number).step for number in range(3)]
