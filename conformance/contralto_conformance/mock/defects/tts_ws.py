"""Defects of the TTS socket: the upgrade, the shape of messages, timestamps, and unusual frames."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence

from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Event
from contralto_conformance.mock.hooks import CloseSocket, Hooks, Session

from .registry import defect
from .rewriting import with_data, with_times, without

_KNOWN_QUERY = {"api_key", "access_token", "cartesia_version"}
_TIMESTAMPS = ("timestamps", "phoneme_timestamps")


# The upgrade.


@defect("tts.ws.opens-at-its-path", "has no socket at its path")
class NoSocket(Hooks):
    def accept(self, call: Call, subprotocols: Sequence[str]) -> str | None:
        if call.path != "/tts/websocket":
            return None
        raise Fault(404, None, f"there is nothing at `{call.path}`")


@defect("tts.ws.unknown-query-ignored", "refuses query parameters that it does not know")
class UnknownQueryRefused(Hooks):
    def accept(self, call: Call, subprotocols: Sequence[str]) -> str | None:
        if unknown := {name for name, _ in call.query} - _KNOWN_QUERY:
            raise Fault(400, None, f"unknown query parameters: {', '.join(sorted(unknown))}")
        return None


# The shape of messages.


@defect("tts.ws.messages-are-json-text", "sends the audio of a context in binary frames, but for the first chunk")
class BinaryAudio(Hooks):
    def frame(self, session: Session, event: Event, text: str) -> str | bytes:
        begun = session.memo.setdefault("begun", set())
        if event.get("type") != "chunk" or event.get("context_id") not in begun:
            begun.add(event.get("context_id"))
            return text
        return base64.b64decode(str(event["data"]))


@defect("tts.ws.messages-are-json-text:array", "sends timestamps in an array")
class EventsInArray(Hooks):
    def frame(self, session: Session, event: Event, text: str) -> str | bytes:
        return f"[{text}]" if event.get("type") in _TIMESTAMPS else text


@defect("tts.ws.messages-have-a-type", "leaves `status_code` out of `done`")
class DoneWithoutStatus(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (without(event, "status_code") if event.get("type") == "done" else event,)


@defect("tts.ws.messages-have-a-type:done", "leaves `done` out of chunks")
class ChunksWithoutDone(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (without(event, "done") if event.get("type") == "chunk" else event,)


@defect("tts.ws.context-id-on-every-message", "leaves `context_id` out of timestamps")
class TimestampsWithoutContext(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (without(event, "context_id") if event.get("type") in _TIMESTAMPS else event,)


@defect("tts.ws.context-id-on-every-message:other", "sends timestamps under a `context_id` of its own")
class OwnContext(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        own = {"context_id": session.call.request_id} if event.get("type") == "timestamps" else {}
        return ({**event, **own},)


@defect("tts.ws.done-flag-agrees", "sends timestamps with `done` true")
class TimestampsAreDone(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return ({**event, "done": True} if event.get("type") in _TIMESTAMPS else event,)


@defect("tts.ws.done-flag-agrees:flush", "sends `flush_done` with `done` true")
class FlushIsDone(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return ({**event, "done": True} if event.get("type") == "flush_done" else event,)


@defect("tts.ws.chunk-members", "sends `step_time` as text")
class StepTimeAsText(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return ({**event, "step_time": "41.7 ms"} if event.get("type") == "chunk" else event,)


@defect("tts.ws.chunk-members:none", "leaves `step_time` out of chunks")
class NoStepTime(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (without(event, "step_time"),)


@defect("tts.ws.chunk-data-is-base64", "sends audio in the base64 alphabet of URLs, without padding")
class UrlBase64(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        # Audio of silence looks alike in both alphabets, hence the mark in front.
        return (with_data(event, lambda data: "_-8" + data.replace("+", "-").replace("/", "_").rstrip("=")),)


@defect("tts.ws.chunk-data-is-base64:lines", "breaks the lines of the base64 of chunks")
class BrokenBase64(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (with_data(event, lambda data: f"{data[:76]}\n{data[76:]}"),)


@defect("tts.ws.chunks-are-whole-samples", "sends a byte too much with each chunk")
class ByteTooMuch(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (with_data(event, lambda data: base64.b64encode(base64.b64decode(data) + b"\0").decode()),)


@defect("tts.ws.chunks-are-whole-samples:header", "begins each chunk with a RIFF header")
class HeaderInChunks(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        header = b"RIFF\0\0\0\0WAVEfmt "
        return (with_data(event, lambda data: base64.b64encode(header + base64.b64decode(data)).decode()),)


# Timestamps.


@defect("tts.ws.timestamps-when-asked", "sends word timestamps that nobody asked for")
class UnaskedWords(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        if message.get("add_timestamps"):
            session.memo.setdefault("asked", set()).add(message.get("context_id"))
        return (message,)

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event.get("type") != "done" or event.get("context_id") in session.memo.get("asked", ()):
            return (event,)
        times = {"words": ["Hello"], "start": [0.0], "end": [0.01]}
        unasked = {**event, "type": "timestamps", "done": False, "status_code": 206, "word_timestamps": times}
        return (unasked, event)


@defect("tts.ws.timestamps-when-asked:none", "sends no word timestamps")
class NoWords(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return () if event.get("type") == "timestamps" else (event,)


@defect("tts.ws.phonemes-when-asked", "sends no phoneme timestamps")
class NoPhonemes(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return () if event.get("type") == "phoneme_timestamps" else (event,)


@defect("tts.ws.phonemes-when-asked:unasked", "sends phoneme timestamps that nobody asked for")
class UnaskedPhonemes(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        if message.get("add_phoneme_timestamps"):
            session.memo.setdefault("asked", set()).add(message.get("context_id"))
        return (message,)

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event.get("type") != "done" or event.get("context_id") in session.memo.get("asked", ()):
            return (event,)
        times = {"phonemes": ["h"], "start": [0.0], "end": [0.01]}
        unasked = {**event, "type": "phoneme_timestamps", "done": False, "status_code": 206}
        return ({**unasked, "phoneme_timestamps": times}, event)


@defect("tts.ws.timestamps-are-aligned", "loses the end of the last word of each message")
class LostEnd(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (with_times(event, end=lambda times: times[:-1]),)


@defect("tts.ws.timestamps-are-aligned:backwards", "swaps the starts and ends of words")
class EndsBeforeStart(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (with_times(event, end=lambda times: [moment - 1 for moment in times]),)


@defect("tts.ws.timestamps-inside-audio", "counts times in milliseconds")
class Milliseconds(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        def scaled(times: list[float]) -> list[float]:
            return [moment * 1000 for moment in times]

        return (with_times(event, start=scaled, end=scaled),)


@defect("tts.ws.timestamps-run-on", "counts times from the start of each message")
class TimesBeginAnew(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        starts: list[float] = []

        def from_zero(times: list[float]) -> list[float]:
            starts.append(starts[0] if starts else times[0])
            return [round(moment - starts[0], 3) for moment in times]

        return (with_times(event, start=from_zero, end=from_zero),)


@defect("tts.ws.words-as-sent", "sends words in upper case")
class UpperCase(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (with_times(event, words=lambda words: [word.upper() for word in words]),)


# Unusual frames.


class _ClosesOn(Hooks):
    """Closes the socket on one kind of frame that is no JSON object."""

    kind = ""

    def unreadable(self, session: Session, frame: str | bytes) -> None:
        if _kind_of(frame) == self.kind:
            raise CloseSocket(1003, "unsupported data")


def _kind_of(frame: str | bytes) -> str:
    if isinstance(frame, bytes):
        return "binary"
    try:
        json.loads(frame)
    except ValueError:
        return "not-json"
    return "not-object"


@defect("tts.ws.invalid-json-keeps-the-socket", "closes the socket on a text that is not JSON")
class ClosesOnInvalidJson(_ClosesOn):
    kind = "not-json"


@defect("tts.ws.non-object-keeps-the-socket", "closes the socket on JSON that is no object")
class ClosesOnNonObject(_ClosesOn):
    kind = "not-object"


@defect("tts.ws.binary-frame-keeps-the-socket", "closes the socket on a binary frame")
class ClosesOnBinary(_ClosesOn):
    kind = "binary"


@defect("tts.ws.fragments-understood", "reads only the context id of a request that comes in fragments")
class FragmentsLost(Hooks):
    def fragments(self, path: str, parts: Sequence[bytes]) -> bytes:
        request = json.loads(b"".join(parts))
        return json.dumps({"context_id": request.get("context_id")}).encode()


@defect("tts.ws.fragments-understood:last", "reads the last fragment of a request alone")
class LastFragment(Hooks):
    def fragments(self, path: str, parts: Sequence[bytes]) -> bytes:
        return parts[-1]


@defect("tts.ws.answers-pings", "answers pings with another payload")
class OtherPong(Hooks):
    def pong(self, path: str, payload: bytes) -> bytes | None:
        return payload + b"!"


@defect("tts.ws.answers-pings:silent", "does not answer pings")
class NoPong(Hooks):
    def pong(self, path: str, payload: bytes) -> bytes | None:
        return None


@defect("tts.ws.unknown-member-ignored", "refuses members that it does not know")
class UnknownMemberRefused(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        unknown = [name for name in message if name.startswith("x_")]
        if unknown:
            raise Fault(400, None, f"`{unknown[0]}` is not a known member")
        return (message,)


@defect("tts.ws.chunks-carry-flush-ids", "counts the chunks of a context from 0")
class FlushIdsFromZero(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        flush_id = event.get("flush_id")
        is_first = event.get("type") == "chunk" and isinstance(flush_id, int) and flush_id == 1
        return ({**event, "flush_id": 0} if is_first else event,)
