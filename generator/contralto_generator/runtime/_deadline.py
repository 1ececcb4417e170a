"""A point in time by which a whole call must be over.

Connect and read limits bound one wait each; a server that trickles a byte now and then satisfies them for ever. The
deadline bounds the sum: opening, retries and every piece of the body. It is asked before each wait, and the shells cap
the wait itself with what is left.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from .errors import DeadlineExceeded


class Deadline:
    """The end of the time that a call may take, on a monotonic clock.

    `total_s` is the whole time in seconds, None for no limit.
    """

    __slots__ = ("_at_s", "_clock", "total_s")

    def __init__(self, total_s: float | None, clock: Callable[[], float] = time.monotonic) -> None:
        self.total_s = total_s
        self._clock = clock
        self._at_s = None if total_s is None else clock() + total_s

    def remaining_s(self) -> float | None:
        """Seconds left, never below zero; None without a limit."""
        return None if self._at_s is None else max(0.0, self._at_s - self._clock())

    def expired(self) -> bool:
        """Whether no time is left."""
        return self._at_s is not None and self._clock() >= self._at_s

    def allows(self, wait_s: float) -> bool:
        """Whether a wait of `wait_s` seconds ends before the deadline."""
        remaining_s = self.remaining_s()
        return remaining_s is None or wait_s < remaining_s

    def cap(self, timeout_s: float | None) -> float | None:
        """The shorter of `timeout_s` and what is left."""
        remaining_s = self.remaining_s()
        if remaining_s is None or timeout_s is None:
            return timeout_s if remaining_s is None else remaining_s
        return min(remaining_s, timeout_s)

    def earlier(self, other: Deadline) -> Deadline:
        """The one of the two that comes first."""
        if other._at_s is None:
            return self
        return other if self._at_s is None or other._at_s < self._at_s else self

    def exceeded(self, doing: str, *, maybe_executed: bool = False) -> DeadlineExceeded:
        """The error that says what was going on when the time ran out."""
        return DeadlineExceeded(
            f"total time of {self.total_s:g} s ran out while {doing}", maybe_executed=maybe_executed
        )

    def check(self, doing: str) -> None:
        """Raises DeadlineExceeded if no time is left."""
        if self.expired():
            raise self.exceeded(doing)
