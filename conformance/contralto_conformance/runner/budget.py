"""What a run may still spend. A cap is kept by reserving the most that something can cost before it is started."""

from __future__ import annotations

import threading

from contralto_conformance.runner.model import NOTHING, Cost


class Budget:
    """The credits of one run, for use in any thread. cap: the most that may be spent; None for no limit."""

    def __init__(self, cap: float | None = None) -> None:
        self.cap = cap
        self._reserved = 0.0
        self._spent = NOTHING
        self._lock = threading.Lock()

    @property
    def spent(self) -> Cost:
        """What was spent so far."""
        return self._spent

    @property
    def left(self) -> float:
        """Credits that nothing was spent on or reserved for, every doubt against the caller."""
        return float("inf") if self.cap is None else max(0.0, self.cap - self._spent.at_most - self._reserved)

    def reserve(self, at_most: float) -> bool:
        """Takes hold of that many credits; False, and nothing happens, if there are not as many left."""
        with self._lock:
            if at_most > self.left:
                return False
            self._reserved += at_most
            return True

    def settle(self, reserved: float, cost: Cost) -> None:
        """Gives back what was reserved and books what it came to."""
        with self._lock:
            self._reserved -= reserved
            self._spent += cost


class Slices:
    """Credits for a test that goes on as long as there are any, piece by piece; one thread at a time.

    at_most: what a piece can cost.
    """

    def __init__(self, budget: Budget, at_most: float) -> None:
        self._budget = budget
        self._at_most = at_most
        self._held = 0.0
        self.is_short = False

    def next(self) -> bool:
        """Reserves the credits of the next piece, unless it has them already; False if they are not there."""
        if not self._held and self._at_most:
            if not self._budget.reserve(self._at_most):
                self.is_short = True
                return False
            self._held = self._at_most
        return True

    def settle(self, cost: Cost) -> None:
        """Books a piece."""
        held, self._held = self._held, 0.0
        self._budget.settle(held, cost)
