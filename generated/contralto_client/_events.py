"""From JSON messages to typed events, for SSE streams and sockets alike. No I/O.

A message is known by its tag, on most channels the member `type`, or by its shape where it has none. What the package
does not know arrives as UnknownEvent: the service may add some within a version, and a client must neither fail on them
nor hide them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from . import _codec
from .errors import DecodeError

E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class UnknownEvent:
    """An event of a type this package does not know. `fields` is the whole message as received."""

    type: str
    fields: Mapping[str, Any]

    @property
    def context_id(self) -> str | None:
        """The context it belongs to, if it names one."""
        value = self.fields.get("context_id")
        return value if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class Shape:
    """An event that carries no tag: it is known by members with a constant value, and by those that it must have."""

    name: str
    make: Callable[[Mapping[str, Any]], Any]
    required: frozenset[str] = frozenset()
    where: Mapping[str, object] = field(default_factory=dict)

    def fits(self, message: Mapping[str, Any]) -> bool:
        """Whether `message` is such an event."""
        return self.required <= message.keys() and all(
            message.get(name) is value or (type(message.get(name)) is type(value) and message.get(name) == value)
            for name, value in self.where.items()
        )


class EventDecoder(Generic[E]):
    """The events of one channel or stream.

    `classes` gives for each value of the member `tag` the function that makes the event of the message (`from_dict` of
    its model); `shapes` are tried in their order for messages of no known tag. After a kind of `terminal` nothing
    follows; one of `error` says that the stream or context failed.
    """

    __slots__ = ("_classes", "_shapes", "_tag", "error", "terminal")

    def __init__(
        self,
        classes: Mapping[str, Callable[[Mapping[str, Any]], E]],
        *,
        tag: str = "type",
        shapes: Iterable[Shape] = (),
        terminal: Iterable[str] = ("done",),
        error: Iterable[str] = ("error",),
    ) -> None:
        self._shapes = tuple(shapes)
        self._classes: dict[str, Callable[[Mapping[str, Any]], E]] = dict(classes)
        self._classes.update((shape.name, shape.make) for shape in self._shapes)
        self._tag = tag
        self.terminal = frozenset(terminal)
        self.error = frozenset(error)

    def parse(self, data: bytes | str) -> dict[str, Any]:
        """The message of a JSON text. Raises DecodeError if it is no JSON object."""
        try:
            message = _codec.loads(data)
        except ValueError as exc:
            raise DecodeError(f"expected an event as a JSON object, got no JSON: {exc}", raw=_bytes(data)) from exc
        if type(message) is not dict:
            raise DecodeError(
                f"expected an event as a JSON object, got a JSON {type(message).__name__}", raw=_bytes(data)
            )
        return cast("dict[str, Any]", message)

    def kind(self, message: Mapping[str, Any]) -> str:
        """What a message is: its tag, or the name of the shape that it has; empty if nothing tells."""
        tag = message.get(self._tag)
        kind = tag if type(tag) is str else ""
        if self._shapes and kind not in self._classes:
            return next((shape.name for shape in self._shapes if shape.fits(message)), kind)
        return kind

    def event(self, message: Mapping[str, Any], kind: str | None = None) -> E | UnknownEvent:
        """The typed event of a message, whose `kind` need not be looked up again.

        Raises DecodeError if a known kind lacks what it must have.
        """
        if kind is None:
            kind = self.kind(message)
        make = self._classes.get(kind)
        if make is None:
            return UnknownEvent(kind, message)
        try:
            return make(message)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as exc:
            what = f"member {exc} is missing" if isinstance(exc, KeyError) else str(exc)
            raise DecodeError(f"an event `{kind}` is not as documented: {what}", raw=_dumped(message)) from exc


def _bytes(data: bytes | str) -> bytes:
    return data.encode("utf-8", "replace") if isinstance(data, str) else data


def _dumped(message: Mapping[str, Any]) -> bytes:
    try:
        return _codec.dumps(message)
    except (ValueError, TypeError, RecursionError):
        return b""
