"""From JSON messages to typed events, for SSE streams and sockets alike. No I/O.

A message is known by its member `type`. Types that the package does not know arrive as UnknownEvent: the service may
add some within a version, and a client must neither fail on them nor hide them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
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


class EventDecoder(Generic[E]):
    """The events of one channel or stream.

    `classes` gives for each `type` the function that makes the event of the message (`from_dict` of its model).
    After a type of `terminal` nothing follows; a type of `error` says that the stream or context failed.
    """

    __slots__ = ("_classes", "error", "terminal")

    def __init__(
        self,
        classes: Mapping[str, Callable[[Mapping[str, Any]], E]],
        *,
        terminal: Iterable[str] = ("done",),
        error: Iterable[str] = ("error",),
    ) -> None:
        self._classes = dict(classes)
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

    def event(self, message: Mapping[str, Any]) -> E | UnknownEvent:
        """The typed event of a message. Raises DecodeError if a known type lacks what it must have."""
        kind = kind_of(message)
        make = self._classes.get(kind)
        if make is None:
            return UnknownEvent(kind, message)
        try:
            return make(message)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as exc:
            what = f"member {exc} is missing" if isinstance(exc, KeyError) else str(exc)
            raise DecodeError(f"an event `{kind}` is not as documented: {what}", raw=_dumped(message)) from exc


def kind_of(message: Mapping[str, Any]) -> str:
    """The `type` of a message; empty if it has none that is text."""
    kind = message.get("type")
    return kind if type(kind) is str else ""


def _bytes(data: bytes | str) -> bytes:
    return data.encode("utf-8", "replace") if isinstance(data, str) else data


def _dumped(message: Mapping[str, Any]) -> bytes:
    try:
        return _codec.dumps(message)
    except (ValueError, TypeError, RecursionError):
        return b""
