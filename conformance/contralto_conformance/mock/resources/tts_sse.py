"""`POST /tts/sse`: a transcript as a stream of events."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from typing import Any

from contralto_conformance.mock.event_stream import context_id_of, stream_reply
from contralto_conformance.mock.exchange import Call, Event, Reply
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

from .ledger import Ledger


async def speak_sse(service: Service, call: Call) -> Reply:
    """Answers the stream; what is wrong with the request is an HTTP error before it."""
    asked = read_speech_request(service, call)
    manner = manner_of(service, call, asked)
    check_speakable(service, call, asked["transcript"])
    service.state(Ledger).check_speech(manner, asked["transcript"])
    return stream_reply(service, call, asked, _events(service, call, asked, manner))


async def _events(
    service: Service, call: Call, asked: Mapping[str, Any], manner: Manner
) -> AsyncGenerator[Event, None]:
    form = raw_format_of(asked)
    context_id = context_id_of(asked)
    about: Event = {} if context_id is None else {"context_id": context_id}
    pacer = Pacer(service.settings)
    for piece in spoken(asked["transcript"], manner, form, piece_ms=PIECE_MS):
        for event in events_of(piece, manner, form, about):
            yield event
        await pacer.played(form.seconds(piece.audio))
    service.state(Ledger).charge_speech(call, manner, asked["transcript"])
    yield {"type": "done", "done": True, "status_code": 200, **about}


OPERATIONS = (Operation("POST", "/tts/sse", speak_sse),)
