"""One WebSocket for asyncio. `_sync/_connection.py` offers the same names for threads."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections import deque
from collections.abc import Callable, Coroutine, Generator, Mapping
from functools import partial
from typing import Any, cast

from websockets.asyncio import client
from websockets.exceptions import ConcurrencyError, ConnectionClosed
from websockets.protocol import State
from websockets.typing import Subprotocol

from .._frames import FEW_MESSAGES, MANY_MESSAGES, Cutter, text_head
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

    def __init__(self, *args: Any, texts_only: bool, max_message_bytes: int, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._cutter = Cutter(max_message_bytes)
        if not texts_only:
            self._cutter.end()
        self._texts: deque[bytes] = deque()
        self._is_paused = False
        self._waiter: asyncio.Future[None] | None = None

    def ready(self) -> bytes | None:
        """A message that came already, if there is one here."""
        if not self._texts:
            return None
        text = self._texts.popleft()
        if self._is_paused and len(self._texts) <= FEW_MESSAGES:
            self._is_paused = False
            self.transport.resume_reading()
        return text

    async def receive(self) -> bytes:
        """The bytes of the next message, whatever its kind. Raises ConnectionClosed, ConcurrencyError."""
        while (text := self.ready()) is None:
            if self._cutter.is_over or self._cutter.awaits_head:
                return await self.recv(decode=False)
            if self._waiter is not None:
                raise ConcurrencyError("another task is waiting for a message")
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        return text

    def data_received(self, data: bytes) -> None:
        """Bytes came."""
        if self._cutter.is_over:
            super().data_received(data)
            return
        if self._cutter.awaits_head:
            head, data = self._cutter.cut_head(data)
            super().data_received(head)
            if not data:
                return
            if self.state is not State.OPEN:
                super().data_received(self._cutter.end() + data)
                return
        texts, others = self._cutter.cut(data)
        self._texts += texts
        if self._cutter.is_over:
            self._hand_over(others)
            return
        if others:
            super().data_received(others)
        if texts:
            self._wake()
            if len(self._texts) > MANY_MESSAGES and not self._is_paused:
                self._is_paused = True
                self.transport.pause_reading()

    def eof_received(self) -> None:
        """No more bytes will come."""
        self._hand_over(self._cutter.end())
        super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._hand_over(self._cutter.end())
        super().connection_lost(exc)

    def _hand_over(self, rest: bytes) -> None:
        """Gives the library what waits here, and `rest`: it keeps an order, and pauses the reading, by itself."""
        data = b"".join(part for text in self._texts for part in (text_head(len(text)), text)) + rest
        self._texts.clear()
        if self._is_paused:
            self._is_paused = False
            self.transport.resume_reading()
        self._wake()
        if data:
            super().data_received(data)

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class _Upgrade(client.connect):
    """An upgrade that follows no redirect, which would hand the credential to another address."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


async def open_socket(
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
        connection = await _Upgrade(
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


class Interruption:
    """Lets somebody else end a wait for a message."""

    __slots__ = ("scope",)

    def __init__(self) -> None:
        self.scope: asyncio.Timeout | None = None

    def fire(self) -> None:
        """Ends the wait under way, if there is one."""
        scope, self.scope = self.scope, None
        if scope is not None and not scope.expired():  # else the wait is ending already
            scope.reschedule(0.0)


async def receive(
    connection: ClientConnection, left_s: Callable[[], float | None], interruption: Interruption
) -> bytes:
    """The next message. Raises ConnectionClosed, and TimeoutError after `left_s()` seconds or when interrupted."""
    # A message that is here already is given without a wait. Setting up a time limit costs more than the rest, so it
    # is done only where there is something to wait for.
    if (message := connection.ready()) is not None:
        return message
    receiving = connection.receive()
    try:
        waiting = receiving.send(None)
    except StopIteration as exc:
        return cast("bytes", exc.value)
    async with asyncio.timeout(left_s()) as interruption.scope:
        try:
            return cast("bytes", await _Begun(receiving, waiting))
        finally:
            interruption.scope = None


class _Begun:
    """The rest of a coroutine that was run up to its first wait."""

    __slots__ = ("_coroutine", "_waiting")

    def __init__(self, coroutine: Coroutine[Any, Any, Any], waiting: Any) -> None:
        self._coroutine = coroutine
        self._waiting = waiting

    def __await__(self) -> Generator[Any, Any, Any]:
        coroutine, waiting = self._coroutine, self._waiting
        while True:
            answer: Any = None
            thrown: BaseException | None = None
            try:
                answer = yield waiting
            except GeneratorExit:
                coroutine.close()
                raise
            except BaseException as exc:  # noqa: BLE001  # cancellation above all; the coroutine decides
                thrown = exc
            try:
                waiting = coroutine.send(answer) if thrown is None else coroutine.throw(thrown)
            except StopIteration as exc:
                return exc.value


async def receive_frame(connection: ClientConnection, timeout_s: float | None) -> str | bytes:
    """The next message, a text as `str`. Raises TimeoutError, ConnectionClosed, ConcurrencyError."""
    async with asyncio.timeout(timeout_s):
        return await connection.recv()


async def transmit(
    connection: ClientConnection, message: bytes, timeout_s: float | None, *, binary: bool = False
) -> None:
    """Sends a text or binary message. Raises TimeoutError if the network does not take it in time, ConnectionClosed."""
    sending = connection.send(message, text=not binary)
    try:
        waiting = sending.send(None)
    except StopIteration:  # the network took it at once: as for `receive`
        return
    async with asyncio.timeout(timeout_s):
        await _Begun(sending, waiting)


async def close_socket(connection: ClientConnection) -> None:
    """Closes with code 1000. Messages not read are dropped.

    They are read meanwhile: the server's half of the closing handshake comes after them.
    """
    dropping = asyncio.create_task(_drop_messages(connection))
    try:
        await connection.close()
    finally:
        dropping.cancel()


async def _drop_messages(connection: ClientConnection) -> None:
    with contextlib.suppress(ConnectionClosed, ConcurrencyError):  # somebody else may be reading still
        while True:
            await connection.receive()
