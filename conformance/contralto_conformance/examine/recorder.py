"""An ASGI wrapper that records what a client does to a server, as exchanges of a trace.

Seen from the server, an ending means: `complete`, the answer was sent to its end, or the client closed its socket;
`closed`, the server closed the socket, or the client left before the end of an answer; `truncated`, the server broke
off. Bodies beyond a limit are cut, and only the last exchanges are kept, so that a long session costs bounded memory.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contralto_conformance.drivers.redact import Redactor
from contralto_conformance.trace import REDACTED_KEY, Ending, Exchange, Frame, Kind, Transport

MAX_EXCHANGES = 2000
MAX_BODY_BYTES = 1024 * 1024
MAX_FRAMES = 5000


class Recorder:
    """Wraps an application; `exchanges()` gives what was seen, without the secrets.

    prefix: path below which the API stands. secrets: keys that the server takes. clock: monotonic seconds.
    notes_uploads: whether an empty frame of the kind `body` stands where the first byte of a request's body came.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        prefix: str,
        secrets: Iterable[str],
        clock: Callable[[], float] = time.monotonic,
        notes_uploads: bool = False,
    ) -> None:
        self._notes_uploads = notes_uploads
        self._app = app
        self._prefix = prefix
        self._clock = clock
        self._began_s = clock()
        self._records: deque[_Record] = deque(maxlen=MAX_EXCHANGES)
        self._count = 0
        self._redactor = Redactor()
        for secret in secrets:
            self._redactor.add(secret, REDACTED_KEY)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection, passed on and noted down."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        self._count += 1
        record = _Record(scope, f"request-{self._count}", self._prefix, self._clock, self._began_s)
        record.notes_uploads = self._notes_uploads
        self._records.append(record)
        watching = _watch(scope, record)

        async def hear() -> Message:
            message = await receive()
            record.heard(message)
            return message

        async def say(message: Message) -> None:
            record.said(message)
            await send(message)

        try:
            await self._app(scope, hear, say)
        finally:
            _note_loss(scope, record)
            record.end()
            if watching is not None:
                watching.cancel()

    def exchanges(self) -> tuple[Exchange, ...]:
        """What was recorded so far, in the order in which it began."""
        found = [record.exchange() for record in tuple(self._records)]
        for exchange in found:
            self._redactor.learn(exchange)
        return tuple(map(self._redactor.exchange, found))

    @property
    def is_busy(self) -> bool:
        """Whether a request or socket is still under way."""
        return any(record.is_busy for record in tuple(self._records))

    def clear(self) -> None:
        """Forgets what was recorded."""
        self._records.clear()
        self._count = 0

    def since(self, began: float) -> tuple[Exchange, ...]:
        """What was recorded so far, still with secrets, with times counted from that reading of the clock.

        What is still under way has the ending `deadline`; labels are `upstream-1`, `upstream-2` and so on.
        """
        offset_s = self._began_s - began
        found = []
        for number, record in enumerate(tuple(self._records), 1):
            exchange = replace(record.exchange(), label=f"upstream-{number}", started_s=record.started_s + offset_s)
            if record.elapsed_s is None:
                exchange = replace(exchange, ending="deadline", detail="still under way")
            found.append(exchange)
        return tuple(found)


def _watch(scope: Scope, record: _Record) -> asyncio.Task[None] | None:
    """Notes when the connection ends, also while the application does not listen; None if the server does not say."""
    connection = (scope.get("state") or {}).get("connection")
    if connection is None:
        return None

    async def watching() -> None:
        await connection.lost.wait()
        _note_loss(scope, record)

    return asyncio.create_task(watching())


def _note_loss(scope: Scope, record: _Record) -> None:
    connection = (scope.get("state") or {}).get("connection")
    if connection is not None and connection.lost.is_set():
        record.left(by_client=not connection.is_ended_here)


@dataclass
class _Record:
    scope: Scope
    label: str
    prefix: str
    clock: Callable[[], float]
    began_s: float
    body: bytearray = field(default_factory=bytearray)
    frames: list[Frame] = field(default_factory=list)
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    ending: Ending | None = None
    close_code: int | None = None
    close_reason: str = ""
    detail: str = ""
    started_s: float = 0.0
    elapsed_s: float | None = None
    notes_uploads: bool = False
    _is_over: bool = False
    _kept_bytes: int = 0

    @property
    def is_busy(self) -> bool:
        """Whether something may still be heard or said; a lost socket has its last message before it."""
        return not self._is_over and (self.elapsed_s is None or self.scope["type"] == "websocket")

    def __post_init__(self) -> None:
        self.started_s = self.clock() - self.began_s

    def heard(self, message: Message) -> None:
        """A message from the client."""
        match message["type"]:
            case "http.request":
                if self.notes_uploads and message.get("body") and not self.body:
                    self.frames.append(Frame(self._now_s(), "sent", "body"))
                room = MAX_BODY_BYTES - len(self.body)
                self.body += message.get("body", b"")[: max(0, room)]
            case "http.disconnect":
                # After the end of an answer every connection comes to this.
                if self.ending is None:
                    self.ending, self.detail = "closed", "the client left before the end of the answer"
            case "websocket.receive":
                text = message.get("text")
                self._note("sent", "text" if text is not None else "binary", text or message.get("bytes") or b"")
            case "websocket.ping":
                self._note("sent", "ping", b"")
            case "websocket.disconnect":
                self.ending = self.ending or "complete"
                self.close_code = self.close_code or message.get("code")
                self.close_reason = self.close_reason or message.get("reason") or ""

    def said(self, message: Message) -> None:
        """A message to the client."""
        match message["type"]:
            case "http.response.start" | "websocket.http.response.start":
                self.status = message["status"]
                self.headers = _pairs(message.get("headers", ()))
            case "http.response.body" | "websocket.http.response.body":
                self._note("received", "body", message.get("body", b""))
                if not message.get("more_body", False):
                    self.ending = self.ending or "complete"
            case "websocket.accept":
                self.status = 101
                self.headers = _pairs(message.get("headers", ()))
            case "websocket.send":
                text = message.get("text")
                self._note("received", "text" if text is not None else "binary", text or message.get("bytes") or b"")
            case "websocket.close":
                self.ending = self.ending or "closed"
                self.close_code = message.get("code", 1000)
                self.close_reason = message.get("reason") or ""

    def left(self, *, by_client: bool) -> None:
        """The connection has ended. A socket still has its last message to hear of, which says how."""
        if self.elapsed_s is None:
            self.elapsed_s = self._now_s()
            if self.scope["type"] == "http" and self.ending is None and by_client:
                self.ending, self.detail = "closed", "the client left before the end of the answer"

    def end(self) -> None:
        """The server is through with it."""
        self._is_over = True
        self.ending = self.ending or "truncated"
        if self.elapsed_s is None:
            self.elapsed_s = self._now_s()

    def exchange(self) -> Exchange:
        """The record as an exchange; one that still runs counts as complete so far."""
        scope = self.scope
        is_socket = scope["type"] == "websocket"
        raw_path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
        query = scope["query_string"].decode("latin-1")
        headers = _pairs(scope["headers"])
        host = dict(headers).get("host", "localhost")
        scheme = "ws" if is_socket else "http"
        secure = "s" if scope.get("scheme") in ("https", "wss") else ""
        path = scope["path"].removeprefix(self.prefix)
        return Exchange(
            label=self.label,
            transport=self._transport(),
            method="GET" if is_socket else scope["method"],
            url=f"{scheme}{secure}://{host}{raw_path}{'?' if query else ''}{query}",
            path=path.rstrip("/") or "/",
            query=tuple(parse_qsl(query, keep_blank_values=True)),
            request_headers=headers,
            request_body=bytes(self.body),
            status=self.status,
            response_headers=self.headers,
            frames=tuple(self.frames),
            ending=self.ending or "complete",
            close_code=self.close_code,
            close_reason=self.close_reason,
            elapsed_s=self.elapsed_s if self.elapsed_s is not None else self._now_s(),
            started_s=self.started_s,
            detail=self.detail,
        )

    def _now_s(self) -> float:
        return self.clock() - self.began_s - self.started_s

    def _transport(self) -> Transport:
        if self.scope["type"] == "websocket":
            return "websocket"
        media_type = dict(self.headers).get("content-type", "")
        return "sse" if media_type.startswith("text/event-stream") else "http"

    def _note(self, direction: str, kind: Kind, payload: str | bytes) -> None:
        data = payload.encode("utf-8", "surrogatepass") if isinstance(payload, str) else payload
        if len(self.frames) >= MAX_FRAMES or (kind == "body" and not data):
            return
        room = max(0, 8 * MAX_BODY_BYTES - self._kept_bytes)
        self._kept_bytes += len(data)
        self.frames.append(Frame(self._now_s(), "sent" if direction == "sent" else "received", kind, data[:room]))


def _pairs(headers: Iterable[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in headers)
