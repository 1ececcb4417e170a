"""The connection under every socket: opened on first use, written and read with time limits, its end remembered."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from websockets.protocol import State

from .._hooks import Call, SocketClosed
from .._options import CallOptions
from ..errors import DeadlineExceeded, LocalProtocolError
from ._backend import Lock
from ._connection import (
    ClientConnection,
    ConnectionClosed,
    Interruption,
    close_socket,
    receive,
    receive_frame,
    transmit,
)
from .dialling import dial
from .transport import Transport

MAX_MESSAGE_BYTES = 16 * 1024 * 1024
"""Limit for one message; the socket is closed at a longer one."""

log = logging.getLogger("contralto_client")


class Link:
    """One WebSocket to `path` of the service.

    `closed`: this side closed it. `call` is what hooks know it by, once it is open. `close_code` and `close_reason` are
    set once it is gone: those of the other side, of this side if it could not go on, 1006 if the connection broke off.
    `exhausted`: it is gone, and all that came before its end has been received.
    """

    def __init__(
        self,
        transport: Transport,
        path: str,
        options: CallOptions,
        *,
        query: Sequence[tuple[str, str]] = (),
        max_message_bytes: int = MAX_MESSAGE_BYTES,
        texts_only: bool = False,
    ) -> None:
        self.path = path
        self.closed = False
        self.close_code: int | None = None
        self.close_reason = ""
        self.exhausted = False
        self._transport = transport
        self._options = options
        self._query = query
        self._max_message_bytes = max_message_bytes
        self._texts_only = texts_only
        self._write_s = transport.config.merged(options).timeout.write_s
        self._opening = Lock()
        self._connection: ClientConnection | None = None
        self.call: Call | None = None
        self._close_told = False
        self._gave_up = False
        self._interruption = Interruption()

    @property
    def is_open(self) -> bool:
        """Whether a message can be sent, as far as this side knows."""
        return not self.closed and self._connection is not None and self._connection.state is State.OPEN

    @property
    def request_id(self) -> str | None:
        """The service's id of this connection, once it is open."""
        response = None if self._connection is None else self._connection.response
        return None if response is None else response.headers.get("x-request-id")

    def open(self) -> bool:
        """Connects unless it is open; whether it had to. Raises ApiError by status for a refused upgrade,
        ConnectionFailed, DeadlineExceeded, and LocalProtocolError if this side has closed it.
        """
        if self._connection is not None:
            return False
        with self._opening:
            if self._connection is not None:
                return False
            if self.closed:
                raise LocalProtocolError("the socket was closed by this side; open another")
            self._connection, self.call = dial(
                self._transport,
                self.path,
                self._options,
                query=self._query,
                max_message_bytes=self._max_message_bytes,
                texts_only=self._texts_only,
            )
            if self.closed:
                self.close()
                raise LocalProtocolError("the socket was closed by this side while it was being opened")
            return True

    def close(self) -> None:
        """Closes with code 1000. May be called again."""
        connection = self._connection
        if connection is not None and not self.closed:  # the other side may have ended it while nobody was reading
            self.close_code = connection.close_code
            self.close_reason = connection.close_reason or ""
        self.closed = True
        if connection is not None:
            try:
                close_socket(connection)
            finally:
                self._tell_close()

    def send(self, data: bytes, *, binary: bool = False) -> None:
        """Sends one message. Raises DeadlineExceeded if the network does not take it in time, ConnectionClosed."""
        try:
            transmit(self._opened(), data, self._write_s, binary=binary)
        except TimeoutError as exc:
            raise DeadlineExceeded(
                f"the network did not take a message within {self._write_s:g} s (write)",
                limit="write",
                maybe_executed=True,
            ) from exc
        except ConnectionClosed as exc:
            self._lost(exc)
            raise

    def receive(self, left_s: Callable[[], float | None]) -> bytes:
        """The bytes of the next message, whatever its kind. Raises ConnectionClosed, and TimeoutError after the seconds
        that `left_s` gives when the wait begins, or earlier: when interrupted, or for no reason.
        """
        try:
            return receive(self._opened(), left_s, self._interruption)
        except ConnectionClosed as exc:
            self.exhausted = True
            self._lost(exc)
            raise

    def interrupt(self) -> None:
        """Ends a wait in `receive`."""
        self._interruption.fire()

    def receive_frame(self, timeout_s: float | None) -> str | bytes:
        """The next message, a text as `str`. Raises TimeoutError, ConnectionClosed."""
        try:
            return receive_frame(self._opened(), timeout_s)
        except ConnectionClosed as exc:
            self._lost(exc)
            raise

    def ending(self) -> str:
        """How the connection ended, as the end of a sentence about it."""
        if self.closed:
            return "was closed by this side"
        reason = f" ({self.close_reason})" if self.close_reason else ""
        how = "given up by this side" if self._gave_up else "closed by the other side"
        return f"was {how} with code {self.close_code}{reason}"

    def _opened(self) -> ClientConnection:
        if self._connection is None:
            raise LocalProtocolError("the socket is not open")
        return self._connection

    def _lost(self, exc: ConnectionClosed) -> None:
        # This side goes first where it cannot go on, as after a message that is too long.
        self._gave_up = exc.sent is not None and not self.closed and not exc.rcvd_then_sent
        close = exc.sent if self._gave_up else exc.rcvd
        self.close_code = 1006 if close is None else close.code
        self.close_reason = "" if close is None else close.reason
        log.debug("%s closed with code %s", self.path, self.close_code)
        self._tell_close()

    def _tell_close(self) -> None:
        """Tells hooks of the end, once."""
        hooks, call = self._transport.hooks, self.call
        if hooks and call is not None and not self._close_told:
            self._close_told = True
            hooks.emit(SocketClosed(call, call.elapsed_s(), self.close_code, self.close_reason))
