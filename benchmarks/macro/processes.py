"""Child processes, temporary files and ports, all of which are gone at the end."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, TracebackType

STOP_SECONDS = 10.0


class Stopped(Exception):
    """A signal asked the run to end."""

    def __init__(self, number: int) -> None:
        super().__init__(f"stopped by {signal.Signals(number).name}")
        self.status = 128 + number


class Failed(Exception):
    """Something that was needed did not work; the text says what."""


class Signals:
    """Turns SIGINT, SIGTERM and SIGHUP into the exception that cleans up on its way."""

    _HANDLED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    _held = False
    _pending: int | None = None

    @classmethod
    def install(cls) -> None:
        """From now on a signal raises Stopped."""
        for number in cls._HANDLED:
            signal.signal(number, cls._handle)

    @classmethod
    def ignore(cls) -> None:
        """Let nothing interrupt the cleaning up."""
        for number in cls._HANDLED:
            signal.signal(number, signal.SIG_IGN)

    @classmethod
    @contextlib.contextmanager
    def held_back(cls) -> Iterator[None]:
        """Raise only at the end, so that a process that was just started is not lost."""
        cls._held = True
        try:
            yield
        finally:
            cls._held = False
            if cls._pending is not None:
                cls._raise(cls._pending)

    @classmethod
    def _handle(cls, number: int, _frame: FrameType | None) -> None:
        if cls._held:
            cls._pending = number
        else:
            cls._raise(number)

    @classmethod
    def _raise(cls, number: int) -> None:
        cls.ignore()
        raise Stopped(number)


class Child:
    """A process that was started, in a session of its own so that Ctrl-C does not reach it."""

    def __init__(self, name: str, command: list[str], log: Path, directory: Path, stop_signal: int,
                 pipe: bool = False) -> None:
        self.name = name
        self.log = log
        self.stop_signal = stop_signal
        with log.open("wb") as output:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                                            stdout=subprocess.PIPE if pipe else output, stderr=subprocess.STDOUT,
                                            cwd=directory, start_new_session=True)

    @property
    def pid(self) -> int:
        """The process id."""
        return self.process.pid

    def is_running(self) -> bool:
        """Whether the process has not ended."""
        return self.process.poll() is None

    def last_lines(self, count: int = 5) -> str:
        """The end of what the process printed."""
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join(line for line in lines[-count:])

    def ask_to_stop(self) -> None:
        """Send the signal that ends the process in an orderly way."""
        if self.is_running():
            self.process.send_signal(self.stop_signal)

    def await_end(self, seconds: float = STOP_SECONDS) -> None:
        """Wait for the end, and kill what is left of the process and its children."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


class Workspace:
    """A temporary directory and the processes that live in it; leaving it ends and removes all."""

    def __init__(self) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="uwsgi-bench."))
        # Apache's processes may belong to another user.
        self.directory.chmod(0o711)
        self._children: list[Child] = []
        self._ports: set[int] = set()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        Signals.ignore()
        self.stop(*reversed(self._children))
        shutil.rmtree(self.directory, ignore_errors=True)

    def make_directory(self, name: str) -> Path:
        """A directory below the temporary one that others may enter."""
        path = self.directory / name
        path.mkdir(exist_ok=True)
        path.chmod(0o755)
        return path

    def start(self, name: str, command: list[str], stop_signal: int = signal.SIGTERM,
              directory: Path | None = None, pipe: bool = False) -> Child:
        """Start a process whose output goes to a log, or to a pipe that the caller reads."""
        log = self.directory / f"{name}.log"
        with Signals.held_back():
            try:
                child = Child(name, command, log, directory or self.directory, stop_signal, pipe)
            except OSError as error:
                raise Failed(f"{name}: {command[0]} cannot be started ({error.strerror})") from error
            self._children.append(child)
        return child

    def stop(self, *children: Child) -> None:
        """End the processes, all at the same time."""
        for child in children:
            child.ask_to_stop()
        deadline = time.monotonic() + STOP_SECONDS
        for child in children:
            child.await_end(max(0.1, deadline - time.monotonic()))
            if child in self._children:
                self._children.remove(child)

    def free_port(self) -> int:
        """A TCP port that nobody uses, below the range from which connections take theirs."""
        for _ in range(1000):
            port = random.randrange(20000, 30000)
            if port not in self._ports and is_free(port):
                self._ports.add(port)
                return port
        raise Failed("no free port between 20000 and 30000")


def is_free(port: int) -> bool:
    """Whether a server could listen on the port of the loopback address."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def run(command: list[str], directory: Path | None = None, seconds: float = 120.0) -> str:
    """The output of a program that ends by itself."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              cwd=directory, timeout=seconds, text=True, errors="replace", check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Failed(f"{command[0]}: {error}") from error
    if done.returncode != 0:
        raise Failed(f"{' '.join(command[:3])} ended with {done.returncode}: {done.stdout.strip()[-500:]}")
    return done.stdout
