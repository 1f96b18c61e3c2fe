"""When clients may send, what they count, and the threads that they are."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

GOOD, SLOW, HOSTILE = "good", "slow", "hostile"
# What a client does once and again.
Step = Callable[[], None]
# More failures than these are only counted.
_KEPT_FAILURES = 50


class Flow:
    """Lets clients send, holds them back for a moment, and ends them."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._open = False
        self._ended = False
        self._busy = 0
        self._until = 0.0

    def resume(self, until: float) -> None:
        """Let clients send; until: the planned end by time.monotonic()."""
        with self._condition:
            self._open, self._until = True, until
            self._condition.notify_all()

    def pause(self, seconds: float) -> bool:
        """Hold clients back; whether all of them have left within the time."""
        with self._condition:
            self._open = False
            self._condition.notify_all()
            return self._condition.wait_for(lambda: self._busy == 0, seconds)

    def end(self) -> None:
        """Let no client send any more."""
        with self._condition:
            self._open, self._ended = False, True
            self._condition.notify_all()

    def is_open(self) -> bool:
        """Whether a client may go on."""
        return self._open

    def has(self, seconds: float) -> bool:
        """Whether there is time for something that takes so long."""
        return self._open and time.monotonic() + seconds < self._until

    def sleep(self, seconds: float) -> bool:
        """Wait, but not beyond the end of the flow; whether it goes on."""
        with self._condition:
            return not self._condition.wait_for(lambda: not self._open, max(0.0, seconds))

    def enter(self) -> bool:
        """Wait until clients may send; False if they never may again."""
        with self._condition:
            self._condition.wait_for(lambda: self._open or self._ended)
            self._busy += self._open
            return self._open

    def leave(self) -> None:
        """A client that has entered holds nothing any more."""
        with self._condition:
            self._busy -= 1
            self._condition.notify_all()


@dataclass
class Counts:
    """What was sent, by group and kind, and what went wrong with good requests."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _sent: Counter[tuple[str, str]] = field(default_factory=Counter)
    failed: int = 0
    failures: list[str] = field(default_factory=list)
    begin: float = field(default_factory=time.monotonic)

    def add(self, group: str, kind: str, count: int = 1) -> None:
        """Something was sent."""
        with self._lock:
            self._sent[group, kind] += count

    def fail(self, kind: str, reason: str, count: int = 1) -> None:
        """Something that has to work did not."""
        with self._lock:
            self.failed += count
            if len(self.failures) < _KEPT_FAILURES:
                self.failures.append(f"after {time.monotonic() - self.begin:.1f} s: {kind}: {reason}")

    def total(self, group: str) -> int:
        """How much of a group was sent."""
        with self._lock:
            return sum(count for (its_group, _), count in self._sent.items() if its_group == group)

    def by_kind(self) -> dict[tuple[str, str], int]:
        """Everything, sorted."""
        with self._lock:
            return dict(sorted(self._sent.items()))


def start(flow: Flow, counts: Counts, name: str, step: Step) -> threading.Thread:
    """A thread that repeats a step while it may; the step ends soon after the flow does."""
    def work() -> None:
        while flow.enter():
            try:
                step()
            except Exception as error:  # pylint: disable=broad-exception-caught
                # A client that breaks would silently take its traffic out of the run.
                counts.fail(name, f"the client broke: {error!r}")
                flow.sleep(1.0)
            finally:
                flow.leave()

    thread = threading.Thread(target=work, name=name, daemon=True)
    thread.start()
    return thread
