"""A clock that a test turns, and a mock that goes by it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from contralto_conformance.mock import MockSettings, serve

from .conftest import Api

NOON_S = 1798804800.0  # 2027-01-01T12:00:00Z


class Clock:
    """Seconds since the epoch, which stand still until they are told to pass."""

    def __init__(self, now_s: float = NOON_S) -> None:
        self.now_s = now_s

    def __call__(self) -> float:
        return self.now_s

    def passes(self, seconds: float) -> None:
        """Lets time go by."""
        self.now_s += seconds


@contextmanager
def timed_mock(clock: Clock, **settings: Any) -> Iterator[Api]:
    """A mock that lives by `clock`."""
    with serve(MockSettings(clock=clock, **settings)) as running:
        api = Api(running)
        with api.client:
            yield api
