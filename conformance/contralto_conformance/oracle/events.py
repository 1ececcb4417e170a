"""The events of a stream, of speech or of a changed voice, as a client that looks at the JSON alone would see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from contralto_conformance.oracle.exchanges import asks, where
from contralto_conformance.oracle.reading import NOT_JSON, as_json, is_integer, is_text
from contralto_conformance.oracle.sse import Block, blocks
from contralto_conformance.trace import Exchange, Trace

KNOWN = frozenset({"chunk", "timestamps", "phoneme_timestamps", "done", "error"})
"""Types of events that the contract describes for streams; others are legal and say nothing."""


@dataclass(frozen=True)
class Event:
    """One event whose data is a JSON object. number: of its block in the body, from 0. name: of its `event` field."""

    exchange: Exchange
    number: int
    value: dict[str, Any]
    name: str = ""

    @property
    def kind(self) -> str:
        """Its `type`, or "" if that is no string."""
        kind = self.value.get("type")
        return kind if isinstance(kind, str) else ""

    @property
    def where(self) -> str:
        return f"{where(self.exchange)}, event {self.number}"


def streams(trace: Trace) -> Iterator[Exchange]:
    """The event streams of a trace: 200 answers of `POST /tts/sse` with the right media type.

    Without those that the client left on purpose, which have no end to judge.
    """
    return (e for e in trace.exchanges if is_stream(e) and e.ending != "left")


def is_stream(exchange: Exchange) -> bool:
    """Whether an exchange is a `POST /tts/sse` that was answered by a stream of events."""
    right = exchange.status == 200 and exchange.media_type == "text/event-stream"
    return right and exchange.transport != "websocket" and asks(exchange, "POST", "/tts/sse")


def whole_blocks(exchange: Exchange) -> tuple[Block, ...]:
    """Blocks that may be judged: all of them, but the last one of a stream that was cut in the middle of it."""
    found = _blocks(exchange.body)
    if found and not found[-1].ended and exchange.ending != "complete":
        return found[:-1]
    return found


@lru_cache(maxsize=4)
def _blocks(body: bytes) -> tuple[Block, ...]:
    """Many checks read the same few bodies, one after the other."""
    return tuple(blocks(body))


def events(exchange: Exchange) -> list[Event]:
    """The events of a stream of speech whose data is a JSON object, in order; none if the answer is no such stream."""
    return json_events(exchange) if is_stream(exchange) else []


def json_events(exchange: Exchange) -> list[Event]:
    """The events of any stream whose data is a JSON object, in order."""
    return [
        Event(exchange, number, value, name)
        for number, value, name in _objects(exchange.body, len(whole_blocks(exchange)))
    ]


@lru_cache(maxsize=4)
def _objects(body: bytes, n_blocks: int) -> tuple[tuple[int, dict[str, Any], str], ...]:
    """Number, value and name of each of the first blocks of a body whose data is a JSON object."""
    return tuple(
        (number, value, block.event)
        for number, block in enumerate(_blocks(body)[:n_blocks])
        if isinstance(value := as_json(block.payload) if block.data else NOT_JSON, dict)
    )


def is_structured_error(value: dict[str, Any]) -> bool:
    """Whether an event has what an error event has from 2026-03-01 on."""
    texts = is_text(value.get("title")) and is_text(value.get("message"))
    return texts and value.get("type") == "error" and value.get("done") is True and is_integer(value.get("status_code"))
