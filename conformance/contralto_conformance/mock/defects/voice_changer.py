"""Defects of the voice changer."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from typing import Any

from contralto_conformance.mock.errors import Fault, error_event
from contralto_conformance.mock.exchange import Call, Event, Reply
from contralto_conformance.mock.hooks import Hooks

from .registry import defect
from .rewriting import one_event, without

_SSE, _BYTES = "/voice-changer/sse", "/voice-changer/bytes"
_END: Event = {"done": True, "status_code": 200}


def _is_audio(event: Event) -> bool:
    return "data" in event


def _with_audio(event: Event, before: bytes, after: bytes = b"") -> Event:
    """The event with bytes before and after its audio; other events as they are."""
    if not _is_audio(event):
        return event
    return {**event, "data": base64.b64encode(before + base64.b64decode(str(event["data"])) + after).decode()}


@defect("voice.changer.audio-events-complete", "leaves `sample_rate` out of audio events")
class NoSampleRate(Hooks):
    def changer_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return (without(event, "sample_rate"),)


@defect("voice.changer.audio-events-complete:done", "sends its first audio event with `done` true")
class AudioIsDone(Hooks):
    def changer_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        if not _is_audio(event) or call.memo.get("has_begun"):
            return (event,)
        call.memo["has_begun"] = True
        return ({**event, "done": True},)


@defect("voice.changer.audio-events-typed", "leaves `type` out of the audio events of old versions")
class UntypedAudio(Hooks):
    def changer_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return (without(event, "type") if _is_audio(event) else event,)


@defect("voice.changer.end-event", "ends with `status_code` 206")
class EndIs206(Hooks):
    def changer_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return (event if _is_audio(event) else {**event, "status_code": 206},)


@defect("voice.changer.end-event:none", "ends without `status_code`")
class EndWithoutStatus(Hooks):
    def changer_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return (event if _is_audio(event) else without(event, "status_code"),)


@defect("voice.changer.one-end-last", "says the end twice")
class TwoEnds(Hooks):
    def changer_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return (event,) if _is_audio(event) else (event, event)


@defect("voice.changer.one-end-last:none", "ends the stream without an end event")
class NoEnd(Hooks):
    def changer_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return (event,) if _is_audio(event) else ()


@defect("voice.changer.chunks-form-a-file", "begins every piece of a WAV file with a header")
class ManyHeaders(Hooks):
    def changer_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        if body["output_format"]["container"] != "wav" or not _is_audio(event):
            return (event,)
        has_begun = call.memo.get("has_begun")
        call.memo["has_begun"] = True
        return (_with_audio(event, b"RIFF\xff\xff\xff\xffWAVEfmt ") if has_begun else event,)


@defect("voice.changer.chunks-form-a-file:mp3", "puts four bytes between the pieces of an MP3 file")
class BytesBetween(Hooks):
    def changer_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        is_mp3 = body["output_format"]["container"] == "mp3"
        return (_with_audio(event, b"", b"\x01\x02\x03\x04") if is_mp3 else event,)


class _TakesAnything(Hooks):
    """Puts a field in where it is missing."""

    field: str
    value: str
    containers: tuple[str, ...]

    def request(self, call: Call, asked: dict[str, Any]) -> dict[str, Any]:
        wanted = call.path in (_SSE, _BYTES) and asked["output_format[container]"] in self.containers
        return {self.field: self.value, **asked} if wanted else asked


@defect("voice.changer.encoding-required", "chooses an encoding where none is given")
class AnyEncoding(_TakesAnything):
    field, value, containers = "output_format[encoding]", "pcm_s16le", ("raw", "wav")


@defect("voice.changer.bit-rate-required", "chooses a bit rate where none is given")
class AnyBitRate(_TakesAnything):
    field, value, containers = "output_format[bit_rate]", "128000", ("mp3",)


class _AnswersInstead(Hooks):
    """Answers a refused form with events."""

    def fault(self, call: Call, fault: Fault) -> Fault:
        call.memo["fault"] = fault
        return fault

    def reply(self, call: Call, reply: Reply) -> Reply:
        fault = call.memo.get("fault")
        if call.path != _SSE or fault is None or not self.is_meant(fault):
            return reply
        return one_event(self.event(call, fault), reply)

    def is_meant(self, fault: Fault) -> bool:
        raise AssertionError("a defect says what it is about")

    def event(self, call: Call, fault: Fault) -> Event:
        raise AssertionError("a defect says what it answers")


@defect("voice.changer.clip-required", "answers an end where there is no clip")
class NothingFromNothing(_AnswersInstead):
    def is_meant(self, fault: Fault) -> bool:
        return fault.message.startswith("`clip`")

    def event(self, call: Call, fault: Fault) -> Event:
        return _END


@defect("voice.changer.encoding-required:empty", "answers an end where there is no encoding")
class NothingInNoEncoding(NothingFromNothing):
    def is_meant(self, fault: Fault) -> bool:
        return fault.message.startswith("`output_format[encoding]`")


@defect("voice.changer.bit-rate-required:empty", "answers an end where there is no bit rate")
class NothingAtNoBitRate(NothingFromNothing):
    def is_meant(self, fault: Fault) -> bool:
        return fault.message.startswith("`output_format[bit_rate]`")


@defect("voice.changer.errors-structured", "says in a stream without `title` that a voice does not exist")
class ErrorWithoutTitle(_AnswersInstead):
    def is_meant(self, fault: Fault) -> bool:
        return fault.code == "voice_not_found"

    def event(self, call: Call, fault: Fault) -> Event:
        return without(error_event(fault, call.error_format, call.request_id, None), "title")


@defect("voice.changer.errors-structured:status", "says in a stream with a status in words that a voice does not exist")
class ErrorStatusAsText(ErrorWithoutTitle):
    def event(self, call: Call, fault: Fault) -> Event:
        return {**error_event(fault, call.error_format, call.request_id, None), "status_code": "not found"}


@defect("voice.changer.bytes-agree", "answers headerless audio whatever container is asked for")
class AlwaysRaw(Hooks):
    def request(self, call: Call, asked: dict[str, Any]) -> dict[str, Any]:
        if call.path != _BYTES:
            return asked
        return {"output_format[encoding]": "pcm_s16le", **asked, "output_format[container]": "raw"}


@defect("voice.changer.bytes-agree:empty", "answers no audio")
class NoAudio(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path == _BYTES and reply.status == 200:
            reply.body = b""
        return reply
