"""What every recorded socket tells, whatever its channel: who sent what, and how it ended. Reading, not judging."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from contralto_conformance.oracle.reading import as_object
from contralto_conformance.trace import Direction, Exchange, Frame


@dataclass(frozen=True, eq=False)
class Message:
    """One JSON object that was sent or received. label: of the exchange. index: of its frame there."""

    label: str
    index: int
    time_s: float
    value: dict[str, Any]

    @property
    def kind(self) -> str:
        """What tells it apart from other messages, or "" if that is no string."""
        return self.text("type")

    @property
    def where(self) -> str:
        """The place of the message, for a finding."""
        return f"`{self.label}`, frame {self.index}, +{self.time_s:.3f} s"

    def text(self, member: str) -> str:
        """A text member; "" if it is anything else."""
        found = self.value.get(member)
        return found if isinstance(found, str) else ""


M = TypeVar("M", bound=Message)


@dataclass(frozen=True, eq=False)
class Conversation(ABC, Generic[M]):
    """One socket, refused ones included (they have no messages). A channel says what its messages are."""

    exchange: Exchange

    @abstractmethod
    def message(self, index: int, frame: Frame, value: dict[str, Any]) -> M:
        """The message that a frame holds."""

    @property
    def is_open(self) -> bool:
        """Whether the socket was opened at all."""
        return self.exchange.status == 101

    @property
    def where(self) -> str:
        """The socket, for a finding."""
        return f"`{self.exchange.label}`"

    @cached_property
    def sent(self) -> tuple[M, ...]:
        """JSON objects that the client sent."""
        return tuple(self._messages("sent"))

    @cached_property
    def received(self) -> tuple[M, ...]:
        """JSON objects that the service sent."""
        return tuple(self._messages("received"))

    def of(self, *kinds: str) -> tuple[M, ...]:
        """Received messages of these kinds."""
        return tuple(m for m in self.received if m.kind in kinds)

    @cached_property
    def errors(self) -> tuple[M, ...]:
        """Received error events."""
        return self.of("error")

    def frames(self, direction: Direction) -> Iterator[tuple[int, Frame]]:
        """Text and binary frames of one side as they were, with their indices."""
        for index, frame in enumerate(self.exchange.frames):
            if frame.direction == direction and frame.kind in {"text", "binary"}:
                yield index, frame

    @property
    def ended_badly(self) -> bool:
        """Whether the socket ended before the client was through with it: what it waited for did not come."""
        return self.exchange.ending in {"deadline", "too-large", "closed", "truncated"}

    @property
    def how_it_ended(self) -> str:
        """The end of the socket, for a finding."""
        code = f" with code {self.exchange.close_code}" if self.exchange.close_code is not None else ""
        detail = f": {self.exchange.detail}" if self.exchange.detail else ""
        return f"the socket ended as {self.exchange.ending}{code}{detail}"

    def _messages(self, direction: Direction) -> Iterator[M]:
        for index, frame in self.frames(direction):
            value = as_object(frame.payload) if frame.kind == "text" else None
            if value is not None:
                yield self.message(index, frame, value)
