"""WebSocket driver: one socket under a recorder.

The protocol is websockets' sans-IO `ClientProtocol`; the shell around it is here, because the recorder
wants what a comfortable client hides: control frames, arrival times taken at the read, refusals with their
body, fragments as sent, and how exactly the connection ended.

States: `open` until one side's close frame or the end of the connection; then `ended`, and `ending` says how.
A reader task moves frames from the network into `frames`; steps wait on `_news`.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from websockets.client import ClientProtocol
from websockets.datastructures import Headers
from websockets.exceptions import InvalidHandshake, InvalidMessage
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory
from websockets.frames import Close, Opcode
from websockets.frames import Frame as WireFrame
from websockets.http11 import Response
from websockets.uri import parse_uri

from contralto_conformance.drivers.endpoint import MAX_EXCHANGE_BYTES, USER_AGENT, Address, Endpoint
from contralto_conformance.trace import Ending, Exchange, Frame, Kind

_CLOSE_WAIT_S = 2.0
"""How long the server may take to answer our close frame; after that the connection is cut."""

_READ_SIZE = 65536

_SILENT = logging.getLogger("contralto.wire")
_SILENT.disabled = True  # the library logs frames and headers at DEBUG, secrets included


class _Protocol(ClientProtocol):
    """Does not refuse a subprotocol that was not offered: the oracle judges that from the headers."""

    def process_subprotocol(self, headers: Headers) -> None:
        return None


class Socket:
    """One socket: opened, spoken on, closed, and turned into an `Exchange`.

    No method raises on what the target does. `is_open` says whether steps can still be played, `ending` and
    `detail` how it ended.
    """

    def __init__(self, endpoint: Endpoint, label: str, to: Address, started_s: float) -> None:
        self.label = label
        self.path = to.path
        self.ending: Ending = "complete"
        self.detail = ""
        self.status: int | None = None
        self.is_open = False
        self._endpoint = endpoint
        self._to = to
        self._started_s = started_s
        self._started = time.monotonic()
        self._frames: list[Frame] = []
        self._awaited: set[int] = set()  # indices of the frames that answered a wait
        self._received_bytes = 0
        self._left = endpoint.memory.allowance
        self._partial: list[bytes] = []
        self._partial_kind: Kind = "text"
        self._request_headers: tuple[tuple[str, str], ...] = ()
        self._response_headers: tuple[tuple[str, str], ...] = ()
        self._close: Close | None = None
        self._closing = False
        self._news = asyncio.Event()
        self._reader_task: asyncio.Task[None] | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._ended_s: float | None = None
        self._protocol: _Protocol | None = None
        self._is_compressed = False

    # opening ------------------------------------------------------------

    async def open(
        self, subprotocols: Sequence[str], context: ssl.SSLContext | None, *, is_compressed: bool = False
    ) -> None:
        """Connects and upgrades; afterwards `is_open`, or `status` and `ending` tell why not.

        is_compressed: whether permessage-deflate is offered.
        """
        self._is_compressed = is_compressed
        limit_s = self._endpoint.patience_s
        try:
            async with asyncio.timeout(limit_s):
                await self._upgrade(subprotocols, context)
        except TimeoutError:
            answered = self._writer is not None
            self._end("deadline" if answered else "unreachable", f"no answer to the upgrade for {limit_s:g} s")
        except (OSError, ssl.SSLError) as fault:
            tls = isinstance(fault, ssl.SSLError)
            self._end("unreachable", f"TLS: {fault}" if tls else str(fault) or type(fault).__name__)
        except UnicodeError as fault:
            self._end("unreachable", f"the host name cannot be looked up: {fault}")
        if self.is_open:
            self._reader_task = asyncio.create_task(self._read_forever())
        else:
            self._abort()

    async def _upgrade(self, subprotocols: Sequence[str], context: ssl.SSLContext | None) -> None:
        parts = urlsplit(self._to.url)
        secure = parts.scheme == "wss"
        self._reader, self._writer = await asyncio.open_connection(
            parts.hostname,
            parts.port or (443 if secure else 80),
            ssl=context if secure else None,
            server_hostname=parts.hostname if secure else None,
        )
        extensions = [ClientPerMessageDeflateFactory()] if self._is_compressed else None
        protocol = _Protocol(
            parse_uri(self._to.url), extensions=extensions, max_size=MAX_EXCHANGE_BYTES, logger=_SILENT
        )
        self._protocol = protocol
        request = protocol.connect()
        request.headers["User-Agent"] = USER_AGENT
        if subprotocols:
            request.headers["Sec-WebSocket-Protocol"] = ", ".join(subprotocols)
        for name, value in self._to.headers:
            if name in request.headers:
                del request.headers[name]
            request.headers[name] = value
        self._request_headers = tuple((name.lower(), value) for name, value in request.headers.raw_items())
        protocol.send_request(request)
        self._flush()
        while self.status is None and not self._ended_s:
            data = await self._reader.read(_READ_SIZE)
            self._feed(data)

    # reading ------------------------------------------------------------

    async def _read_forever(self) -> None:
        try:
            while self._ended_s is None:
                self._feed(await self._reader.read(_READ_SIZE))
        except OSError as fault:
            self._end("truncated", str(fault) or type(fault).__name__)

    def _feed(self, data: bytes) -> None:
        """Hands received bytes (none: end of the stream) to the protocol and records what they make."""
        protocol = self._protocol
        if protocol is None:
            return
        now_s = time.monotonic() - self._started
        self._received_bytes += len(data)
        if data:
            protocol.receive_data(data)
        else:
            protocol.receive_eof()
        for event in protocol.events_received():
            if self._left < 0:
                # One read can hold tens of thousands of tiny frames, so the limit also holds inside it.
                self._end("too-large", f"reading stopped after {self._received_bytes} bytes")
                return
            if isinstance(event, Response):
                self._answered(event, protocol.handshake_exc, now_s)
            elif isinstance(event, WireFrame):
                self._received(event, now_s)
        self._flush()
        if self.status is None and protocol.handshake_exc is not None:
            self._handshake_failed(protocol.handshake_exc)
        elif protocol.parser_exc is not None and self._ended_s is None and data:
            self._end("truncated", f"frame breaks RFC 6455: {protocol.parser_exc}")
        elif not data and self._ended_s is None:
            self._connection_ended()
        self._news.set()

    def _answered(self, response: Response, fault: Exception | None, now_s: float) -> None:
        self.status = response.status_code
        self._response_headers = tuple((name.lower(), value) for name, value in response.headers.raw_items())
        if fault is None:
            self.is_open = True
            return
        if response.body:
            self._frames.append(Frame(now_s, "received", "body", bytes(response.body)))
        if response.status_code == 101:
            self._end("truncated", f"the upgrade answer breaks RFC 6455: {fault}")
        else:
            self._end("complete", f"upgrade refused with {response.status_code}")

    def _handshake_failed(self, fault: Exception) -> None:
        cause = fault.__cause__ if isinstance(fault, InvalidMessage) and fault.__cause__ else fault
        what = "not HTTP" if isinstance(fault, InvalidHandshake) else type(fault).__name__
        if isinstance(cause, EOFError):
            self._end("unreachable", "the connection was closed without an answer to the upgrade")
        else:
            self._end("unreachable", f"the answer to the upgrade is {what}: {cause}")

    def _received(self, frame: WireFrame, now_s: float) -> None:
        self._left -= self._endpoint.memory.take(len(frame.data))
        match frame.opcode:
            case Opcode.TEXT | Opcode.BINARY | Opcode.CONT:
                if frame.opcode is not Opcode.CONT:
                    self._partial_kind = "text" if frame.opcode is Opcode.TEXT else "binary"
                self._partial.append(bytes(frame.data))
                if frame.fin:
                    payload = b"".join(self._partial)
                    self._partial.clear()
                    self._frames.append(Frame(now_s, "received", self._partial_kind, payload))
            case Opcode.PING:
                self._frames.append(Frame(now_s, "received", "ping", bytes(frame.data)))
                # The protocol has queued the pong; it is flushed right after this.
                self._left -= self._endpoint.memory.take(0)
                self._frames.append(Frame(now_s, "sent", "pong", bytes(frame.data)))
            case Opcode.PONG:
                self._frames.append(Frame(now_s, "received", "pong", bytes(frame.data)))
            case Opcode.CLOSE:
                self._frames.append(Frame(now_s, "received", "close", bytes(frame.data)))
                self._close = Close.parse(bytes(frame.data))
                if self._closing:
                    self._end("complete", "")
                else:
                    self._frames.append(Frame(now_s, "sent", "close", bytes(frame.data)))
                    self._end("closed", f"the server closed with {self._close}")

    def _connection_ended(self) -> None:
        if self._closing:
            self._end("complete", "the server cut the connection instead of answering the close frame")
        else:
            self._end("truncated", "the connection ended without a close frame")

    def _end(self, ending: Ending, detail: str) -> None:
        if self._ended_s is None:
            self.ending, self.detail = ending, detail
            self._ended_s = time.monotonic() - self._started
        self.is_open = False
        self._news.set()

    # speaking ------------------------------------------------------------

    def send_text(self, pieces: Sequence[str]) -> None:
        """Sends one text message, one frame per piece."""
        self._send_message("text", [piece.encode() for piece in pieces])

    def send_binary(self, payload: bytes) -> None:
        """Sends one binary message."""
        self._send_message("binary", [payload])

    async def drain(self) -> str:
        """Waits until the network has taken what was sent. Returns "" or why it did not."""
        patience_s = self._endpoint.patience_s
        try:
            async with asyncio.timeout(patience_s):
                if self._writer is not None:
                    await self._writer.drain()
        except TimeoutError:
            self._end("deadline", f"the server read nothing for {patience_s:g} s")
            return self.detail
        except OSError:
            pass  # the reader learns how the connection ended
        return ""

    def _send_message(self, kind: Kind, pieces: Sequence[bytes]) -> None:
        protocol = self._protocol
        if protocol is None or not self.is_open:
            return
        send = protocol.send_text if kind == "text" else protocol.send_binary
        for index, piece in enumerate(pieces):
            last = index == len(pieces) - 1
            if index == 0:
                send(piece, fin=last)
            else:
                protocol.send_continuation(piece, fin=last)
        self._record_sent(kind, b"".join(pieces))
        self._flush()

    def _record_sent(self, kind: Kind, payload: bytes) -> None:
        self._endpoint.memory.take(len(payload))
        self._frames.append(Frame(time.monotonic() - self._started, "sent", kind, payload))

    def _flush(self) -> None:
        if self._protocol is None or self._writer is None:
            return
        for data in self._protocol.data_to_send():
            if data:
                self._writer.write(data)

    # waiting ------------------------------------------------------------

    async def ping(self, payload: bytes) -> str:
        """Sends a ping and waits for its pong. Returns "" or why none came."""
        if self._protocol is None or not self.is_open:
            return f"the socket is not open: {self.detail}"
        self._protocol.send_ping(payload)
        self._record_sent("ping", payload)
        self._flush()
        return await self._wait(lambda: self._has_pong(payload), "pong")

    def _has_pong(self, payload: bytes) -> bool:
        return any(f.kind == "pong" and f.direction == "received" and f.payload == payload for f in self._frames)

    async def await_message(self, members: Mapping[str, Any]) -> str:
        """Waits for a message with these members that answered no earlier wait.

        Returns "" when it came or an `error` event of the awaited context ended the wait, else why not.
        """
        scanned = 0

        def arrived() -> bool:
            nonlocal scanned
            start, scanned = scanned, len(self._frames)
            return self._take(members, start)

        return await self._wait(arrived, json.dumps(dict(members), ensure_ascii=False))

    def _take(self, members: Mapping[str, Any], start: int) -> bool:
        context_id = members.get("context_id")
        for index in range(start, len(self._frames)):
            # Parsed here and not kept: a parsed message takes several times the memory of its bytes.
            message = None if index in self._awaited else _message(self._frames[index])
            if message is None:
                continue
            is_end = message.get("type") == "error" and context_id is not None
            if _has(message, members) or (is_end and message.get("context_id") == context_id):
                self._awaited.add(index)
                return True
        return False

    async def await_error(self) -> str:
        """Waits for an error event or the end of the socket. Returns "" or why neither came."""
        return await self._wait(
            lambda: self._ended_s is not None or self._take({"type": "error"}, 0), "error event or close"
        )

    async def await_close(self) -> str:
        """Waits until the server has closed. Returns "" or why it did not."""
        why = await self._wait(lambda: self.ending == "closed", "close by the server")
        return "" if self.ending == "closed" else why

    async def idle(self, seconds: float) -> None:
        """Waits that long while nothing is sent but answers to pings, or until the socket ends."""
        limit = time.monotonic() + seconds
        while self._ended_s is None and (left_s := limit - time.monotonic()) > 0:
            self._news.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left_s):
                    await self._news.wait()

    async def _wait(self, arrived: Callable[[], bool], what: str) -> str:
        """Waits for `arrived()`. On the driver's patience the socket ends with `deadline`."""
        patience_s = self._endpoint.patience_s
        limit = time.monotonic() + self._endpoint.step_limit_s
        while True:
            self._news.clear()
            if arrived():
                return ""
            if self._ended_s is not None:
                return f"no {what}: {self.detail or 'the socket is closed'}"
            wait_s = min(patience_s, limit - time.monotonic())
            try:
                async with asyncio.timeout(wait_s):
                    await self._news.wait()
            except TimeoutError:
                busy = wait_s < patience_s
                spent = f"within {self._endpoint.step_limit_s:g} s" if busy else f"for {patience_s:g} s"
                self._end("deadline", f"no {what} {spent}" if busy else f"nothing arrived {spent}, awaiting {what}")
                return self.detail

    # ending ------------------------------------------------------------

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """Closes with this code and waits shortly for the answer; nothing if the socket has ended."""
        if self._protocol is not None and self.is_open:
            self._closing = True
            self._protocol.send_close(code, reason)
            self._record_sent("close", Close(code, reason).serialize())
            self._flush()
            limit = time.monotonic() + min(_CLOSE_WAIT_S, self._endpoint.patience_s)
            while self._ended_s is None and (left_s := limit - time.monotonic()) > 0:
                self._news.clear()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(left_s):
                        await self._news.wait()
            self._end("complete", "the server did not answer the close frame")
        await self.drop()

    async def hang_up(self) -> None:
        """Cuts the connection without a close frame."""
        self._end("complete", "the client cut the connection")
        await self.drop()

    async def drop(self) -> None:
        """Frees the connection without a word; safe to call twice."""
        self._end(self.ending, self.detail)
        if self._reader_task is not None:
            self._reader_task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reader_task
            self._reader_task = None
        self._abort()

    def _abort(self) -> None:
        if self._writer is not None:
            self._writer.transport.abort()

    def exchange(self) -> Exchange:
        """What was recorded, still with secrets."""
        return Exchange(
            label=self.label,
            transport="websocket",
            method="GET",
            url=self._to.url,
            path=self._to.path,
            query=self._to.query,
            request_headers=self._request_headers or self._to.headers,
            status=self.status,
            response_headers=self._response_headers,
            frames=tuple(self._frames),
            ending=self.ending,
            close_code=self._close.code if self._close else None,
            close_reason=self._close.reason if self._close else "",
            elapsed_s=self._ended_s if self._ended_s is not None else time.monotonic() - self._started,
            started_s=self._started_s,
            detail=self.detail,
        )


def _message(frame: Frame) -> dict[str, Any] | None:
    """The JSON object that a received text frame holds; None for all others."""
    if frame.kind != "text" or frame.direction != "received":
        return None
    try:
        value = frame.json()
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _has(message: Any, members: Any) -> bool:
    """Whether `message` has every member of `members` with an equal value, nested objects likewise."""
    if isinstance(members, Mapping):
        return isinstance(message, Mapping) and all(
            name in message and _has(message[name], value) for name, value in members.items()
        )
    # JSON knows 1 and true apart, Python does not.
    return isinstance(message, bool) == isinstance(members, bool) and bool(message == members)
