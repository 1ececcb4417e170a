"""Defects of speech as a stream of events."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from typing import Any

from contralto_conformance.mock.errors import Fault, error_event
from contralto_conformance.mock.exchange import Call, Event, Reply
from contralto_conformance.mock.hooks import CutConnection, Hooks

from .registry import defect
from .rewriting import (
    NAMELESS_CHUNK,
    is_error,
    one_event,
    with_data,
    with_times,
    without,
)


def _about(body: Mapping[str, Any]) -> Event:
    """Members of every event of the stream that `body` asked for."""
    return {"context_id": body["context_id"]} if isinstance(body.get("context_id"), str) else {}


def _is_speech(call: Call) -> bool:
    """Whether the stream is one of speech, and not of a changed voice."""
    return call.path == "/tts/sse"


@defect("tts.sse.media-type", "sends the stream as `text/plain`")
class StreamAsText(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path == "/tts/sse" and reply.status == 200:
            reply.media_type = "text/plain"
        return reply


@defect("tts.sse.media-type:none", "does not say what a stream is sent as")
class NoMediaType(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if _is_speech(call) and reply.status == 200:
            reply.media_type = None
        return reply


@defect("tts.sse.blocks-end-with-blank-line", "leaves out the blank line after the last event")
class NoLastBlankLine(Hooks):
    def sse_frame(self, call: Call, event: Event, frame: bytes) -> bytes:
        return frame.removesuffix(b"\n") if _is_speech(call) and event["done"] else frame


@defect("tts.sse.blocks-end-with-blank-line:none", "leaves out all blank lines")
class NoBlankLines(Hooks):
    def sse_frame(self, call: Call, event: Event, frame: bytes) -> bytes:
        return frame.removesuffix(b"\n") if _is_speech(call) else frame


@defect("tts.sse.data-is-one-json-object", "ends the stream with `[DONE]`")
class Sentinel(Hooks):
    def sse_frame(self, call: Call, event: Event, frame: bytes) -> bytes:
        return frame + b"data: [DONE]\n\n" if _is_speech(call) and event["done"] else frame


@defect("tts.sse.data-is-one-json-object:no-data", "sends an event without data")
class EventWithoutData(Hooks):
    def sse_frame(self, call: Call, event: Event, frame: bytes) -> bytes:
        return b"event: ping\n\n" + frame if _is_speech(call) and not event["done"] else frame


@defect("tts.sse.chunk-members", "leaves `step_time` out of chunks")
class NoStepTime(Hooks):
    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return (without(event, "step_time"),)


@defect("tts.sse.chunk-members:done", "sends chunks with `done` true")
class ChunksAreDone(Hooks):
    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return ({**event, "done": True} if event["type"] == "chunk" else event,)


@defect("tts.sse.chunk-data-is-base64", "breaks the lines of the base64 of chunks")
class BrokenBase64(Hooks):
    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return (with_data(event, lambda data: f"{data[:76]}\n{data[76:]}"),)


@defect("tts.sse.chunk-data-is-base64:url", "sends audio in the base64 alphabet of URLs, without padding")
class UrlBase64(Hooks):
    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return (with_data(event, lambda data: data.replace("+", "-").replace("/", "_").rstrip("=")),)


@defect("tts.sse.audio-is-headerless-pcm", "begins the audio of a stream with a RIFF header")
class HeaderInStream(Hooks):
    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        if event["type"] != "chunk" or call.memo.setdefault("has_begun", False):
            return (event,)
        call.memo["has_begun"] = True
        header = b"RIFF\0\0\0\0WAVEfmt "
        return (with_data(event, lambda data: base64.b64encode(header + base64.b64decode(data)).decode()),)


@defect("tts.sse.audio-is-headerless-pcm:empty", "sends no audio in its chunks")
class SilentStream(Hooks):
    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return (with_data(event, lambda _: ""),)


@defect("tts.sse.container-raw-only", "takes any container for a stream")
class AnyContainer(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        about_container = call.path == "/tts/sse" and fault.message.startswith("`output_format.container`")
        return None if about_container else fault


@defect("tts.sse.container-raw-only:status", "finds a container unprocessable")
class ContainerUnprocessable(Hooks):
    def fault(self, call: Call, fault: Fault) -> Fault:
        about_container = _is_speech(call) and fault.message.startswith("`output_format.container`")
        return Fault(422, None, fault.message) if about_container else fault


@defect("tts.sse.one-terminal-event-last", "sends a chunk after `done`")
class ChunkAfterDone(Hooks):
    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return (event, {**NAMELESS_CHUNK, **_about(body)}) if event["type"] == "done" else (event,)


@defect("tts.sse.one-terminal-event-last:none", "ends the stream without `done`")
class NoDone(Hooks):
    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return () if event["type"] == "done" else (event,)


@defect("tts.sse.body-ends-after-terminal", "drops the connection after `done`")
class CutAfterDone(Hooks):
    def sse_end(self, call: Call) -> float:
        if _is_speech(call):
            raise CutConnection
        return 0.0


@defect("tts.sse.body-ends-after-terminal:late", "leaves the body open after `done`")
class OpenAfterDone(Hooks):
    def sse_end(self, call: Call) -> float:
        return 60.0 if _is_speech(call) else 0.0


@defect("tts.sse.context-id-echoed", "leaves `context_id` out of timestamps")
class TimestampsWithoutContext(Hooks):
    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return (without(event, "context_id") if event["type"] == "timestamps" else event,)


@defect("tts.sse.context-id-echoed:other", "ends a stream under another `context_id`")
class OtherContext(Hooks):
    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        renamed = "context_id" in event and event["type"] == "done"
        return ({**event, "context_id": call.request_id} if renamed else event,)


@defect("tts.sse.timestamps-when-asked", "sends word timestamps that nobody asked for")
class UnaskedWords(Hooks):
    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        if body.get("add_timestamps") or event["type"] != "done":
            return (event,)
        times = {"words": ["Hello"], "start": [0.0], "end": [0.01]}
        unasked = {"type": "timestamps", "done": False, "status_code": 206, "word_timestamps": times, **_about(body)}
        return (unasked, event)


@defect("tts.sse.timestamps-when-asked:none", "sends no word timestamps")
class NoWords(Hooks):
    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return () if event["type"] == "timestamps" else (event,)


@defect("tts.sse.phonemes-when-asked", "sends no phoneme timestamps")
class NoPhonemes(Hooks):
    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return () if event["type"] == "phoneme_timestamps" else (event,)


@defect("tts.sse.phonemes-when-asked:unasked", "sends phoneme timestamps that nobody asked for")
class UnaskedPhonemes(Hooks):
    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        if body.get("add_phoneme_timestamps") or event["type"] != "done":
            return (event,)
        unasked = {"type": "phoneme_timestamps", "done": False, "status_code": 206, **_about(body)}
        return ({**unasked, "phoneme_timestamps": {"phonemes": ["h"], "start": [0.0], "end": [0.01]}}, event)


@defect("tts.sse.timestamps-are-aligned", "loses the end of the last word of each event")
class LostEnd(Hooks):
    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return (with_times(event, end=lambda times: times[:-1]),)


@defect("tts.sse.timestamps-are-aligned:backwards", "ends words before they start")
class EndsBeforeStart(Hooks):
    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return (with_times(event, end=lambda times: [moment - 1 for moment in times]),)


@defect("tts.sse.timestamps-inside-audio", "counts times in milliseconds")
class Milliseconds(Hooks):
    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        def scaled(times: list[float]) -> list[float]:
            return [moment * 1000 for moment in times]

        return (with_times(event, start=scaled, end=scaled),)


@defect("tts.sse.errors-before-the-stream-use-http", "answers an unknown key with a stream that is one error")
class ErrorsAsStream(Hooks):
    def fault(self, call: Call, fault: Fault) -> Fault:
        call.memo["fault"] = fault
        return fault

    def reply(self, call: Call, reply: Reply) -> Reply:
        fault = call.memo.get("fault")
        if call.path != "/tts/sse" or not is_error(reply) or fault is None or fault.status != 401:
            return reply
        return one_event(error_event(fault, call.error_format, call.request_id, None), reply)


@defect("tts.sse.continue-has-no-meaning", "ends a stream with an error when it was asked to continue")
class WaitsForMore(Hooks):
    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        if not body.get("continue") or event["type"] != "done":
            return (event,)
        fault = Fault(400, None, "a stream cannot be continued")
        return (error_event(fault, call.error_format, call.request_id, None),)


@defect("tts.sse.unsupported-rate-refused", "streams at any sample rate")
class AnyRate(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        about_rate = "`output_format.sample_rate` must be one of" in fault.message
        return None if _is_speech(call) and about_rate else fault


@defect("tts.sse.unsupported-rate-refused:status", "finds the sample rate of a stream unprocessable")
class RateUnprocessable(Hooks):
    def fault(self, call: Call, fault: Fault) -> Fault:
        about_rate = _is_speech(call) and "`output_format.sample_rate` must be one of" in fault.message
        return Fault(422, None, fault.message) if about_rate else fault


@defect("tts.sse.generation-config-range", "streams at any volume and speed")
class AnyVolume(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        return None if _is_speech(call) and fault.message.startswith("`generation_config.") else fault


@defect("tts.sse.context-id-not-needed", "ends a stream without a context with an error")
class NeedsContext(Hooks):
    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        if "context_id" in body or event["type"] != "done":
            return (event,)
        fault = Fault(400, None, "`context_id` is missing")
        return (error_event(fault, call.error_format, call.request_id, None),)


class _Held(Hooks):
    """Holds chunks back, until `release` sends them before the end."""

    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        held: list[Event] = call.memo.setdefault("held", [])
        if event["type"] == "chunk":
            held.append(event)
            return ()
        return (*self.release(held), event) if event["type"] == "done" else (event,)

    def release(self, held: list[Event]) -> Iterable[Event]:
        raise AssertionError("a defect says how it sends them")


@defect("tts.sse.first-chunk-early", "sends the audio of a stream in one chunk, when all of it is made")
class OneChunk(_Held):
    def release(self, held: list[Event]) -> Iterable[Event]:
        audio = b"".join(base64.b64decode(str(event["data"])) for event in held)
        return (with_data(held[0], lambda _: base64.b64encode(audio).decode()),)


@defect("tts.sse.chunks-in-playback-order", "sends the last chunk of a stream before the others")
class LastChunkFirst(_Held):
    def release(self, held: list[Event]) -> Iterable[Event]:
        return (*held[-1:], *held[:-1])


@defect("tts.sse.chunks-in-playback-order:pairs", "turns each two chunks of a stream around")
class ChunksInPairs(_Held):
    def release(self, held: list[Event]) -> Iterable[Event]:
        return (event for n in range(0, len(held), 2) for event in reversed(held[n : n + 2]))


@defect("tts.sse.not-compressed-or-cached", "lets caches keep a stream for a minute")
class CachedStream(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if _is_speech(call) and reply.status == 200:
            reply.headers = [pair for pair in reply.headers if pair[0] != "cache-control"]
            reply.headers.append(("cache-control", "private, max-age=60"))
        return reply


class _ErrorInStream(Hooks):
    """Says in the stream that a model does not exist, which may be, but in a wrong way."""

    def fault(self, call: Call, fault: Fault) -> Fault:
        call.memo["fault"] = fault
        return fault

    def reply(self, call: Call, reply: Reply) -> Reply:
        fault = call.memo.get("fault")
        if not _is_speech(call) or fault is None or fault.code != "model_not_found":
            return reply
        event = error_event(fault, call.error_format, call.request_id, None)
        return one_event(self.said(event), reply, name=self.name(event))

    def said(self, event: Event) -> Event:
        return event

    def name(self, event: Event) -> str:
        return "error"


@defect("tts.sse.late-errors-are-events", "gives the error of a stream no name")
class NamelessError(_ErrorInStream):
    def name(self, event: Event) -> str:
        return ""


@defect("tts.sse.late-errors-are-events:other-name", "names the error of a stream `failure`")
class OtherName(_ErrorInStream):
    def name(self, event: Event) -> str:
        return "failure"


@defect("tts.sse.error-members-structured", "leaves `title` out of the errors of streams")
class NoTitle(_ErrorInStream):
    def said(self, event: Event) -> Event:
        return without(event, "title")


@defect("tts.sse.error-members-structured:text", "sends the errors of streams as one text under every version")
class TextError(_ErrorInStream):
    def said(self, event: Event) -> Event:
        about = {name: event[name] for name in ("type", "done", "status_code")}
        return {**about, "error": f"{event.get('title')}: {event.get('message')}"}


@defect("tts.sse.error-members-legacy", "adds a `title` to the errors of the streams of old versions")
class TitleTooEarly(_ErrorInStream):
    def said(self, event: Event) -> Event:
        return {**event, "title": "Invalid model"}

    def name(self, event: Event) -> str:
        return ""
