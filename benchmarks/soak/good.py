"""Requests that have to be answered, whatever the others do: wrk, and a client that looks at each answer."""

from __future__ import annotations

import hashlib
import http.client
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from macro import load, wire
from macro.processes import Failed, Workspace
from macro.workloads import Workload

from .stage import Stage
from .traffic import GOOD, Counts, Flow, Step

BLOB_SIZE = 1024 * 1024
TIMEOUT_SECONDS = 20.0
_BURST_SECONDS = 3
_BURST_EVERY = 10.0
_WATCH_EVERY = 15.0
_PAUSE = 0.08
_BURSTS = (Workload("soak", "GET of 5 bytes", "/hello", 32), Workload("soak", "GET of 10 KB", "/json", 16))


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


def fetch(port: int, method: str, path: str, body: object = None, headers: dict[str, str] | None = None) -> Answer:
    """One request through nginx."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    try:
        # A generator without a length is sent in chunks.
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return Answer(answer.status, answer.read())
    finally:
        connection.close()


def multipart(content: bytes) -> tuple[bytes, str]:
    """A form with one file, and its content type."""
    boundary = "soak-7c2e"
    head = (f"--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n"
            "Content-Type: application/octet-stream\r\n\r\n")
    return head.encode() + content + f"\r\n--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


class Checked:
    """A client that sends one request after the other, and checks each answer."""

    def __init__(self, stage: Stage, flow: Flow, counts: Counts, seed: int) -> None:
        self._stage, self._flow, self._counts = stage, flow, counts
        self._random = random.Random(seed)
        self._json_digest = hashlib.sha256(fetch(stage.ports[0], "GET", "/json").body).digest()
        self._kinds: list[tuple[str, int, Callable[[int], str]]] = [
            ("hello", 20, self._hello), ("json", 20, self._json), ("download 1 MiB", 6, self._download),
            ("POST of JSON", 15, self._post), ("upload", 10, self._upload), ("upload in chunks", 4, self._chunks),
            ("multipart", 4, self._multipart), ("404", 10, self._missing), ("HEAD", 4, self._head),
            ("413", 1, self._too_large)]

    def step(self) -> None:
        """One request, and a pause."""
        name, _, request = self._random.choices(self._kinds, [weight for _, weight, _ in self._kinds])[0]
        try:
            reason = request(self._random.choice(self._stage.ports))
        except (OSError, http.client.HTTPException) as error:
            reason = repr(error)
        self._counts.add(GOOD, name)
        if reason:
            self._counts.fail(name, reason)
        self._flow.sleep(self._random.uniform(0.5, 1.5) * _PAUSE)

    @staticmethod
    def _hello(port: int) -> str:
        return _expect(fetch(port, "GET", "/hello"), 200, b"Hello")

    def _json(self, port: int) -> str:
        answer = fetch(port, "GET", "/json")
        same = hashlib.sha256(answer.body).digest() == self._json_digest
        return _expect(answer, 200) or ("" if same else f"another document of {len(answer.body)} bytes")

    @staticmethod
    def _download(port: int) -> str:
        return _expect(fetch(port, "GET", "/blob"), 200, bytes(BLOB_SIZE))

    def _post(self, port: int) -> str:
        body = json.dumps({"text": "a" * self._random.randrange(500)}).encode()
        return _expect(fetch(port, "POST", "/blob", body, {"Content-Type": "application/json"}), 200,
                       str(len(body)).encode())

    def _upload(self, port: int) -> str:
        body = self._random.randbytes(int(1024 * 5000 ** self._random.random()))
        return _expect(fetch(port, "POST", "/blob", body), 200, str(len(body)).encode())

    def _chunks(self, port: int) -> str:
        parts = [self._random.randbytes(self._random.randrange(1, 20000)) for _ in range(20)]
        return _expect(fetch(port, "POST", "/blob", iter(parts)), 200, str(sum(map(len, parts))).encode())

    def _multipart(self, port: int) -> str:
        body, content_type = multipart(self._random.randbytes(self._random.randrange(1, 2_000_000)))
        # Spring has read the body into temporary files, so there is nothing left of it.
        return _expect(fetch(port, "POST", "/blob", body, {"Content-Type": content_type}), 200, b"0")

    def _missing(self, port: int) -> str:
        accept = self._random.choice(["text/html", "application/json"])
        return _expect(fetch(port, "GET", f"/missing/{self._random.random()}", headers={"Accept": accept}), 404)

    @staticmethod
    def _head(port: int) -> str:
        return _expect(fetch(port, "HEAD", "/json"), 200, b"")

    @staticmethod
    def _too_large(port: int) -> str:
        return _expect(fetch(port, "POST", "/blob", bytes(8 * 1024 * 1024 + 1)), 413)


def _expect(answer: Answer, status: int, body: bytes | None = None) -> str:
    """Why an answer is not the right one; nothing if it is."""
    if answer.status != status:
        return f"status {answer.status} in place of {status}: {answer.body[:200]!r}"
    if body is not None and answer.body != body:
        return f"{len(answer.body)} bytes, beginning with {answer.body[:40]!r}"
    return ""


class Bursts:
    """wrk for a few seconds, again and again, through one socket after the other."""

    def __init__(self, stage: Stage, workspace: Workspace, flow: Flow, counts: Counts) -> None:
        self._stage, self._workspace, self._flow, self._counts = stage, workspace, flow, counts
        self._number = 0

    def step(self) -> None:
        """One burst, and the pause until the next one."""
        begin = time.monotonic()
        if self._flow.has(_BURST_SECONDS + 1.0):
            self._send()
        self._flow.sleep(begin + _BURST_EVERY - time.monotonic())

    def _send(self) -> None:
        socket = list(self._stage.fronts)[self._number % 2]
        workload = _BURSTS[self._number // 2 % len(_BURSTS)]
        self._number += 1
        try:
            outcome = load.send(self._workspace, self._stage.live(socket), workload, _BURST_SECONDS)
        except Failed as error:
            self._counts.fail("wrk", str(error))
            return
        self._counts.add(GOOD, f"wrk {workload.path}", outcome.requests)
        if bad := outcome.bad_statuses + outcome.socket_errors:
            self._counts.fail("wrk", f"{workload.path} over {socket}: {outcome.bad_statuses} statuses, "
                                     f"{outcome.connect_errors} connects, {outcome.read_errors} reads, "
                                     f"{outcome.timeouts} timeouts", bad)


class Watching:
    """Reads metrics and statistics as a monitoring system does."""

    def __init__(self, stage: Stage, flow: Flow, counts: Counts) -> None:
        self._stage, self._flow, self._counts = stage, flow, counts

    def step(self) -> None:
        """Both, and the pause."""
        self._check("metrics", lambda: b"uwsgi_worker_requests_total" in fetch(
            self._stage.ports[0], "GET", "/actuator/prometheus").body)
        self._check("statistics", lambda: len(json.loads(wire.exchange(self._stage.stats, b""))["workers"]) == 1)
        self._flow.sleep(_WATCH_EVERY)

    def _check(self, kind: str, look: Callable[[], bool]) -> None:
        self._counts.add(GOOD, kind)
        try:
            if not look():
                self._counts.fail(kind, "not what was expected")
        except (OSError, ValueError, http.client.HTTPException) as error:
            self._counts.fail(kind, repr(error))


def steps(stage: Stage, workspace: Workspace, flow: Flow, counts: Counts, seed: int) -> list[Step]:
    """What each of the threads repeats."""
    return [Checked(stage, flow, counts, seed).step, Checked(stage, flow, counts, seed + 1).step,
            Bursts(stage, workspace, flow, counts).step, Watching(stage, flow, counts).step]
