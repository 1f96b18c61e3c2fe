"""Just enough HTTP and uwsgi to see whether a server answers."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Callable
from pathlib import Path

Address = Path | tuple[str, int]


def connect(address: Address, seconds: float = 5.0) -> socket.socket:
    """A connection to a unix socket or a TCP port."""
    if isinstance(address, Path):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(seconds)
        connection.connect(str(address))
        return connection
    return socket.create_connection(address, seconds)


def exchange(address: Address, request: bytes) -> bytes:
    """What comes back until the server closes."""
    with connect(address) as connection:
        connection.sendall(request)
        answer = bytearray()
        while part := connection.recv(65536):
            answer += part
    return bytes(answer)


def http_request(path: str) -> bytes:
    """A GET that ends the connection."""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()


def uwsgi_packet(path: str, more: dict[str, str] | None = None) -> bytes:
    """A GET as nginx sends it, or another request with other variables."""
    route, _, query = path.partition("?")
    variables = {"REQUEST_METHOD": "GET", "REQUEST_URI": path, "PATH_INFO": route, "QUERY_STRING": query,
                 "CONTENT_TYPE": "", "CONTENT_LENGTH": "", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
                 "REMOTE_PORT": "40000", "SERVER_PORT": "80", "SERVER_NAME": "localhost", "HTTP_HOST": "localhost",
                 **(more or {})}
    body = b"".join(_string(part) for item in variables.items() for part in item)
    return struct.pack("<BHB", 0, len(body), 0) + body


def _string(text: str) -> bytes:
    return struct.pack("<H", len(text)) + text.encode()


def is_ok(answer: bytes) -> bool:
    """Whether an answer has status 200."""
    return answer.split(b" ", 2)[1:2] == [b"200"]


def answers(address: Address, request: bytes) -> bool:
    """Whether the server answers a request with status 200, now."""
    try:
        return is_ok(exchange(address, request))
    except OSError:
        return False


def accepts(address: Address) -> bool:
    """Whether somebody listens, now."""
    try:
        with connect(address):
            return True
    except OSError:
        return False


def wait_for(condition: Callable[[], bool], is_running: Callable[[], bool], seconds: float) -> bool:
    """Whether something becomes true within the time, while the server has not ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and is_running():
        if condition():
            return True
        time.sleep(0.1)
    return False
