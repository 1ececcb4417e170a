"""What is below ASGI: bounds on heads and on connections, and a handle on each connection.

The parser of heads takes any number of bytes and any time, so both are bounded here. What is refused before its version
is known is answered in plain text.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import socket
import struct
from typing import cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .hooks import Hooks

MAX_HEAD_BYTES = 64 * 1024
"""Of the request line and all headers together."""

HEAD_TOO_LARGE = "431 Request Header Fields Too Large"
_NO_LINGER = struct.pack("ii", 1, 0)


class OpenConnection:
    """One connection, for whoever wants to end it or to know that it has ended.

    is_ended_here: whether it was ended by one of the methods, not by the client.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self.lost = asyncio.Event()
        self.is_ended_here = False
        self._transport = transport

    def write(self, data: bytes) -> None:
        """Writes bytes past the server, such as a frame that it has no word for."""
        self._transport.write(data)

    def close(self) -> None:
        """Ends it after what was written."""
        self.is_ended_here = True
        self._transport.close()

    def reset(self) -> None:
        """Ends it at once, with a reset where TCP carries it."""
        self.is_ended_here = True
        own = self._transport.get_extra_info("socket")
        if own is not None:
            with contextlib.suppress(OSError):
                own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        self._transport.abort()


class _HeadTooLarge(Exception):
    """A request has more head than is taken."""


def refusal(status: str, message: str) -> bytes:
    """The answer to what is refused before its version is known."""
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
            self._refuse(HEAD_TOO_LARGE, what)

        def _refuse(self, status: str, message: str) -> None:
            self._stop_timer()
            self._is_refused = True
            self.transport.write(refusal(status, message))
            self.transport.close()

    return Protocol


def protocol_of_upgrades(hooks: Hooks) -> type[asyncio.Protocol]:
    """What makes the protocol of a connection that becomes a socket; loads its library when the first one does."""

    @functools.cache
    def made() -> type[asyncio.Protocol]:
        from .upgrades import socket_protocol

        return socket_protocol(hooks)

    return cast(type[asyncio.Protocol], lambda **arguments: made()(**arguments))
