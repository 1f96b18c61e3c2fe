"""Tells how far the run is, and how long it will still take."""

from __future__ import annotations

import time
from collections.abc import Callable


class Progress:
    """Counts planned seconds, and corrects the plan by how long the steps really took."""

    def __init__(self, planned_seconds: float, clock: Callable[[], float] = time.monotonic,
                 show: Callable[[str], None] = lambda text: print(text, flush=True)) -> None:
        self._planned = max(1.0, planned_seconds)
        self._done = 0.0
        self._clock = clock
        self._show = show
        self._begin = clock()

    def say(self, text: str) -> None:
        """Print a line."""
        left = self.remaining_seconds()
        self._show(f"bench: [{100 * min(1.0, self._done / self._planned):3.0f} %, {left // 60:2.0f}:{left % 60:02.0f}"
                   f" left] {text}")

    def advance(self, planned_seconds: float) -> None:
        """A step of so many planned seconds is done."""
        self._done += planned_seconds

    def remaining_seconds(self) -> float:
        """How long the rest takes, if it is as much slower than planned as what is done."""
        pace = (self._clock() - self._begin) / self._done if self._done > 60 else 1.0
        return max(0.0, self._planned - self._done) * pace
