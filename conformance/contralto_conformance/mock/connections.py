"""What is below ASGI: bounds on heads and on connections, a handle on each connection, and the seams of sockets.

The parser of heads takes any number of bytes and any time, so both are bounded here. What is refused before its version
is known is answered in plain text.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import MAX_LINE_LENGTH, MAX_NUM_HEADERS

from .hooks import Hooks

MAX_HEAD_BYTES = 64 * 1024
"""Of the request line and all headers together."""

MAX_WAITING_PINGS = 16
"""Pings that a socket has not heard of yet; more are answered and forgotten."""

_HEAD_TOO_LARGE = "431 Request Header Fields Too Large"
_NO_LINGER = struct.pack("ii", 1, 0)


class OpenConnection:
    """One connection, for whoever wants to end it or to know that it has ended."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self.lost = asyncio.Event()
        self._transport = transport

    def close(self) -> None:
        """Ends it after what was written."""
        self._transport.close()

    def reset(self) -> None:
        """Ends it at once, with a reset where TCP carries it."""
        own = self._transport.get_extra_info("socket")
        if own is not None:
            with contextlib.suppress(OSError):
                own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        self._transport.abort()


class _HeadTooLarge(Exception):
    """A request has more head than is taken."""


def _refusal(status: str, message: str) -> bytes:
    return (
        f"HTTP/1.1 {status}\r\ncontent-type: text/plain; charset=utf-8\r\n"
        f"content-length: {len(message)}\r\nconnection: close\r\n\r\n{message}"
    ).encode()


def http_protocol(max_connections: int, head_timeout_s: float) -> type[HttpToolsProtocol]:
    """The HTTP protocol with its bounds."""

    class Protocol(HttpToolsProtocol):
        _connection: OpenConnection
        _head_bytes = 0
        _is_in_head = True
        _is_refused = False
        _head_timer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._connection = OpenConnection(transport)
            self.app_state = {**self.app_state, "connection": self._connection}
            if len(self.connections) > max_connections:
                self._refuse("503 Service Unavailable", f"more than {max_connections} connections are open")
                return
            self._expect_head()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_timer()
            self._connection.lost.set()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            if self._is_refused:
                return
            super().data_received(data)
            if self._is_in_head and not self._is_refused:
                # A header that never ends is not told of before its end.
                self._head_bytes += len(data)
                if self._head_bytes > MAX_HEAD_BYTES:
                    self._refuse_head()

        def send_400_response(self, msg: str) -> None:
            if not self._is_refused:
                super().send_400_response(msg)

        def on_message_begin(self) -> None:
            super().on_message_begin()
            self._is_in_head = True
            self._head_bytes = 0
            if self._head_timer is None:
                self._expect_head()

        def on_url(self, url: bytes) -> None:
            super().on_url(url)
            self._count(len(url))

        def on_header(self, name: bytes, value: bytes) -> None:
            super().on_header(name, value)
            self._count(len(name) + len(value))

        def on_headers_complete(self) -> None:
            self._is_in_head = False
            self._stop_timer()
            super().on_headers_complete()

        def _count(self, size: int) -> None:
            self._head_bytes += size
            if self._head_bytes > MAX_HEAD_BYTES:
                self._refuse_head()
                raise _HeadTooLarge

        def _expect_head(self) -> None:
            self._head_timer = self.loop.call_later(head_timeout_s, self._head_is_late)

        def _head_is_late(self) -> None:
            self._head_timer = None
            if self._head_bytes:
                self._refuse("408 Request Timeout", "the head of the request took too long")
            else:
                self.transport.close()

        def _stop_timer(self) -> None:
            if self._head_timer is not None:
                self._head_timer.cancel()
                self._head_timer = None

        def _refuse_head(self) -> None:
            what = f"the head of a request must not exceed {MAX_HEAD_BYTES} bytes"
            self._refuse(_HEAD_TOO_LARGE, what)

        def _refuse(self, status: str, message: str) -> None:
            self._stop_timer()
            self._is_refused = True
            self.transport.write(_refusal(status, message))
            self.transport.close()

    return Protocol


def socket_protocol(hooks: Hooks) -> type[WebSocketsSansIOProtocol]:
    """The socket protocol with the seams below ASGI: fragments and pongs."""

    class Protocol(WebSocketsSansIOProtocol):
        def connection_lost(self, exc: Exception | None) -> None:
            connection: Any = self.app_state.get("connection")
            if connection is not None:
                connection.lost.set()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            try:
                super().data_received(data)
            except Exception:  # noqa: BLE001 - the library stumbles over heads that are not ASCII
                self._refuse("400 Bad Request", "the upgrade cannot be read")
                return
            if not self.handshake_initiated:
                # The head came as a whole, and the library will not read it: it takes less of one than HTTP does.
                bounds = f"{MAX_NUM_HEADERS} headers, nor lines above {MAX_LINE_LENGTH} bytes"
                self._refuse(_HEAD_TOO_LARGE, f"the head of an upgrade must not have more than {bounds}")

        def _refuse(self, status: str, message: str) -> None:
            if not self.handshake_complete:
                self.handshake_initiated = self.handshake_complete = self.close_sent = True
                self.transport.write(_refusal(status, message))
            self.transport.close()

        def handle_parser_exception(self) -> None:
            if self.conn.close_sent is not None:
                super().handle_parser_exception()
                return
            # Frames that cannot be read came before the upgrade was answered: there is no handshake to close.
            self.queue.put_nowait({"type": "websocket.disconnect", "code": 1006})
            self.close_sent = self.handshake_complete = True
            self.transport.close()

        def send_receive_event_to_app(self) -> None:
            if len(self.frames) > 1:
                self.frames = [hooks.fragments([bytes(part) for part in self.frames])]
            super().send_receive_event_to_app()

        def handle_ping(self) -> None:
            # The library has written its pong already; it is the first frame that waits to be sent.
            waiting = self.conn.data_to_send()
            payload = waiting[0][2:] if waiting else b""
            if self.queue.qsize() < MAX_WAITING_PINGS:
                ping: Any = {"type": "websocket.ping"}  # no event of ASGI: only `Socket` knows it
                self.queue.put_nowait(ping)
            answer = hooks.pong(payload)
            if answer is None:
                return
            if answer != payload:
                self.conn.send_pong(answer)
                waiting = self.conn.data_to_send()
            self.transport.write(b"".join(waiting))

    return Protocol
