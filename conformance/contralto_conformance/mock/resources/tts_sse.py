"""`POST /tts/sse`: a transcript as a stream of events.

Data events have no event name, an error after the start of the stream has the name `error` from 2026-03-01 on
(docs-api-errors). One event with `done` true ends the stream, then the body ends.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from typing import Any

from contralto_conformance.mock.errors import Fault, error_event
from contralto_conformance.mock.exchange import Call, Event, Reply
from contralto_conformance.mock.hooks import CutConnection
from contralto_conformance.mock.limits import SPEECH_CREDITS_PER_CHARACTER
from contralto_conformance.mock.operations import Operation
from contralto_conformance.mock.service import Pacer, Service
from contralto_conformance.mock.speaking import (
    PIECE_MS,
    Manner,
    check_speakable,
    events_of,
    manner_of,
    raw_format_of,
    read_speech_request,
    spoken,
)


async def speak_sse(service: Service, call: Call) -> Reply:
    """Answers the stream; what is wrong with the request is an HTTP error before it."""
    asked = read_speech_request(service, call)
    manner = manner_of(service, call, asked)
    check_speakable(service, call, asked["transcript"])
    service.limits.spend(len(asked["transcript"]) * SPEECH_CREDITS_PER_CHARACTER)
    stream = _stream(service, call, asked, manner)
    return Reply(200, "text/event-stream", stream, [("cache-control", "no-cache")])


def frame_of(event: Event, name: str | None = None) -> bytes:
    """One event as bytes, the blank line included."""
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(event, separators=(',', ':'))}\n\n".encode()


async def _stream(
    service: Service, call: Call, asked: Mapping[str, Any], manner: Manner
) -> AsyncGenerator[bytes, None]:
    hooks = service.hooks
    try:
        async for event in _events(service, asked, manner):
            for changed in hooks.sse_event(call, asked, event):
                yield hooks.sse_frame(call, changed, frame_of(changed))
    except (CutConnection, asyncio.CancelledError, GeneratorExit):
        raise
    except Exception as trouble:  # noqa: BLE001 - the status was sent: an event must say it
        fault = trouble if isinstance(trouble, Fault) else Fault(500, None, "the stream could not be completed")
        form = hooks.error_format(call, call.error_format)
        event = error_event(hooks.fault(call, fault), form, call.request_id, _context_id(asked))
        yield hooks.sse_frame(call, event, frame_of(event, "error" if form == "structured" else None))
    wait_s = hooks.sse_end(call)
    if wait_s:
        await asyncio.sleep(wait_s)


async def _events(service: Service, asked: Mapping[str, Any], manner: Manner) -> AsyncGenerator[Event, None]:
    form = raw_format_of(asked)
    context_id = _context_id(asked)
    about: Event = {} if context_id is None else {"context_id": context_id}
    pacer = Pacer(service.settings)
    for piece in spoken(asked["transcript"], manner, form, piece_ms=PIECE_MS):
        for event in events_of(piece, manner, form, about):
            yield event
        await pacer.played(form.seconds(piece.audio))
    yield {"type": "done", "done": True, "status_code": 200, **about}


def _context_id(asked: Mapping[str, Any]) -> str | None:
    context_id = asked.get("context_id")
    return context_id if isinstance(context_id, str) else None


OPERATIONS = (Operation("POST", "/tts/sse", speak_sse),)
