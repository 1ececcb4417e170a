"""What a service may do and the mock does not: variations of its answers that the API allows.

A variation is a subclass of `Hooks`, as a defect is, but violates nothing. Variations that do not meddle with each
other form a group and vary one mock together. None of them is a defect, so none is registered with the defects.
"""

from __future__ import annotations

import base64
import itertools
import json
import re
import struct
import time
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from contralto_conformance.mock import MockSettings, serve
from contralto_conformance.mock.auth import Credential, Gatekeeper, Identity
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Event, Reply
from contralto_conformance.mock.hooks import Chain, Hooks, Session
from contralto_conformance.mock.server import Running

KEY = "sk_car_mock.legal"
_TIMES = {"timestamps": "word_timestamps", "phoneme_timestamps": "phoneme_timestamps"}
_NAMES = frozenset({"model_not_found", "model_sunsetted", "voice_model_mismatch", "voice_not_found"})
"""Codes that requirements promise."""


class Variation(Hooks):
    """One thing that the service may do.

    has_happened: whether it has done so. unlike: ids of requirements that only say what was observed, and which it is
    told not to meet; nothing else may be said of it.
    """

    has_happened = False
    unlike: frozenset[str] = frozenset()

    def note(self) -> None:
        """Called where the variation varies something."""
        self.has_happened = True


@contextmanager
def serving(variations: Iterable[Variation]) -> Iterator[Running]:
    """A mock with these variations, one after the other."""
    hooks = Chain(tuple(variations))
    with ExitStack() as stack:
        # The service asks for the hooks of its defects once, when it is made.
        with patch("contralto_conformance.mock.service.hooks_for", lambda defects: hooks):
            # Without a journal the service holds uvicorn's own end of a socket, which some variations write to.
            running = stack.enter_context(serve(MockSettings(api_keys=(KEY,), journal_size=0)))
        yield running


def _rewritten(reply: Reply, change: Callable[[Any], Any], dump: Callable[[Any], str] = json.dumps) -> bool:
    """Puts the changed JSON value of an answer in its place; False if it holds none."""
    media = reply.media_type or reply.header("Content-Type") or ""
    if not media.startswith("application/json") or not isinstance(reply.body, bytes):
        return False
    reply.body = dump(change(json.loads(reply.body))).encode()
    return True


def _is_error(value: object) -> bool:
    return isinstance(value, dict) and "title" in value and "message" in value


def _own_events(session: Session) -> dict[object, Event]:
    """The last chunk of each context, by its id."""
    chunks: dict[object, Event] = session.memo.setdefault("last-chunks", {})
    return chunks


# -- additions: members, events, headers, values ---------------------------------------------------------------------


_MAPS = frozenset({"arguments", "api_schema", "headers", "parameters", "metadata"})
"""Members whose own members are data of a user: the service adds none."""


class MoreMembers(Variation):
    """Adds members to every JSON answer, event and error, at every depth."""

    def reply(self, call: Call, reply: Reply) -> Reply:
        if _rewritten(reply, self._with_more):
            self.note()
        return reply

    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return (self._with_more(event),)

    def changer_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return (self._with_more(event),)

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (self._with_more(event),)

    def _with_more(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._with_more(item) for item in value]
        if isinstance(value, dict):
            deeper = {name: item if name in _MAPS else self._with_more(item) for name, item in value.items()}
            return {"x_first": None, **deeper, "x_more": {"error": {"done": True}}, "x_list": [1, "two"]}
        return value


class MoreEvents(Variation):
    """Sends events of unknown types between the known ones, on sockets with and without a context."""

    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        self.note()
        return ({"type": "heartbeat"}, {"type": "usage", "done": False, "status_code": "so far", "data": 1}, event)

    def changer_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return self.sse_event(call, body, event)

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        self.note()
        context_id = event.get("context_id")
        own = {"type": "chunk.v2", "context_id": context_id, "data": None, "step_time": "x"}
        other = {"type": "usage", "done": False, "context_id": "somebody-else", "status_code": None}
        return ({"type": "heartbeat"}, *([own] if context_id is not None else []), other, event)


class OtherHeaders(Variation):
    """Writes header names in other cases and adds headers; media types have parameters."""

    def reply(self, call: Call, reply: Reply) -> Reply:
        self.note()
        names = [
            (name.title() if number % 2 else name.upper(), value) for number, (name, value) in self._numbered(reply)
        ]
        reply.headers = [*names, ("X-Served-By", "edge-7"), ("Vary", "Origin"), ("vary", "Accept")]
        if reply.media_type is not None:
            media = reply.media_type.partition(";")[0]
            reply.headers.append(("Content-Type", f'{media.title()};charset="utf-8"; x=1'))
            reply.media_type = None
        return reply

    def _numbered(self, reply: Reply) -> Iterable[tuple[int, tuple[str, str]]]:
        return enumerate(reply.headers)

    def upgrade_headers(self, call: Call, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [*[(name.upper(), value) for name, value in headers], ("X-Served-By", "edge-7"), ("Set-Cookie", "a=b")]


class MoreValues(Variation):
    """Gives voices values that no enumeration knows yet."""

    def voice(self, call: Call, voice: Event) -> Event:
        self.note()
        new = {"gender": "unstated", "status": "resting", "access": "team", "visibility": "friends", "language": "tlh"}
        return {**voice, **{name: value for name, value in new.items() if voice.get(name) is not None}}


class NoNextPage(Variation):
    """Says `next_page` null on every page."""

    def page(self, call: Call, page: Event) -> Event:
        self.note()
        return {**page, "next_page": None}


class NullVoiceMembers(Variation):
    """Says null where a voice has nothing to say (from 2025-11-04 on)."""

    def voice(self, call: Call, voice: Event) -> Event:
        self.note()
        nulls: Event = {name: None for name in ("gender", "country", "preview_file_url") if name in voice}
        return {**voice, **nulls}


class OpaqueTokens(Variation):
    """Gives access tokens that are no JWT."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._gatekeeper = Gatekeeper((KEY,), 0, time.time)

    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path == "/access-token" and reply.status == 200:
            _rewritten(reply, self._opaque)
        return reply

    def _opaque(self, answer: dict[str, Any]) -> dict[str, Any]:
        self.note()
        token = f"tok~{len(self._known)}+/=0123456789abcdef"
        self._known[token] = str(answer["token"])
        return {**answer, "token": token}

    def admit(self, call: Call, credential: Credential | None, outcome: Identity | Fault) -> Identity | Fault:
        if credential is None or credential.value not in self._known:
            return outcome
        try:
            real = Credential(credential.place, self._known[credential.value])
            return self._gatekeeper.admit(real, (call.path.split("/")[1],))
        except Fault as fault:
            return fault


# -- errors ----------------------------------------------------------------------------------------------------------


class OtherCodes(Variation):
    """Uses an `error_code` of which nobody has heard, where none is promised."""

    def fault(self, call: Call, fault: Fault) -> Fault:
        if fault.code not in _NAMES or call.transport == "websocket":
            self.note()
            fault.code = "moon_phase_unsuitable"
        return fault


class NullCodes(Variation):
    """Says `error_code` null, where none is promised."""

    def fault(self, call: Call, fault: Fault) -> Fault:
        if fault.code not in _NAMES or call.transport == "websocket":
            self.note()
            fault.code = None
        return fault


class DocUrls(Variation):
    """Points to a page about the error."""

    def fault(self, call: Call, fault: Fault) -> Fault:
        self.note()
        fault.doc_url = "https://docs.example.org/errors?of=this#one"
        return fault


class OtherWords(Variation):
    """Words its errors otherwise: more lines, more colons, other scripts; what they name, they name at the end."""

    def fault(self, call: Call, fault: Fault) -> Fault:
        self.note()
        names = ", ".join(re.findall("`([^`]+)`", fault.message))
        fault.title = "Désolé, not so"
        fault.message = f"two things: one\n✖ the first\n  → at voice[0]: {{or}} the second: {names}"
        return fault


class OtherStatuses(Variation):
    """Picks the other one where two statuses are allowed."""

    def fault(self, call: Call, fault: Fault) -> Fault:
        if fault.code in _NAMES and call.path.startswith("/tts/"):
            self.note()
            fault.status = {400: 404, 404: 400}[fault.status]
        elif fault.status == 403:
            fault.status = 401
        elif "JSON" in fault.message and call.transport == "http":
            fault.status = 422
        return fault


class OtherRequestIds(Variation):
    """Headers with opaque request ids; socket errors with ids joined by colons."""

    def reply(self, call: Call, reply: Reply) -> Reply:
        reply.headers = self.upgrade_headers(call, reply.headers)
        return reply

    def upgrade_headers(self, call: Call, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        self.note()
        opaque = "Root=1-67891233/abcdef012345678912345678 (edge)"
        return [(name, opaque if name.lower() == "x-request-id" else value) for name, value in headers]

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        request_id = event.get("request_id")
        if request_id is None:
            return (event,)
        return ({**event, "request_id": f"{request_id}:{event.get('context_id', '')}:{request_id}"},)


class Busy(Variation):
    """Has no room for every third wish to hear something."""

    def __init__(self) -> None:
        self._wishes = itertools.count(1)

    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        begins = not message.get("cancel") and message.get("context_id") not in session.live()
        if begins and session.call.path == "/tts/websocket":
            self._maybe_refuse()
        return (message,)

    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path in ("/tts/bytes", "/tts/sse") and next(self._wishes) % 3 == 0:
            structured = {**_STRUCTURED, "request_id": call.request_id}
            if call.error_format == "structured":
                return Reply(429, "application/json", json.dumps(structured).encode(), reply.headers)
            return Reply(429, "text/plain", b"Too many requests: wait a little", reply.headers)
        return reply

    def _maybe_refuse(self) -> None:
        if next(self._wishes) % 3 == 0:
            self.note()
            raise Fault(429, "Too many requests", "wait a little", code="concurrency_limited")


_STRUCTURED = {"error_code": "concurrency_limited", "title": "Too many requests", "message": "wait a little"}


# -- how JSON, events and bodies are written -------------------------------------------------------------------------


class ReversedKeys(Variation):
    """Writes the members of every object in the opposite order."""

    def reply(self, call: Call, reply: Reply) -> Reply:
        if _rewritten(reply, _reversed):
            self.note()
        return reply

    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return (_reversed(event),)

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (_reversed(event),)


def _reversed(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _reversed(value[name]) for name in reversed(value)}
    return [_reversed(item) for item in value] if isinstance(value, list) else value


class WideJson(Variation):
    """Writes JSON with blanks and line ends wherever they are allowed, and whole numbers with a fraction."""

    def reply(self, call: Call, reply: Reply) -> Reply:
        if _rewritten(reply, lambda value: value, _wide):
            self.note()
        return reply

    def frame(self, session: Session, event: Event, text: str) -> str | bytes:
        self.note()
        return re.sub(r'("status_code"\s*:\s*\d+)(?=\D)', r"\1.0", _wide(json.loads(text)))


def _wide(value: Any) -> str:
    return f" \r\n{json.dumps(value, indent=1, ensure_ascii=False, separators=(' ,', ' : '))}\t\n"


class _SseLines(Variation):
    """Rewrites the lines of each event."""

    def sse_frame(self, call: Call, event: Event, frame: bytes) -> bytes:
        self.note()
        return self.rewritten(event, frame)

    def rewritten(self, event: Event, frame: bytes) -> bytes:
        raise NotImplementedError


class NamelessEvents(_SseLines):
    """Gives no event but errors a name."""

    def rewritten(self, event: Event, frame: bytes) -> bytes:
        return frame if event["type"] == "error" else frame[frame.index(b"data:") :]


class Comments(_SseLines):
    """Sends comments before, within and after events, and more blank lines than needed."""

    def rewritten(self, event: Event, frame: bytes) -> bytes:
        return b": waiting\n\n:\n" + frame.replace(b"\ndata:", b"\n:data: {\ndata:") + b"\n:" + b" " * 99 + b"\n\n\n"


class TightLines(_SseLines):
    """Leaves out the blank after the colon."""

    def rewritten(self, event: Event, frame: bytes) -> bytes:
        return frame.replace(b"data: ", b"data:", 1)


class ManyDataLines(_SseLines):
    """Spreads the data of an event over several lines."""

    def rewritten(self, event: Event, frame: bytes) -> bytes:
        lines = json.dumps(event, indent=1, ensure_ascii=False).splitlines()
        return frame[: frame.index(b"data:")] + "".join(f"data: {line}\n" for line in lines).encode() + b"\n"


class CrLf(_SseLines):
    """Ends lines with CR LF."""

    def rewritten(self, event: Event, frame: bytes) -> bytes:
        return frame.replace(b"\n", b"\r\n")


class Cr(_SseLines):
    """Ends lines with CR."""

    def rewritten(self, event: Event, frame: bytes) -> bytes:
        return frame.replace(b"\n", b"\r")


class OddPieces(Variation):
    """Cuts streamed bodies into pieces that respect neither events nor samples nor characters."""

    def reply(self, call: Call, reply: Reply) -> Reply:
        if not isinstance(reply.body, bytes):
            self.note()
            reply.body = _in_odd_pieces(reply.body)
        return reply


async def _in_odd_pieces(pieces: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    lengths = itertools.cycle((1, 2, 3, 7, 1021, 4099))
    waiting = bytearray()
    length = next(lengths)
    async for piece in pieces:
        waiting += piece
        while len(waiting) >= length:
            yield bytes(waiting[:length])
            del waiting[:length]
            length = next(lengths)
    if waiting:
        yield bytes(waiting)


class _Wire(Variation):
    """Writes frames below ASGI, where the mock has no seam."""

    def write(self, session: Session, *, ping: bytes | None = None, fragments: tuple[bytes, ...] = ()) -> None:
        """Sends the fragments of one text message, and a ping after the first of them or alone."""
        self.note()
        protocol = session._send.__self__  # type: ignore[attr-defined]  # (uvicorn's end of the connection)
        for number, fragment in enumerate(fragments):
            send = protocol.conn.send_continuation if number else protocol.conn.send_text
            send(fragment, fin=number == len(fragments) - 1)
            if ping is not None and number == 0:
                protocol.conn.send_ping(ping)
        if ping is not None and not fragments:
            protocol.conn.send_ping(ping)
        protocol.transport.write(b"".join(protocol.conn.data_to_send()))


class Pings(_Wire):
    """Sends a ping before every message."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        self.write(session, ping=b"are you there?")
        return (event,)


class Fragments(_Wire):
    """Sends every message in several frames, with a ping among them."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        text = json.dumps(event, ensure_ascii=False).encode()
        self.write(session, ping=b"", fragments=(text[:1], b"", *(text[n : n + 977] for n in range(1, len(text), 977))))
        return ()


# -- audio -----------------------------------------------------------------------------------------------------------


class _WavFiles(Variation):
    """Rewrites WAV files."""

    def audio(self, call: Call, body: Mapping[str, Any], pieces: Iterator[bytes]) -> Iterator[bytes]:
        if body["output_format"]["container"] != "wav":
            return pieces
        self.note()
        whole = b"".join(pieces)
        offset = whole.index(b"data") + 8
        return iter((self.rewritten(whole[: offset - 4], whole[offset:]),))

    def rewritten(self, head: bytes, audio: bytes) -> bytes:
        raise NotImplementedError


class MeasuredWav(_WavFiles):
    """Says how long the audio is, as who has made all of it before."""

    def rewritten(self, head: bytes, audio: bytes) -> bytes:
        whole = head[8:] + struct.pack("<I", len(audio)) + audio + b"\0" * (len(audio) % 2)
        return head[:4] + struct.pack("<I", len(whole)) + whole


class ZeroLengthWav(_WavFiles):
    """Says 0 for lengths, as who does not know them yet."""

    def rewritten(self, head: bytes, audio: bytes) -> bytes:
        return head[:4] + bytes(4) + head[8:] + bytes(4) + audio


class TaggedWav(_WavFiles):
    """Has further chunks before and after the audio, and an extensible format."""

    def rewritten(self, head: bytes, audio: bytes) -> bytes:
        tag, *rest = struct.unpack_from("<HHIIHH", head, 20)
        guid = struct.pack("<H", tag) + bytes.fromhex("000000001000800000aa00389b71")
        form = struct.pack("<HHIIHHHHI", 0xFFFE, *rest, 22, rest[-1], 4) + guid
        listed = b"LIST" + struct.pack("<I", 7) + b"INFOabc\0"
        padded = audio + b"\0" * (len(audio) % 2)
        chunks = (
            b"fmt " + struct.pack("<I", len(form)) + form + listed + b"data" + struct.pack("<I", len(audio)) + padded
        )
        return b"RIFF" + struct.pack("<I", 4 + len(chunks) + len(listed)) + b"WAVE" + chunks + listed


class OtherMediaTypes(Variation):
    """Names audio by other subtypes of `audio/`."""

    def reply(self, call: Call, reply: Reply) -> Reply:
        if (reply.media_type or "").startswith("audio/"):
            self.note()
            reply.media_type = {"audio/mpeg": "audio/mp3", "audio/wav": "audio/x-wav"}.get(
                str(reply.media_type), "audio/l16"
            )
        return reply


# -- messages of contexts and streams --------------------------------------------------------------------------------


class DoneIs206(Variation):
    """Says 206 on `done`."""

    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return (self._with_206(event),)

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (self._with_206(event),)

    def _with_206(self, event: Event) -> Event:
        if event.get("type") != "done":
            return event
        self.note()
        return {**event, "status_code": 206}


class NoFlushIds(Variation):
    """Leaves `flush_id` out of all messages but `flush_done`."""

    unlike = frozenset({"tts.ws.chunks-carry-flush-ids"})

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if "flush_id" not in event or event.get("type") == "flush_done":
            return (event,)
        self.note()
        return ({name: value for name, value in event.items() if name != "flush_id"},)


class NullFlushIds(Variation):
    """Says `flush_id` null on all messages but `flush_done`."""

    unlike = frozenset({"tts.ws.chunks-carry-flush-ids"})

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event.get("type") == "flush_done":
            return (event,)
        self.note()
        return ({**event, "flush_id": None},)


class NullTimes(Variation):
    """Sends timestamps without times: null, empty, and one array alone, before the true ones."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        kind = str(event.get("type"))
        if kind not in _TIMES:
            return (event,)
        self.note()
        without = {name: value for name, value in event.items() if name != _TIMES[kind]}
        empty: tuple[object, ...] = (None, {}, {"start": [], "end": None})
        return (without, *({**without, _TIMES[kind]: value} for value in empty), event)


class LateTimes(Variation):
    """Sends all timestamps of a context or a stream just before its end."""

    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return self._held(call.memo.setdefault("times", []), event, "done")

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return self._held(session.memo.setdefault(f"times-{event.get('context_id')}", []), event, "done", "flush_done")

    def _held(self, times: list[Event], event: Event, *ends: str) -> Iterable[Event]:
        if event.get("type") in _TIMES:
            self.note()
            times.append(event)
            return ()
        sent = (*times, event)
        if event.get("type") in ends:
            times.clear()
            return sent
        return (event,)


class BareWords(Variation):
    """Tells the times of words without their punctuation, and of the last ones a little late."""

    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return (self._bare(event),)

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (self._bare(event),)

    def _bare(self, event: Event) -> Event:
        times = event.get("word_timestamps")
        if not isinstance(times, dict):
            return event
        self.note()
        late = [*times["end"][:-1], *(end + 0.08 for end in times["end"][-1:])]
        return {
            **event,
            "word_timestamps": {**times, "words": [word.strip(".,?") for word in times["words"]], "end": late},
        }


class EmptyChunks(Variation):
    """Sends chunks without audio before each chunk with some, and cuts that in two."""

    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        return self._cut(event)

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return self._cut(event)

    def _cut(self, event: Event) -> Iterable[Event]:
        if event.get("type") != "chunk":
            return (event,)
        self.note()
        audio = base64.b64decode(str(event["data"]))
        parts = (b"", audio[:4], audio[4:])  # 4 bytes are whole samples in every encoding
        return [{**event, "data": base64.b64encode(part).decode(), "step_time": 0} for part in parts]


class ChattyFlush(Variation):
    """Reports a flush after every input of a context that buffers nothing, asked or not."""

    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        default = 3000 if session.call.version.since("2025-11-04") else 0
        delay_ms = message.get("max_buffer_delay_ms", default)
        speaks = "transcript" in message and "context_id" in message and re.search("[a-z]", str(message["transcript"]))
        if delay_ms != 0 or not speaks or message.get("flush"):
            return (message,)
        self.note()
        flush = {**message, "transcript": "", "continue": True, "flush": True}
        end = {**message, "transcript": "", "continue": False}
        return ({**message, "continue": True}, flush, *(() if message.get("continue") else (end,)))

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        # The client sent one message where we work on three: it hears of one error.
        failed = session.memo.setdefault("failed", set())
        if event.get("type") != "error" or event.get("context_id") is None:
            return (event,)
        if event["context_id"] in failed:
            return ()
        failed.add(event["context_id"])
        return (event,)


class FlushDoneTwice(Variation):
    """Reports every flush of a context twice."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event.get("type") != "flush_done" or "context_id" not in event:
            return (event,)
        self.note()
        return (event, event)


class _AfterCancel(Variation):
    """Notes which contexts were cancelled while they were alive."""

    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        context_id = message.get("context_id")
        if message.get("cancel") and context_id in session.live():
            self.cancelled(session)[context_id] = True
        return (message,)

    def cancelled(self, session: Session) -> dict[object, bool]:
        """Ids of the cancelled contexts of which nothing was told yet."""
        noted: dict[object, bool] = session.memo.setdefault(type(self).__name__, {})
        return noted

    def told(self, session: Session) -> list[object]:
        """The ids, forgotten now."""
        ids = list(self.cancelled(session))
        self.cancelled(session).clear()
        if ids:
            self.note()
        return ids


class LateChunks(_AfterCancel):
    """Lets the piece under way at a cancel run to its end: chunks come before the next context's first message."""

    ends = frozenset({"chunk", "error", "done"})

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        context_id = event.get("context_id")
        if event.get("type") == "chunk":
            _own_events(session)[context_id] = event
        if context_id in self.cancelled(session) or event.get("type") not in self.ends:
            return (event,)
        late = [_own_events(session).get(cancelled) for cancelled in self.told(session)]
        return (*[chunk for chunk in late if chunk is not None for _ in range(3)], event)


class LatestChunks(LateChunks):
    """The same, as late as can be: before the next context's `done`."""

    ends = frozenset({"done"})


class DoneAfterCancel(_AfterCancel):
    """Says `done` of a cancelled context, before that of the next one."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        over = session.memo.setdefault("over", set())
        if event.get("context_id") in over:
            return ()
        if event.get("type") != "done":
            return (event,)
        ids = self.told(session)
        over.update(ids)
        return (*({"type": "done", "done": True, "status_code": 200, "context_id": name} for name in ids), event)


class SilentOnCancel(Variation):
    """Says nothing to the cancel of a context that it does not know or that is over."""

    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        if not message.get("cancel") or message.get("context_id") in session.live():
            return (message,)
        self.note()
        return ()


class LateCancelRefused(Variation):
    """Answers the cancel of a context that is over with an error, as that of an unknown one."""

    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        if message.get("cancel") and message.get("context_id") not in session.live():
            self.note()
            raise Fault(400, "Invalid context", "there is no such context")
        return (message,)


class OddIdsRefused(Variation):
    """Refuses odd context ids with an error that does not repeat them."""

    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        if re.fullmatch("[A-Za-z0-9_-]*", str(message.get("context_id", ""))):
            return (message,)
        self.note()
        session.memo["odd"] = message["context_id"]
        raise Fault(400, "Invalid context", "`context_id` must be of letters, digits, underscore and hyphen")

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event.get("type") == "error" and event.get("context_id") == session.memo.get("odd", event):
            return ({name: value for name, value in event.items() if name != "context_id"},)
        return (event,)


class BinaryIgnored(Variation):
    """Says nothing to a binary frame."""

    def unreadable(self, session: Session, frame: str | bytes) -> None:
        session.memo["ignore"] = isinstance(frame, bytes)

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event.get("type") == "error" and session.memo.pop("ignore", False):
            self.note()
            return ()
        return (event,)


class EagerSpeech(Variation):
    """Holds no text back, whatever buffer was asked for, and lets contexts expire after 1 s."""

    def wait_s(self, session: Session, what: str, seconds: float) -> float:
        self.note()
        return {"buffer": 0.0, "context_expiry": 1.0}.get(what, seconds)


GROUPS: Mapping[str, tuple[type[Variation], ...]] = {
    "members and events": (MoreMembers, MoreEvents),
    "headers, values, tokens": (MoreValues, OpaqueTokens, OtherMediaTypes, OtherHeaders),
    "errors": (OtherCodes, DocUrls, OtherRequestIds),
    "other errors": (OtherWords, OtherStatuses, NullCodes, OddIdsRefused, BinaryIgnored, SilentOnCancel),
    "nulls": (NullTimes, NullFlushIds, NoNextPage, NullVoiceMembers, DoneIs206),
    "writing": (ReversedKeys, WideJson, NamelessEvents, Comments, CrLf, OddPieces),
    "other writing": (ManyDataLines, TightLines, Cr, Pings, Fragments, MeasuredWav),
    "chunks": (EmptyChunks, BareWords, LateTimes, NoFlushIds, ZeroLengthWav),
    "flushes": (ChattyFlush, FlushDoneTwice, TaggedWav),
    "cancels": (LateChunks, DoneAfterCancel, LateCancelRefused),
    "late cancels": (LatestChunks, EagerSpeech),
    "limits": (Busy,),
}
"""Variations that go together, shown to the suite of the newest version."""

LEGACY_GROUPS: Mapping[str, tuple[type[Variation], ...]] = {
    # Before 2025-11-04 a context buffers nothing unless asked to, errors are one text, and no member is nullable.
    "legacy members": (MoreMembers, MoreEvents, NoNextPage),
    "legacy errors": (OtherWords, OtherStatuses, OddIdsRefused, OtherRequestIds, SilentOnCancel),
    "legacy flushes": (ChattyFlush, FlushDoneTwice, NullTimes),
    "legacy contexts": (EmptyChunks, LateTimes, LateChunks, DoneAfterCancel, LateCancelRefused),
    "legacy limits": (Busy,),
}
"""The same for the version 2025-04-16."""

WITH_SESSIONS = frozenset({"chunks", "flushes", "cancels", "late cancels", "legacy flushes"})
"""Groups that are shown to generated sessions too."""
