"""The kinds of faults: each one a layer around the service that spoils what goes through it.

A piece is what a stream sends at once: a part of a body, an event, a message of a socket.
"""

from __future__ import annotations

import asyncio
import random
import re
from abc import abstractmethod
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import ClassVar, Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .errors import TITLES, Fault
from .exchange import Reply
from .wire import send_whole

LONGEST_WAIT_S = 3600.0
"""Of a stall that no one ends."""

_BODY, _START, _SEND = "http.response.body", "http.response.start", "websocket.send"
_HTTP, _SOCKET = "http", "websocket"
_BOTH = frozenset((_HTTP, _SOCKET))
_SERVER_ERRORS = (500, 502, 503, 504)
# Statuses that a proxy in front of the service answers, in its own words.
_OF_PROXIES = frozenset((499, *range(520, 530)))

_PAGE = """<!DOCTYPE html>
<html><head><title>{status} {phrase}</title></head>
<body><center><h1>{status} {phrase}</h1></center><hr><center>proxy</center></body></html>
"""


class Connection(Protocol):
    """A connection as the server leaves it in `scope["state"]`."""

    lost: asyncio.Event

    def close(self) -> None:
        """Ends it after what was written."""

    def reset(self) -> None:
        """Ends it at once, with a reset."""


class Dropped(ConnectionError):
    """The connection was ended by a fault."""


class Struck:
    """One request that faults strike."""

    def __init__(self, scope: Scope, time_scale: float, error: Callable[[Fault], Reply]) -> None:
        """`error` makes the answer in the envelope of the request's version."""
        self.scope = scope
        self.error = error
        self._time_scale = time_scale
        self._connection: Connection | None = (scope.get("state") or {}).get("connection")

    async def run(self, app: ASGIApp, kinds: Sequence[Kind], receive: Receive, send: Send) -> None:
        """Serves the request by `app`, through the layers of `kinds`, the first one outermost."""
        for kind in reversed(kinds):
            app = kind.around(app, self)
        try:
            await app(self.scope, receive, send)
        except Dropped:
            if self._connection is None:
                raise
            # The server must not answer on a connection that is about to go.
            await self.wait(LONGEST_WAIT_S, is_scaled=False)

    def drop(self, *, abruptly: bool) -> Dropped:
        """Ends the connection; the caller raises what is returned."""
        if self._connection is not None:
            if abruptly:
                self._connection.reset()
            else:
                self._connection.close()
        return Dropped("dropped by a fault")

    async def wait(self, seconds: float, *, is_scaled: bool = True) -> bool:
        """Waits, at most until the client goes away; says whether it has."""
        seconds *= self._time_scale if is_scaled else 1.0
        if self._connection is None:
            await asyncio.sleep(seconds)
            return False
        try:
            async with asyncio.timeout(seconds):
                await self._connection.lost.wait()
        except TimeoutError:
            return False
        return True


class Kind:
    """A kind with its value; raises ValueError when the value is of no use to it."""

    name: str
    transports: ClassVar[frozenset[str]] = _BOTH

    def __init__(self, value: str | None) -> None:
        if value is not None:
            raise ValueError("takes no value")

    @abstractmethod
    def around(self, app: ASGIApp, struck: Struck) -> ASGIApp:
        """`app` within this layer."""


class _Spoiling(Kind):
    """A kind that changes messages on their way out; `begun` makes the state of one request."""

    def around(self, app: ASGIApp, struck: Struck) -> ASGIApp:
        async def layer(scope: Scope, receive: Receive, send: Send) -> None:
            await app(scope, receive, self.begun(struck, send))

        return layer

    @abstractmethod
    def begun(self, struck: Struck, send: Send) -> Send:
        """A `send` that spoils."""


class _Answering(Kind):
    """A kind that answers in place of the service."""

    def around(self, app: ASGIApp, struck: Struck) -> ASGIApp:
        async def layer(scope: Scope, receive: Receive, send: Send) -> None:
            await send_whole(scope, send, self.reply(struck))

        return layer

    @abstractmethod
    def reply(self, struck: Struck) -> Reply:
        """The answer."""


class _Cut(_Spoiling):
    """Ends the connection within the answer; the value says after how many bytes of a body or messages of a socket."""

    is_abrupt: ClassVar[bool]
    default: ClassVar[int | None]

    def __init__(self, value: str | None) -> None:
        self._after = self.default if value is None else _whole(value, "bytes of the body, or messages,")

    def begun(self, struck: Struck, send: Send) -> Send:
        left = self._after
        pieces = 0

        async def cutting(message: Message) -> None:
            nonlocal left, pieces
            kind = message["type"]
            if kind == _START:
                length = _length_of(message)
                if self.is_abrupt and left == 0:
                    raise struck.drop(abruptly=True)
                if length is not None:
                    left = length // 2 if left is None else min(left, max(0, length - 1))
                await send(message)
            elif kind == _SEND:
                # A socket without a number of messages is cut after the first one.
                if pieces >= (1 if left is None else left):
                    raise struck.drop(abruptly=self.is_abrupt)
                pieces += 1
                await send(message)
            elif kind == _BODY:
                await self._cut_body(struck, send, message, left, pieces)
                pieces += 1
                if left is not None:
                    left -= len(message.get("body", b""))
            else:
                await send(message)

        return cutting

    async def _cut_body(self, struck: Struck, send: Send, message: Message, left: int | None, pieces: int) -> None:
        body, more = message.get("body", b""), message.get("more_body", False)
        if left is None:
            # Of a stream whose length nobody knows the first piece is whole, the second one half.
            left = len(body) + 1 if not pieces else len(body) // 2
        if more and left > len(body):
            await send(message)
            return
        if not more and not body and not pieces and not self.is_abrupt:
            await send(message)  # nothing to cut
            return
        if body[:left]:
            await send({**message, "body": body[:left], "more_body": True})
        raise struck.drop(abruptly=self.is_abrupt)


class Reset(_Cut):
    """Resets the connection: before any answer, or after so many bytes of its body; a socket at its first message."""

    name = "reset"
    is_abrupt = True
    default = 0


class Truncate(_Cut):
    """Ends the connection in the middle of the body, or after the first message."""

    name = "truncate"
    is_abrupt = False
    default = None


class Stall(_Spoiling):
    """Falls silent after the first piece, until the client goes away or for the seconds of the value."""

    name = "stall"

    def __init__(self, value: str | None) -> None:
        self._seconds = None if value is None else _number(value, "seconds")

    def begun(self, struck: Struck, send: Send) -> Send:
        pieces = 0

        async def wait() -> None:
            if await struck.wait(LONGEST_WAIT_S if self._seconds is None else self._seconds) or self._seconds is None:
                raise struck.drop(abruptly=False)

        async def stalling(message: Message) -> None:
            nonlocal pieces
            if message["type"] in (_BODY, _SEND):
                pieces += 1
                if pieces == 1 and message["type"] == _BODY and not message.get("more_body", False):
                    body = message.get("body", b"")
                    half = len(body) // 2
                    if half:
                        await send({**message, "body": body[:half], "more_body": True})
                    await wait()
                    message = {**message, "body": body[half:]}
                elif pieces == 2:
                    await wait()
                elif pieces > 2 and self._seconds is None:
                    await wait()  # other contexts of the socket are silent too
            await send(message)

        return stalling


class Drip(_Spoiling):
    """Sends bodies in small pieces, and messages, with so many milliseconds between them."""

    name = "drip"
    default_ms = 50.0
    piece_bytes = 64

    def __init__(self, value: str | None) -> None:
        self._pause_s = (self.default_ms if value is None else _number(value, "milliseconds")) / 1000

    def begun(self, struck: Struck, send: Send) -> Send:
        async def dripping(message: Message) -> None:
            if message["type"] == _SEND:
                await struck.wait(self._pause_s)
            elif message["type"] == _BODY:
                body = message.get("body", b"")
                while len(body) > self.piece_bytes:
                    await send({**message, "body": body[: self.piece_bytes], "more_body": True})
                    body = body[self.piece_bytes :]
                    if await struck.wait(self._pause_s):
                        raise struck.drop(abruptly=False)
                message = {**message, "body": body}
            await send(message)

        return dripping


class Delay(Kind):
    """Answers, also an upgrade, later by so many seconds (1)."""

    name = "delay"

    def __init__(self, value: str | None) -> None:
        self._seconds = 1.0 if value is None else _number(value, "seconds")

    def around(self, app: ASGIApp, struck: Struck) -> ASGIApp:
        async def layer(scope: Scope, receive: Receive, send: Send) -> None:
            if await struck.wait(self._seconds):
                raise struck.drop(abruptly=False)
            await app(scope, receive, send)

        return layer


class Garbage(_Spoiling):
    """Puts something unreadable in the place of the first piece: JSON that breaks off, bytes that are no audio."""

    name = "garbage"
    json = b'{"type": "chunk", "data": [1, \xff'

    def begun(self, struck: Struck, send: Send) -> Send:
        start: Message | None = None
        is_done = False

        async def spoiling(message: Message) -> None:
            nonlocal start, is_done
            if message["type"] == _START:
                start = message
                return
            if message["type"] == _SEND and not is_done:
                is_done = True
                message = {"type": _SEND, "text": self.json.decode("latin-1")}
            if message["type"] == _BODY and start is not None:
                body = message.get("body", b"")
                spoilt = self._spoilt(_media_type_of(start), body) if body else body
                if _length_of(start) is not None:
                    start = _with_header(start, b"content-length", str(len(spoilt)).encode())
                await send(start)
                start, message = None, {**message, "body": spoilt}
            await send(message)

        return spoiling

    def _spoilt(self, media_type: str, body: bytes) -> bytes:
        if media_type == "text/event-stream":
            return b"data: " + self.json + b"\n\n"
        if media_type.startswith("audio/"):
            return random.Random(len(body)).randbytes(len(body))  # noqa: S311 - the same each time, nothing secret
        return self.json


class ContentType(_Spoiling):
    """Sends the body as the media type of the value (text/plain)."""

    name = "content-type"
    transports = frozenset((_HTTP,))

    def __init__(self, value: str | None) -> None:
        self._media_type = "text/plain" if value is None else value
        if not re.fullmatch(r"[\w.+-]+/[\w.+-]+(?:; ?[\w=\"-]+)*", self._media_type, re.ASCII):
            raise ValueError("wants a media type such as `text/plain`")

    def begun(self, struck: Struck, send: Send) -> Send:
        async def renaming(message: Message) -> None:
            if message["type"] == _START:
                message = _with_header(message, b"content-type", self._media_type.encode())
            await send(message)

        return renaming


class Duplicate(_Spoiling):
    """Sends every piece of a stream and every message of a socket twice."""

    name = "duplicate"

    def begun(self, struck: Struck, send: Send) -> Send:
        async def doubling(message: Message) -> None:
            await send(message)
            if message["type"] == _SEND or (message.get("more_body") and message.get("body")):
                await send(message)

        return doubling


class Close(_Spoiling):
    """Closes a socket with the code of the value (1011) in the place of its first message."""

    name = "close"
    transports = frozenset((_SOCKET,))

    def __init__(self, value: str | None) -> None:
        self._code = 1011 if value is None else _whole(value, "a code")
        if not (1000 <= self._code <= 1003 or 1007 <= self._code <= 1014 or 3000 <= self._code <= 4999):
            raise ValueError("wants a code that may be sent: 1000 to 1003, 1007 to 1014, 3000 to 4999")

    def begun(self, struck: Struck, send: Send) -> Send:
        is_closed = False

        async def closing(message: Message) -> None:
            nonlocal is_closed
            if is_closed:
                raise Dropped("closed by a fault")
            if message["type"] == _SEND:
                is_closed = True
                await send({"type": "websocket.close", "code": self._code, "reason": ""})
                raise Dropped("closed by a fault")
            await send(message)

        return closing


class Html(_Answering):
    """Answers the error page of a proxy, with the status of the value (502)."""

    name = "html"

    def __init__(self, value: str | None) -> None:
        self._status = 502 if value is None else _whole(value, "a status")
        if not 400 <= self._status <= 599:
            raise ValueError("wants a status from 400 to 599")

    def reply(self, struck: Struck) -> Reply:
        page = _PAGE.format(status=self._status, phrase=_phrase(self._status))
        return Reply(self._status, "text/html; charset=utf-8", page.encode())


class Status(_Answering):
    """Answers an error of this status, with a header `retry-after` where the value asks for one; `5xx` takes turns."""

    def __init__(self, name: str, value: str | None) -> None:
        self.name = name
        self._status = None if name == "5xx" else int(name)
        self._headers: tuple[tuple[str, str], ...] = ()
        self._answered = 0
        if value is not None:
            header, _, wait = value.partition(":")
            if header not in ("retry-after", "retry-after-ms") or not re.fullmatch(
                r"\d{1,9}(\.\d{1,3})?", wait, re.ASCII
            ):
                raise ValueError("takes `retry-after:SECONDS` or `retry-after-ms:MILLISECONDS`")
            self._headers = ((header, wait),)

    def reply(self, struck: Struck) -> Reply:
        status = self._status or _SERVER_ERRORS[self._answered % len(_SERVER_ERRORS)]
        self._answered += 1
        if status in _OF_PROXIES:
            reply = Reply(status, "text/plain; charset=utf-8", f"error code: {status}".encode())
            reply.headers += self._headers
            return reply
        title, code = TITLES.get(status) or _phrase(status), None
        if status == 429:
            title, code = "Too many concurrent requests", "concurrency_limited"
        return struck.error(Fault(status, title, "answered by a fault of the mock", code=code, headers=self._headers))


KINDS: dict[str, type[Kind]] = {
    kind.name: kind for kind in (Reset, Truncate, Stall, Drip, Delay, Garbage, ContentType, Html, Duplicate, Close)
}
"""Every kind by its name; a status is one too."""


def kind_named(name: str, value: str | None) -> Kind | None:
    """The kind of this name with its value; None when there is none. Raises ValueError for a value of no use."""
    if name == "5xx" or re.fullmatch(r"[45]\d\d", name, re.ASCII):
        return Status(name, value)
    return KINDS[name](value) if name in KINDS else None


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def _whole(value: str, what: str) -> int:
    if not re.fullmatch(r"\d{1,12}", value, re.ASCII):
        raise ValueError(f"wants {what} as a whole number")
    return int(value)


def _number(value: str, what: str) -> float:
    if not re.fullmatch(r"\d{1,6}(\.\d{1,6})?", value, re.ASCII):
        raise ValueError(f"wants a number of {what}")
    return float(value)


def _length_of(start: Message) -> int | None:
    return next((int(value) for name, value in start["headers"] if name == b"content-length"), None)


def _media_type_of(start: Message) -> str:
    found = next((value for name, value in start["headers"] if name == b"content-type"), b"")
    return bytes(found).decode("latin-1").partition(";")[0]


def _with_header(start: Message, name: bytes, value: bytes) -> Message:
    headers = [(key, each) for key, each in start["headers"] if key != name]
    return {**start, "headers": [*headers, (name, value)]}
