"""Traces made by hand, without mock or driver: what the examples of the oracle's tests are written in."""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from contralto_conformance.trace import REDACTED_KEY, REDACTED_TOKEN, Ending, Exchange, Frame, Trace

NEW = "2026-08-14"
OLD = "2025-04-16"
VOICE = "f786b574-daa5-4673-aa0c-cbe3e8534c02"
MODEL = "sonic-3"
MISSING = "11111111-2222-4333-8444-555555555555"
RAW = {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 8000}

Json = dict[str, Any]

AUTH: Mapping[str, tuple[tuple[str, str], ...]] = {
    "bearer": (("authorization", f"Bearer {REDACTED_KEY}"),),
    "x-api-key": (("x-api-key", REDACTED_KEY),),
    "token": (("authorization", f"Bearer {REDACTED_TOKEN}"),),
    "wrong": (("authorization", "Bearer sk_car_wrong_0123456789abcdef"),),
    "none": (),
}
QUERY_AUTH: Mapping[str, tuple[tuple[str, str], ...]] = {
    "query-api-key": (("api_key", REDACTED_KEY),),
    "query-access-token": (("access_token", REDACTED_TOKEN),),
}


def speech(**members: Any) -> Json:
    """A request body that can be expected to succeed, with these members changed; None removes one."""
    body = {
        "model_id": MODEL,
        "transcript": "Hello there.",
        "voice": {"mode": "id", "id": VOICE},
        "output_format": RAW,
        **members,
    }
    return {name: value for name, value in body.items() if value is not None}


def audio(seconds: float = 0.5, *, sample_bytes: int = 2, rate: int = 8000) -> bytes:
    """Silence."""
    return bytes(round(seconds * rate) * sample_bytes)


def http(
    method: str,
    path: str,
    *,
    status: int | None = 200,
    send: Any = None,
    raw_request: bytes | None = None,
    answer: Any = None,
    body: bytes | None = None,
    media: str | None = None,
    headers: tuple[tuple[str, str], ...] = (("x-request-id", "r-1"),),
    query: tuple[tuple[str, str], ...] = (),
    auth: str = "bearer",
    version: str | None = NEW,
    label: str = "request-1",
    ending: Ending = "complete",
    started_s: float = 0.0,
) -> Exchange:
    """One HTTP exchange. send, answer: JSON of request and answer; raw_request, body: bytes instead of them."""
    request_body = raw_request if raw_request is not None else b"" if send is None else json.dumps(send).encode()
    payload = body if body is not None else b"" if answer is None else json.dumps(answer).encode()
    media = media or ("application/json" if body is None else "application/octet-stream")
    sent = (*AUTH[auth], *((("cartesia-version", version),) if version else ()))
    if request_body:
        sent = (*sent, ("content-type", "application/json"))
    return Exchange(
        label=label,
        transport="sse" if path.endswith("/sse") else "http",
        method=method,
        url=f"http://target{path}",
        path=path,
        query=query,
        request_headers=sent,
        request_body=request_body,
        status=status,
        response_headers=(("content-type", media), *headers),
        frames=(Frame(0.1, "received", "body", payload),) if payload else (),
        ending=ending,
        elapsed_s=0.1,
        started_s=started_s,
    )


def structured(**members: Any) -> Json:
    """A structured error."""
    return {
        "error_code": None,
        "title": "Bad request",
        "message": "The limit is out of range.",
        "request_id": "5f0c7a52-3a59-4f0e-8f0b-6a0cf5b7a1de",
        **members,
    }


def refused(
    method: str = "GET", path: str = "/voices", *, status: int = 400, version: str | None = NEW, **more: Any
) -> Exchange:
    """An error answer in the format of the version."""
    if (version or "") >= "2026-03-01" and (version or "")[:1] == "2":
        return http(method, path, status=status, answer=structured(), version=version, **more)
    return http(
        method, path, status=status, body=b"Bad request: The limit is out of range.", media="text/plain",
        version=version, **more,
    )  # fmt: skip


def trace(
    *exchanges: Exchange,
    case: str = "recorded/example",
    version: str = NEW,
    tags: tuple[str, ...] = (),
    values: Mapping[str, str] | None = None,
) -> Trace:
    """A trace of these exchanges; the run used `VOICE` and `MODEL`."""
    known = {"voice": VOICE, "model": MODEL, "missing": MISSING}
    labelled = tuple(
        replace(e, label=f"{e.label}-{n}") if [x.label for x in exchanges].count(e.label) > 1 else e
        for n, e in enumerate(exchanges, start=1)
    )
    return Trace(case, version, tags=frozenset(tags), exchanges=labelled, values={**known, **(values or {})})


# -- streams ---------------------------------------------------------------------------------------------------------


def sse_body(*events: Json, ends: str = "\n\n") -> bytes:
    """Events as a server writes them."""
    return "".join(f"data: {json.dumps(event)}{ends}" for event in events).encode()


def stream(
    *events: Json, send: Json | None = None, body: bytes | None = None, media: str = "text/event-stream", **more: Any
) -> Exchange:
    """A `POST /tts/sse` that was answered by these events."""
    return http(
        "POST", "/tts/sse", send=send or speech(), body=sse_body(*events) if body is None else body, media=media, **more
    )


def chunk(context_id: str | None = None, seconds: float = 0.5, **members: Any) -> Json:
    """A chunk of silence, 16-bit, 8 kHz."""
    message = {
        "type": "chunk",
        "data": base64.b64encode(audio(seconds)).decode(),
        "done": False,
        "status_code": 206,
        "step_time": 12.5,
    }
    return _named(message, context_id, members)


def words(context_id: str | None = None, *timed: tuple[str, float, float], **members: Any) -> Json:
    """A timestamps event."""
    return _times("timestamps", "word_timestamps", "words", context_id, timed, members)


def phonemes(context_id: str | None = None, *timed: tuple[str, float, float], **members: Any) -> Json:
    """A phoneme_timestamps event."""
    return _times("phoneme_timestamps", "phoneme_timestamps", "phonemes", context_id, timed, members)


def _times(
    kind: str, member: str, name: str, context_id: str | None, timed: tuple[tuple[str, float, float], ...], more: Json
) -> Json:
    arrays = {name: [t for t, _, _ in timed], "start": [s for _, s, _ in timed], "end": [e for _, _, e in timed]}
    return _named({"type": kind, "done": False, "status_code": 206, member: arrays}, context_id, more)


def flush_done(context_id: str, flush_id: Any, **members: Any) -> Json:
    """A flush_done."""
    message = {"type": "flush_done", "done": False, "status_code": 206, "flush_done": True, "flush_id": flush_id}
    return _named(message, context_id, members)


def done(context_id: str | None = None, **members: Any) -> Json:
    """A done."""
    return _named({"type": "done", "done": True, "status_code": 200}, context_id, members)


def error(context_id: str | None = None, *, legacy: bool = False, **members: Any) -> Json:
    """An error event."""
    message: Json = {"type": "error", "done": True, "status_code": 400}
    message |= {"error": "Invalid model: There is no such model."} if legacy else structured()
    return _named(message, context_id, members)


def _named(message: Json, context_id: str | None, members: Json) -> Json:
    named = {"context_id": context_id} if context_id is not None else {}
    merged = {**message, **named, **members}
    return {name: value for name, value in merged.items() if value is not ABSENT}


ABSENT: Any = object()
"""As the value of a member: leave it out."""


# -- sockets ---------------------------------------------------------------------------------------------------------


@dataclass
class Socket:
    """A socket in the making. Each message comes 10 ms after the one before; `wait` lets time pass."""

    status: int | None = 101
    auth: str = "bearer"
    version: str | None = NEW
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = (("x-request-id", "r-1"),)
    sent_headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    media: str = "application/json"
    path: str = "/tts/websocket"
    started_s: float = 0.0
    frames: list[Frame] = field(default_factory=list)
    ending: Ending = "complete"
    close_code: int | None = None
    close_reason: str = ""
    now_s: float = 0.0

    def send(self, context_id: str | None, transcript: str = "Hello there.", **members: Any) -> Socket:
        """A generation request."""
        request = speech(transcript=transcript, **members)
        return self.send_json({**request, "context_id": context_id} if context_id is not None else request)

    def cancel(self, context_id: str) -> Socket:
        return self.send_json({"cancel": True, "context_id": context_id})

    def send_json(self, value: Any) -> Socket:
        return self.frame("sent", "text", json.dumps(value).encode())

    def say(self, *messages: Any) -> Socket:
        """Messages of the service."""
        for message in messages:
            self.frame("received", "text", json.dumps(message).encode())
        return self

    def served(self, context_id: str, **members: Any) -> Socket:
        """A one-shot context from its request to its done."""
        return self.send(context_id, **members).say(chunk(context_id, flush_id=1), done(context_id))

    def frame(
        self, direction: Literal["sent", "received"], kind: Literal["text", "binary", "ping", "pong"], payload: bytes
    ) -> Socket:
        self.now_s += 0.01
        self.frames.append(Frame(self.now_s, direction, kind, payload))
        return self

    def wait(self, seconds: float) -> Socket:
        self.now_s += seconds
        return self

    def end(self, ending: Ending, close_code: int | None = None) -> Socket:
        self.ending, self.close_code = ending, close_code
        return self

    def exchange(self) -> Exchange:
        """What was recorded."""
        header = AUTH.get(self.auth, ())
        version = (("cartesia-version", self.version),) if self.version else ()
        frames = list(self.frames)
        if self.body:
            frames.append(Frame(0.1, "received", "body", self.body))
        return Exchange(
            label="socket-1",
            transport="websocket",
            method="GET",
            url=f"ws://target{self.path}",
            path=self.path,
            query=(*self.query, *QUERY_AUTH.get(self.auth, ())),
            request_headers=(*header, *version, *self.sent_headers),
            status=self.status,
            response_headers=(*((("content-type", self.media),) if self.body else ()), *self.headers),
            frames=tuple(frames),
            ending=self.ending,
            close_code=self.close_code,
            close_reason=self.close_reason,
            elapsed_s=self.now_s,
            started_s=self.started_s,
        )


def on_socket(socket: Socket, *, tags: tuple[str, ...] = (), version: str = NEW) -> Trace:
    """A trace of one socket."""
    return trace(socket.exchange(), tags=tags, version=version)


# -- files -----------------------------------------------------------------------------------------------------------


def wav(
    payload: bytes, *, tag: int = 1, channels: int = 1, rate: int = 8000, bits: int = 16, length: int | None = None
) -> bytes:
    """A RIFF WAVE file. length: what the header says of the audio; None for the truth."""
    form = struct.pack("<HHIIHH", tag, channels, rate, rate * channels * bits // 8, channels * bits // 8, bits)
    size = len(payload) if length is None else length
    chunks = b"fmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", size) + payload
    return b"RIFF" + struct.pack("<I", min(4 + len(chunks), 0xFFFFFFFF)) + b"WAVE" + chunks


def mp3(frames: int = 3) -> bytes:
    """Frames of MPEG-1 layer III, 128 kbit/s, 44100 Hz: 417 bytes each."""
    return (b"\xff\xfb\x90\x00" + bytes(413)) * frames


def form(*fields: tuple[str, str | bytes]) -> tuple[bytes, str]:
    """A form and its media type; bytes are the content of a file."""
    pieces = []
    for name, content in fields:
        file = '; filename="a"' if isinstance(content, bytes) else ""
        payload = content if isinstance(content, bytes) else content.encode()
        pieces.append(
            f'--b\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + payload + b"\r\n"
        )
    return b"".join([*pieces, b"--b--\r\n"]), "multipart/form-data; boundary=b"
