"""One WebSocket for threads. `_async/_connection.py` offers the same names for asyncio."""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections.abc import Callable, Mapping

from websockets.exceptions import ConcurrencyError, ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

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


def open_socket(
    url: str,
    headers: Mapping[str, str],
    *,
    subprotocol: str | None = None,
    proxy: str | None = None,
    ssl_context: ssl.SSLContext | None = None,
    timeout_s: float | None,
    max_message_bytes: int,
    api_error: Callable[[int, Mapping[str, str], bytes], ApiError],
) -> ClientConnection:
    """Connects and upgrades. Raises ApiError for a refused upgrade, ConnectionFailed, DeadlineExceeded.

    `headers` are those of `Transport.headers`, which has checked them, and the credential. Without `proxy` the
    environment says which to use, without `ssl_context` the system whom to trust. Compression is not offered: audio in
    base64 gains little by it and costs much.
    """
    try:
        return connect(
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
        )
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
    return connection.recv(_POLL_S if timeout_s is None else min(timeout_s, _POLL_S), decode=False)


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
            connection.recv(decode=False)
