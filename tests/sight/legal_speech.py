"""More of what a service may do and the mock does not: of changed voices, streams, and contexts."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from typing import Any

from contralto_conformance.mock.defects.rewriting import instead, one_event, without
from contralto_conformance.mock.errors import Fault, error_event
from contralto_conformance.mock.exchange import Call, Event, Reply
from contralto_conformance.mock.hooks import Session

from .legal import Variation

_CHANGER = "/voice-changer/sse"


def _with_audio(event: Event, audio: bytes) -> Event:
    return {**event, "data": base64.b64encode(audio).decode()}


def _audio_of(event: Event) -> bytes:
    return base64.b64decode(str(event["data"]))


# -- streams ---------------------------------------------------------------------------------------------------------


class TypedChanges(Variation):
    """Gives the events of a changed voice the types that they had in older versions."""

    def changer_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        self.note()
        return ({"type": "chunk" if "data" in event else "done", **event},)


class NoSampleRates(Variation):
    """Leaves out the sample rate, of which older versions do not speak."""

    def changer_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        self.note()
        return (without(event, "sample_rate"),)


class SmallChanges(Variation):
    """Cuts the pieces of a changed voice in two, wherever a sample or a header ends, and sends some without audio."""

    def changer_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        if "data" not in event:
            return (event,)
        self.note()
        audio = _audio_of(event)
        return [_with_audio(event, part) for part in (audio[:7], b"", audio[7:])]


class UnendedChanges(Variation):
    """Does not know in advance how long a WAV file will be."""

    def changer_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        audio = _audio_of(event) if "data" in event else b""
        if not audio.startswith(b"RIFF"):
            return (event,)
        self.note()
        data = audio.index(b"data") + 4
        unknown = b"\xff\xff\xff\xff"
        return (_with_audio(event, audio[:4] + unknown + audio[8:data] + unknown + audio[data + 4 :]),)


class OtherSpeech(Variation):
    """Speaks the same words a little differently each time."""

    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        if event.get("type") != "chunk":
            return (event,)
        self.note()
        audio = bytearray(_audio_of(event))
        audio[::4] = bytes(byte ^ 1 for byte in audio[::4])
        return (_with_audio(event, bytes(audio)),)


class NotCached(Variation):
    """Says of streams in many words that they are neither cached nor compressed."""

    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path == "/tts/sse" and reply.status == 200:
            self.note()
            reply.headers = [pair for pair in reply.headers if pair[0].lower() != "cache-control"]
            reply.headers += [("Cache-Control", "no-store, max-age=0, private"), ("content-encoding", "identity")]
        return reply


class ErrorsInStreams(Variation):
    """Says in the stream what it finds wrong with a form, or that a model does not exist."""

    def fault(self, call: Call, fault: Fault) -> Fault:
        call.memo["said"] = fault
        return fault

    def reply(self, call: Call, reply: Reply) -> Reply:
        fault = call.memo.get("said")
        in_form = call.path == _CHANGER and reply.status in (400, 404)
        if fault is None or not (in_form or (call.path == "/tts/sse" and fault.code == "model_not_found")):
            return reply
        self.note()
        return one_event(error_event(fault, call.error_format, call.request_id, None), reply)


class NothingThere(Variation):
    """Changes no voices, tells no usage, and has no managed agents."""

    absent = ("/voice-changer", "/usage", "/v1/agents")

    def reply(self, call: Call, reply: Reply) -> Reply:
        if not call.path.startswith(self.absent) or call.transport == "websocket":
            return reply
        self.note()
        return instead(call, reply, 404, "there is nothing here")


# -- contexts --------------------------------------------------------------------------------------------------------


class ReusedIds(Variation):
    """Begins a new context when the id of an old one is used again."""

    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        names: dict[object, str] = session.memo.setdefault("names", {})
        name = message.get("context_id")
        if name in session.memo.get("over", ()) and not message.get("cancel"):
            self.note()
            session.memo["over"].discard(name)
            names[name] = f"{names.get(name, name)}~"
        return ({**message, "context_id": names[name]} if name in names else message,)

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        names: dict[object, str] = session.memo.setdefault("names", {})
        own = {inner: outer for outer, inner in names.items()}
        name = own.get(str(event.get("context_id")), event.get("context_id"))
        if event.get("type") == "done":
            session.memo.setdefault("over", set()).add(name)
        return ({**event, "context_id": name} if "context_id" in event else event,)


class OtherVoicesRefused(Variation):
    """Ends a context with an error when it changes its voice."""

    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        voices: dict[object, object] = session.memo.setdefault("own voices", {})
        voice = message.get("voice")
        if voice is not None and voices.setdefault(message.get("context_id"), voice) != voice:
            self.note()
            raise Fault(400, None, "`voice` must be the same in all requests of a context")
        return (message,)


GROUPS: Mapping[str, tuple[type[Variation], ...]] = {
    "streams": (TypedChanges, UnendedChanges, OtherSpeech, NotCached, ReusedIds),
    "small pieces": (SmallChanges, ErrorsInStreams, OtherVoicesRefused),
    "absent operations": (NothingThere,),
}
"""Variations that go together, shown to the suite of the newest version."""

LEGACY_GROUPS: Mapping[str, tuple[type[Variation], ...]] = {
    "legacy streams": (NoSampleRates, SmallChanges, OtherSpeech, ReusedIds, OtherVoicesRefused, ErrorsInStreams),
}
"""The same for the version 2025-04-16."""
