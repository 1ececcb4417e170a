"""Server-sent events.

Each event is named like its type, as the live service was seen to do; an error only from 2026-03-01 on
(docs-api-errors). One event with `done` true ends the stream, then the body ends.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from typing import Any

from .errors import Fault, error_event
from .event_json import json_of
from .exchange import Call, Event, Reply
from .hooks import CutConnection
from .service import Service

Change = Callable[[Call, Mapping[str, Any], Event], Iterable[Event]]


def stream_reply(
    service: Service, call: Call, asked: Mapping[str, Any], events: AsyncGenerator[Event, None], change: Change
) -> Reply:
    """The answer that sends `events`, each as the hook `change` has it; what they raise becomes the last one.

    `asked` is the request, with the `context_id` of the events where it has one.
    """
    stream = _stream(service, call, asked, events, change)
    return Reply(200, "text/event-stream", stream, [("cache-control", "no-cache")])


def frame_of(event: Event) -> bytes:
    """One event as bytes, the blank line included; all but legacy errors have a name."""
    name = None if isinstance(event.get("error"), str) else event.get("type")
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json_of(event)}\n\n".encode()


def context_id_of(asked: Mapping[str, Any]) -> str | None:
    """The context that a request names, if it does."""
    context_id = asked.get("context_id")
    return context_id if isinstance(context_id, str) else None


async def _stream(
    service: Service, call: Call, asked: Mapping[str, Any], events: AsyncGenerator[Event, None], change: Change
) -> AsyncGenerator[bytes, None]:
    hooks = service.hooks
    try:
        async for event in events:
            for changed in change(call, asked, event):
                yield hooks.sse_frame(call, changed, frame_of(changed))
    except (CutConnection, asyncio.CancelledError, GeneratorExit):
        raise
    except Exception as trouble:  # noqa: BLE001 - the status was sent: an event must say it
        fault = trouble if isinstance(trouble, Fault) else Fault(500, None, "the stream could not be completed")
        form = hooks.error_format(call, call.error_format)
        event = error_event(hooks.fault(call, fault), form, call.request_id, context_id_of(asked))
        yield hooks.sse_frame(call, event, frame_of(event))
    wait_s = hooks.sse_end(call)
    if wait_s:
        await asyncio.sleep(wait_s)
