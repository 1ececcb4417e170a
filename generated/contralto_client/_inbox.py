"""Events of one context between the socket and whoever consumes them. No I/O."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from ._deadline import Deadline
from .errors import Received

E = TypeVar("E")


class Settable(Protocol):
    """The part of a Signal that needs no waiting."""

    def set(self) -> None:
        """Lets the waiter go on."""

    def clear(self) -> None:
        """Takes the flag down."""


S = TypeVar("S", bound=Settable)


class Inbox(Generic[E, S]):
    """A queue with one writer, whoever reads the socket, and one reader, the context's consumer.

    Sizes are those of the messages on the wire. `n_put_bytes` is written only by the one side and `n_taken_bytes` only
    by the other, so no lock is needed around them.
    """

    __slots__ = (
        "begun",
        "consumer",
        "context_id",
        "deadline",
        "ended",
        "events",
        "failure",
        "last_event",
        "n_events",
        "n_put_bytes",
        "n_taken_bytes",
        "signal",
    )

    def __init__(self, context_id: str, signal: S) -> None:
        self.context_id = context_id
        self.signal = signal
        self.events: deque[tuple[E, int]] = deque()
        self.n_put_bytes = 0
        self.n_taken_bytes = 0
        self.n_events = 0
        self.last_event: E | None = None
        self.begun = False  # something was sent for it
        self.ended = False  # no more events will come
        self.failure: Exception | None = None  # raised once the events before it are taken
        self.consumer: object | None = None  # who waited for it last
        self.deadline = Deadline(None)

    def begin(self, total_s: float | None) -> None:
        """The first message is about to be sent: the total time runs from here."""
        if not self.begun:
            self.begun = True
            self.deadline = Deadline(total_s)

    @property
    def settled(self) -> bool:
        """Whether nothing more will be put."""
        return self.ended or self.failure is not None

    def has_room(self, n_bytes: int, limit_bytes: int) -> bool:
        """Whether a message of `n_bytes` fits; an empty inbox takes any."""
        return not self.events or self.n_put_bytes - self.n_taken_bytes + n_bytes <= limit_bytes

    def put(self, event: E, n_bytes: int) -> None:
        """Adds an event."""
        self.n_put_bytes += n_bytes
        self.n_events += 1
        self.last_event = event
        self.events.append((event, n_bytes))

    def take(self) -> E:
        """Removes the oldest event. Raises IndexError if there is none."""
        event, n_bytes = self.events.popleft()
        self.n_taken_bytes += n_bytes
        return event

    def received(self) -> Received:
        """Count of what came so far."""
        return Received(self.n_events, self.n_put_bytes, self.last_event)


class SilenceClock:
    """How long a connection has been silent."""

    __slots__ = ("_clock", "_heard_s")

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._heard_s = clock()

    def heard(self) -> None:
        """Something came or went."""
        self._heard_s = self._clock()

    def now_s(self) -> float:
        """The moment at which a wait begins."""
        return self._clock()

    def silent_s(self) -> float:
        """Seconds since something came or went."""
        return self._clock() - self._heard_s

    def left_s(self, limit_s: float | None, waiting_since_s: float) -> float | None:
        """Seconds until the silence of somebody waiting since `waiting_since_s` exceeds `limit_s`; None: no limit."""
        if limit_s is None:
            return None
        return max(self._heard_s, waiting_since_s) + limit_s - self._clock()
