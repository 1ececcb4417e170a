"""One WebSocket for threads. `_async/_connection.py` offers the same names for asyncio."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, cast

from websockets.exceptions import ConcurrencyError, ConnectionClosed
from websockets.protocol import State
from websockets.sync import client
from websockets.typing import Subprotocol

from .._frames import FEW_MESSAGES, MANY_MESSAGES, Cutter
from .._tls import socket_context
from .._upgrade import (
    CLOSE_TIMEOUT_S,
    PING_INTERVAL_S,
    SILENT_LOG,
    UPGRADE_FAILURES,
    upgrade_failure,
)
from ..errors import ApiError

__all__ = [
    "ClientConnection",
    "ConnectionClosed",
    "Interruption",
    "close_socket",
    "open_socket",
    "receive",
    "receive_frame",
    "transmit",
]


class ClientConnection(client.ClientConnection):
    """A connection that takes the common message by itself, where `texts_only` is what to expect; see `_frames`."""

    def __init__(
        self, sock: socket.socket, protocol: Any, *, texts_only: bool, max_message_bytes: int, **settings: Any
    ) -> None:
        self._source = _Source(sock, protocol, Cutter(max_message_bytes)) if texts_only else None
        super().__init__(cast("socket.socket", self._source or sock), protocol, **settings)

    def receive(self, timeout_s: float | None) -> bytes:
        """The bytes of the next message, whatever its kind. Raises TimeoutError, ConnectionClosed."""
        text = None if self._source is None else self._source.take(timeout_s)
        return self.recv(timeout_s, decode=False) if text is None else text


class _Source:
    """A socket as the library's thread reads it: without the texts, which wait here."""

    def __init__(self, sock: socket.socket, protocol: Any, cutter: Cutter) -> None:
        self._sock = sock
        self._protocol = protocol
        self._cutter = cutter
        self._behind_head = b""
        self._texts: SimpleQueue[bytes | None] = SimpleQueue()  # None: those that follow are with the library
        self._is_over = False
        self._is_paused = False
        self._room = threading.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def take(self, timeout_s: float | None) -> bytes | None:
        """The next text, None if the library has it. Raises TimeoutError."""
        try:
            text = self._texts.get(timeout_s is None or timeout_s > 0, timeout_s)
        except Empty:
            raise TimeoutError from None
        if text is None:
            self._texts.put(None)  # for the next who asks
        elif self._is_paused and self._texts.qsize() <= FEW_MESSAGES:
            self._room.set()
        return text

    def recv(self, n_bytes: int) -> bytes:
        """Bytes for the library; none at the end."""
        if self._cutter.awaits_head:
            head, self._behind_head = self._cutter.cut_head(self._sock.recv(n_bytes))
            return head
        while not self._is_over:
            try:
                data = self._behind_head or self._sock.recv(n_bytes)
            except BaseException:
                self._end()
                raise
            self._behind_head = b""
            if not data or self._protocol.state is State.CONNECTING:
                self._end()
                return self._cutter.end() + data
            texts, others = self._cutter.cut(data)
            for text in texts:
                self._texts.put(text)
            if self._cutter.is_over:
                self._end()
            if others:
                return others
            self._wait_for_room()
        return self._sock.recv(n_bytes)

    def close(self) -> None:
        """Closes the socket. Whoever waits for room or for a text waits no more."""
        self._end()
        self._room.set()
        self._sock.close()

    def _end(self) -> None:
        self._is_over = True
        self._texts.put(None)

    def _wait_for_room(self) -> None:
        """Reads no more while nobody takes what came."""
        if self._texts.qsize() <= MANY_MESSAGES:
            return
        self._room.clear()
        self._is_paused = True
        if self._texts.qsize() > FEW_MESSAGES and not self._is_over:
            self._room.wait()
        self._is_paused = False


def open_socket(
    url: str,
    headers: Mapping[str, str],
    *,
    subprotocol: str | None = None,
    proxy: str | None = None,
    ssl_context: ssl.SSLContext | None = None,
    timeout_s: float | None,
    max_message_bytes: int,
    texts_only: bool,
    api_error: Callable[[int, Mapping[str, str], bytes], ApiError],
) -> ClientConnection:
    """Connects and upgrades. Raises ApiError for a refused upgrade, ConnectionFailed, DeadlineExceeded.

    `headers` are those of `Transport.headers`, which has checked them, and the credential. Without `proxy` the
    environment says which to use, without `ssl_context` the system whom to trust. Compression is not offered: audio in
    base64 gains little by it and costs much. `texts_only`: `receive` will be used, and nearly all will be text.
    """
    try:
        connection = client.connect(
            url,
            ssl=socket_context(url, ssl_context),
            additional_headers={name: value for name, value in headers.items() if name != "user-agent"},
            subprotocols=[Subprotocol(subprotocol)] if subprotocol else None,
            proxy=True if proxy is None else proxy,
            user_agent_header=headers.get("user-agent"),
            compression=None,
            open_timeout=timeout_s,
            ping_interval=PING_INTERVAL_S,
            ping_timeout=None,
            close_timeout=CLOSE_TIMEOUT_S,
            max_size=max_message_bytes,
            logger=SILENT_LOG,
            create_connection=partial(  # type: ignore[arg-type]  # "a wrapper or a subclass"
                ClientConnection, texts_only=texts_only, max_message_bytes=max_message_bytes
            ),
        )
        return cast("ClientConnection", connection)
    except UPGRADE_FAILURES as exc:
        raise upgrade_failure(exc, url, timeout_s, api_error) from exc


_POLL_S = 0.05
"""A thread that waits for a message cannot be woken by another: it looks up this often."""


class Interruption:
    """Lets somebody else end a wait for a message; here the wait ends by itself, after `_POLL_S`."""

    __slots__ = ()

    def fire(self) -> None:
        """Nothing needs to be done."""


def receive(connection: ClientConnection, left_s: Callable[[], float | None], interruption: Interruption) -> bytes:
    """The next message. Raises ConnectionClosed, and TimeoutError after `left_s()` or `_POLL_S` seconds."""
    timeout_s = left_s()
    return connection.receive(_POLL_S if timeout_s is None else min(timeout_s, _POLL_S))


def receive_frame(connection: ClientConnection, timeout_s: float | None) -> str | bytes:
    """The next message, a text as `str`. Raises TimeoutError, ConnectionClosed, ConcurrencyError."""
    return connection.recv(timeout_s)


def transmit(connection: ClientConnection, message: bytes, timeout_s: float | None, *, binary: bool = False) -> None:
    """Sends a text or binary message. Raises ConnectionClosed.

    `timeout_s` bounds nothing here: the library offers no limit for a blocking send.
    """
    connection.send(message, text=not binary)


def close_socket(connection: ClientConnection) -> None:
    """Closes with code 1000. Messages not read are dropped.

    They are read meanwhile: the server's half of the closing handshake comes after them.
    """
    dropping = threading.Thread(target=_drop_messages, args=(connection,), name="contralto-close", daemon=True)
    dropping.start()
    connection.close()
    dropping.join()


def _drop_messages(connection: ClientConnection) -> None:
    with contextlib.suppress(ConnectionClosed, ConcurrencyError):  # somebody else may be reading still
        while True:
            connection.receive(None)
