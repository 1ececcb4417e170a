"""What several defects do to an answer: read its JSON and write it changed, or put an error in its place."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Callable
from typing import Any

from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.event_stream import frame_of
from contralto_conformance.mock.exchange import Call, Event, Reply, error_reply


def with_json(reply: Reply, change: Callable[[dict[str, Any]], object]) -> Reply:
    """The reply with `change` applied to its JSON object; as it is when it holds none."""
    if reply.media_type != "application/json" or not isinstance(reply.body, bytes):
        return reply
    content = json.loads(reply.body)
    if isinstance(content, dict):
        change(content)
        reply.body = json.dumps(content, separators=(",", ":")).encode()
    return reply


def instead(call: Call, reply: Reply, status: int, message: str) -> Reply:
    """An error in place of the reply, in the envelope of the call; headers such as X-Request-Id stay."""
    error = error_reply(Fault(status, None, message), call.error_format, call.request_id)
    error.headers += reply.headers
    return error


def is_error(reply: Reply) -> bool:
    """True for statuses from 400 on."""
    return reply.status >= 400


def one_event(event: Event, reply: Reply, *, name: str | None = None) -> Reply:
    """A stream of this one event in place of the reply, with its headers; without `name` it has the usual one."""
    frame = frame_of(event)
    if name is not None:
        frame = (f"event: {name}\n" if name else "").encode() + frame[frame.index(b"data:") :]

    async def stream() -> AsyncGenerator[bytes, None]:
        yield frame

    return Reply(200, "text/event-stream", stream(), reply.headers)


NAMELESS_CHUNK: Event = {"type": "chunk", "data": "", "done": False, "status_code": 206, "step_time": 1.0}
"""A chunk without audio, which names no context."""


def without(event: Event, member: str) -> Event:
    """The event with one member less."""
    return {name: value for name, value in event.items() if name != member}


def with_data(event: Event, change: Callable[[str], str]) -> Event:
    """A chunk with `change` applied to its base64 text; other events as they are."""
    return {**event, "data": change(str(event["data"]))} if event.get("type") == "chunk" else event


def with_times(event: Event, **changes: Callable[[list[Any]], list[Any]]) -> Event:
    """A timestamps event with changes applied to its arrays by name (`words`, `phonemes`, `start`, `end`).

    Other events are left as they are.
    """
    changed = dict(event)
    for member in ("word_timestamps", "phoneme_timestamps"):
        times = event.get(member)
        if isinstance(times, dict):
            changed[member] = {
                name: changes[name](values) if name in changes else values for name, values in times.items()
            }
    return changed
