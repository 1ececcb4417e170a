"""The journal: what clients sent and what they were answered, the newest exchanges first to stay.

It is a layer around everything else, so it has what was on the wire, faults included. Requests are there from their
first byte on, before their answer. Memory is bounded: so many exchanges, so many bytes of all of them together, and of
each body and message no more than a part. Credentials are put out of sight when the journal is read, wherever they
stand: headers, queries, and members of JSON that are named like a secret.
"""

from __future__ import annotations

import base64
import datetime
import json
import os
import re
import tempfile
import time
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .service import Service

MAX_PART_BYTES = 64 * 1024
"""Of one body or message; the rest is only counted."""

MAX_KEPT_BYTES = 64 * 1024 * 1024
"""Of everything that is kept."""

REDACTED = "[redacted]"

# What an exchange and a message take beside their bytes, roughly.
_RECORD_BYTES = 2048
_MESSAGE_BYTES = 256

# What is kept of a scope; the whole would keep its connection alive.
_KEPT = ("type", "method", "path", "scheme", "query_string", "headers")
_SECRET_HEADERS = frozenset(("authorization", "proxy-authorization", "x-api-key", "cookie", "set-cookie"))
_SECRET_PARAMETERS = frozenset(("api_key", "access_token", "token"))
# Protocols that carry a token end in it: `keypool-token.<token>`.
_SECRET_PROTOCOL = re.compile(r"([\w-]*token\.)[^\s,]+")
_SECRET_MEMBER = re.compile(rb'("(?:[\w-]*_)?(?:token|secret|password|api_key)"\s*:\s*")((?:[^"\\]|\\.)*)')


@dataclass(frozen=True, slots=True)
class SocketMessage:
    """A message of a socket: who sent it, at which second of the epoch, its payload (cut), and its whole size in
    bytes."""

    sender: Literal["client", "server"]
    at_s: float
    payload: str | bytes
    size: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer, without credentials. `status` is None as long as nothing was answered; a socket has
    101. Header names are in lower case. Bodies are cut; a size is that of the whole, with what stands for its secrets,
    so a body that is shorter was cut. An exchange is complete when it is over; `is_whole` says that the last piece of
    an answer was sent."""

    transport: Literal["http", "websocket"]
    method: str
    path: str
    url: str
    query: tuple[tuple[str, str], ...]
    request_headers: tuple[tuple[str, str], ...]
    request_body: bytes
    request_size: int
    status: int | None
    response_headers: tuple[tuple[str, str], ...]
    response_body: bytes
    response_size: int
    messages: tuple[SocketMessage, ...]
    close_code: int | None
    started_s: float
    took_s: float
    is_complete: bool
    is_whole: bool

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of the request by lower-case name."""
        return dict(self.request_headers)

    def json(self) -> Any:
        """The body of the request as JSON; raises ValueError when it is none."""
        return json.loads(self.request_body)


@dataclass(slots=True)
class _Record:
    scope: dict[str, Any]
    started_s: float
    began: float
    took_s: float = 0.0
    request: bytearray = field(default_factory=bytearray)
    request_size: int = 0
    status: int | None = None
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    response: bytearray = field(default_factory=bytearray)
    response_size: int = 0
    messages: list[SocketMessage] = field(default_factory=list)
    close_code: int | None = None
    is_complete: bool = False
    is_whole: bool = False
    kept_bytes: int = _RECORD_BYTES
    is_kept: bool = True


class Journal:
    """A bounded journal of one mock; all of it happens in the thread of the server."""

    def __init__(self, service: Service) -> None:
        self.size = service.settings.journal_size
        self._service = service
        self._records: deque[_Record] = deque()
        self._bytes = 0

    def around(self, app: ASGIApp) -> ASGIApp:
        """`app` with everything that goes in and out of it written down."""

        async def layer(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "lifespan":
                await app(scope, receive, send)
                return
            record = self._begin(scope)
            note = self._note_socket if scope["type"] == "websocket" else self._note_http

            async def receiving() -> Message:
                message = await receive()
                note(record, message)
                return message

            async def sending(message: Message) -> None:
                # Before it is sent: who has the answer finds it in the journal.
                note(record, message)
                await send(message)

            try:
                await app(scope, receiving, sending)
            finally:
                record.is_complete = True
                record.took_s = time.monotonic() - record.began

        return layer

    def clear(self) -> None:
        """Forgets everything; what is still under way is not written down any more."""
        for record in self._records:
            record.is_kept = False
        self._records.clear()
        self._bytes = 0

    def exchanges(self) -> tuple[Exchange, ...]:
        """What is kept, oldest first."""
        return tuple(_exchange(record) for record in self._records)

    def har(self) -> dict[str, Any]:
        """What is kept as a HAR 1.2 document; messages of sockets are in `_webSocketMessages`."""
        creator = {"name": "contralto mock", "version": version("contralto")}
        return {"log": {"version": "1.2", "creator": creator, "entries": [_entry(each) for each in self.exchanges()]}}

    def save(self, path: Path) -> None:
        """Writes the HAR document; the file appears as a whole, in the place of one that was there. Raises OSError."""
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(self.har(), file)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    def _begin(self, scope: Scope) -> _Record:
        record = _Record(
            {name: scope[name] for name in _KEPT if name in scope}, self._service.now_s(), time.monotonic()
        )
        self._records.append(record)
        if len(self._records) > self.size:
            self._drop_oldest()
        self._grow(record, 0)
        return record

    def _note_http(self, record: _Record, message: Message) -> None:
        kind, body = message["type"], message.get("body", b"")
        if kind == "http.request":
            record.request_size += len(body)
            self._keep(record, record.request, body)
        elif kind == "http.response.start":
            record.status, record.headers = message["status"], message.get("headers", [])
        elif kind == "http.response.body":
            record.response_size += len(body)
            self._keep(record, record.response, body)
            record.took_s = time.monotonic() - record.began
            record.is_complete = record.is_whole = not message.get("more_body", False)

    def _note_socket(self, record: _Record, message: Message) -> None:
        kind = message["type"]
        if kind in ("websocket.receive", "websocket.send"):
            payload = message.get("text")
            payload = message.get("bytes") or b"" if payload is None else payload
            size = len(payload.encode("utf-8", "replace")) if isinstance(payload, str) else len(payload)
            if record.is_kept:
                sender: Literal["client", "server"] = "server" if kind == "websocket.send" else "client"
                kept = payload[:MAX_PART_BYTES]
                record.messages.append(SocketMessage(sender, self._service.now_s(), kept, size))
                self._grow(record, len(kept) + _MESSAGE_BYTES)
        elif kind == "websocket.accept":
            record.status, record.headers = 101, message.get("headers", [])
        elif kind in ("websocket.close", "websocket.disconnect"):
            record.close_code = record.close_code or message.get("code")
        elif kind.startswith("websocket.http."):
            self._note_http(record, {**message, "type": kind.removeprefix("websocket.")})

    def _keep(self, record: _Record, kept: bytearray, body: bytes) -> None:
        if record.is_kept and (room := MAX_PART_BYTES - len(kept)) > 0:
            kept += body[:room]
            self._grow(record, min(room, len(body)))

    def _grow(self, record: _Record, size: int) -> None:
        if not record.is_kept:
            return
        self._bytes += size if size else record.kept_bytes
        record.kept_bytes += size
        while self._bytes > MAX_KEPT_BYTES and self._records:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        oldest = self._records.popleft()
        oldest.is_kept = False
        self._bytes -= oldest.kept_bytes


def _exchange(record: _Record) -> Exchange:
    scope = record.scope
    query = tuple(
        (name, REDACTED if name.lower() in _SECRET_PARAMETERS else value)
        for name, value in parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    )
    headers = _shown_headers(scope["headers"])
    host = dict(headers).get("host", "localhost")
    request_body, response_body = _shown_body(bytes(record.request)), _shown_body(bytes(record.response))
    return Exchange(
        transport=scope["type"],
        method=scope.get("method", "GET"),
        path=scope["path"],
        url=f"{scope.get('scheme', 'http')}://{host}{scope['path']}" + (f"?{urlencode(query)}" if query else ""),
        query=query,
        request_headers=headers,
        request_body=request_body,
        request_size=record.request_size + len(request_body) - len(record.request),
        status=record.status,
        response_headers=_shown_headers(record.headers),
        response_body=response_body,
        response_size=record.response_size + len(response_body) - len(record.response),
        messages=tuple(_shown_message(message) for message in record.messages),
        close_code=record.close_code,
        started_s=record.started_s,
        took_s=record.took_s if record.is_complete else time.monotonic() - record.began,
        is_complete=record.is_complete,
        is_whole=record.is_whole,
    )


def _shown_headers(headers: Iterable[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    shown = []
    for raw_name, raw_value in headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if name in _SECRET_HEADERS:
            scheme, space, _ = value.partition(" ")
            value = f"{scheme} {REDACTED}" if space and name.endswith("authorization") else REDACTED
        elif name == "sec-websocket-protocol":
            value = _SECRET_PROTOCOL.sub(rf"\1{REDACTED}", value)
        shown.append((name, value))
    return tuple(shown)


def _shown_body(body: bytes) -> bytes:
    return _SECRET_MEMBER.sub(rb"\1" + REDACTED.encode(), body)


def _shown_message(message: SocketMessage) -> SocketMessage:
    payload = message.payload
    if isinstance(payload, bytes):
        return message
    shown = _shown_body(payload.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")
    return SocketMessage(message.sender, message.at_s, shown, message.size)


def _entry(exchange: Exchange) -> dict[str, Any]:
    status = exchange.status or 0
    request: dict[str, Any] = {
        "method": exchange.method,
        "url": exchange.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(exchange.request_headers),
        "queryString": _pairs(exchange.query),
        "headersSize": -1,
        "bodySize": exchange.request_size,
    }
    if exchange.request_body:
        media_type = exchange.headers.get("content-type", "application/octet-stream")
        request["postData"] = {"mimeType": media_type, **_text(exchange.request_body, "_encoding")}
    answered = dict(exchange.response_headers)
    content = {
        "size": exchange.response_size,
        "mimeType": answered.get("content-type", "x-unknown"),
        **_text(exchange.response_body, "encoding"),
    }
    took_ms = round(exchange.took_s * 1000, 3)
    entry: dict[str, Any] = {
        "startedDateTime": datetime.datetime.fromtimestamp(exchange.started_s, datetime.UTC).isoformat(),
        "time": took_ms,
        "request": request,
        "response": {
            "status": status,
            "statusText": _phrase(status),
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": _pairs(exchange.response_headers),
            "content": content,
            "redirectURL": answered.get("location", ""),
            "headersSize": -1,
            "bodySize": exchange.response_size,
        },
        "cache": {},
        "timings": {"send": 0, "wait": took_ms, "receive": 0},
    }
    if exchange.transport == "websocket":
        entry["_resourceType"] = "websocket"
        entry["_webSocketMessages"] = [_frame(message) for message in exchange.messages]
        if exchange.close_code is not None:
            entry["_webSocketCloseCode"] = exchange.close_code
    elif not exchange.is_whole:
        # As browsers write it. Who broke the answer off, the client or a fault, is not told apart.
        entry["response"]["_error"] = "net::ERR_ABORTED"
    return entry


def _frame(message: SocketMessage) -> dict[str, Any]:
    """A message as browsers write it: from the side of the client, binary payloads in base64."""
    binary = isinstance(message.payload, bytes)
    payload = message.payload
    return {
        "type": "send" if message.sender == "client" else "receive",
        "time": message.at_s,
        "opcode": 2 if binary else 1,
        "data": base64.b64encode(payload).decode() if isinstance(payload, bytes) else payload,
    }


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def _text(body: bytes, encoding: str) -> dict[str, str]:
    try:
        return {"text": body.decode()}
    except UnicodeDecodeError:
        return {"text": base64.b64encode(body).decode(), encoding: "base64"}


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
