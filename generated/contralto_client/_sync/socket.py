"""A socket that is one conversation: typed messages go out, typed events come in, both at the same time.

There is no background task: messages are read while somebody waits for an event, so a consumer that pauses lets the
network push back on the service. The protocol machine steps every message in both directions. What it refuses on the
way out raises LocalProtocolError before anything is sent; what the other side must not send raises RemoteProtocolError,
and reading may go on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar, cast

from websockets.exceptions import ConcurrencyError

from .. import _codec
from .._deadline import Deadline
from .._events import EventDecoder
from .._options import CallOptions, Timeout
from ..errors import (
    ContraltoError,
    DeadlineExceeded,
    DecodeError,
    LocalProtocolError,
    Received,
    RemoteProtocolError,
    StreamTruncated,
)
from ..protocol.machine import SOCKET, UNKNOWN, Closing, Machine, Message, ProtocolTable
from ._backend import Lock, Mutex
from ._connection import ConnectionClosed
from .link import MAX_MESSAGE_BYTES, Link
from .transport import Transport

E = TypeVar("E")

NORMAL_CLOSURE = 1000


class Sendable(Protocol):
    """A model."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON object."""


class Socket(Generic[E]):
    """One socket; `E` is the union of what it gives. Opened by `with`, or by the first message or event.

    Iterating gives the events as they arrive, and ends when the other side has said all and closed; it may be left and
    taken up again. One task or thread reads, any number may send meanwhile. Silence is no failure here: the client's
    `read_s` and `total_s` do not apply, those in the `options` of the socket itself do.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        path: str,
        tables: Sequence[ProtocolTable],
        events: EventDecoder[E],
        query: Sequence[tuple[str, str]] = (),
        options: CallOptions | None = None,
        max_message_bytes: int = MAX_MESSAGE_BYTES,
    ) -> None:
        options = options or CallOptions()
        self._transport = transport
        self._events = events
        self._query = query
        self._limits = options.timeout or Timeout(read_s=None)
        self._deadline = Deadline(None)
        self._machines = [Machine(table, "client") for table in tables]
        self._takes_binary = any(symbol.binary for table in tables for symbol in table.symbols["server"])
        self._link = Link(transport, path, options, query=query, max_message_bytes=max_message_bytes)
        self._sending = Lock()
        self._mutex = Mutex()
        self._n_events = 0
        self._n_bytes = 0
        self._last: E | None = None
        self._ended = False
        self._failure: ContraltoError | None = None

    def open(self) -> Self:
        """Connects. Raises ApiError by status for a refused upgrade, ConnectionFailed, DeadlineExceeded."""
        if self._link.open():
            self._deadline = Deadline(self._limits.total_s)
        return self

    def close(self) -> None:
        """Closes the socket; events that were not taken are dropped. May be called again."""
        self._link.close()

    def __enter__(self) -> Self:
        return self.open()

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    @property
    def request_id(self) -> str | None:
        """The service's id of this connection, once it is open."""
        return self._link.request_id

    def state(self, instance_id: str = SOCKET) -> str:
        """State of the conversation as the protocol table of the channel names it, or of one instance in it."""
        return self._machines[0].state(instance_id)

    @property
    def close_code(self) -> int | None:
        """The code with which the connection ended; None while it stands."""
        return self._link.close_code

    @property
    def close_reason(self) -> str:
        """The words with which it ended."""
        return self._link.close_reason

    def send(self, message: Sendable | Mapping[str, Any] | str | bytes) -> None:
        """Sends one message: a model or mapping as a JSON object, `str` as a bare word, `bytes` as a binary frame.

        Raises LocalProtocolError with nothing sent, what opening raises, and StreamTruncated if the socket is gone.
        Raises ValueError, with nothing sent and no state changed, for what JSON or UTF-8 cannot express.
        """
        plain: Message = message if isinstance(message, Mapping | str | bytes) else message.to_dict()
        data = plain if isinstance(plain, bytes) else plain.encode() if isinstance(plain, str) else _codec.dumps(plain)
        with self._sending:
            self.open()
            with self._mutex:
                for machine in self._machines:
                    machine.sending(plain)
                for machine in self._machines:
                    machine.send(plain)
            try:
                self._link.send(data, binary=isinstance(plain, bytes))
            except ConnectionClosed as exc:
                raise self._truncated("before a message could be sent") from exc

    def receive(self) -> E | None:
        """The next event, None at the end of the conversation. Audio in binary frames comes as `bytes`.

        Raises StreamError for an error event, unless that says that it is not fatal, StreamTruncated if the connection
        ends where the protocol does not end, RemoteProtocolError, DecodeError, DeadlineExceeded.
        """
        if self._failure is not None:
            raise self._failure
        if self._link.closed or self._ended:
            return None
        self.open()
        timeout_s = self._deadline.cap(self._limits.read_s)
        try:
            data = self._link.receive_frame(timeout_s)
        except TimeoutError:
            if self._deadline.expired():
                raise self._deadline.exceeded(f"waiting for {self._link.path}", maybe_executed=True) from None
            raise DeadlineExceeded(
                f"the socket was silent for {self._limits.read_s:g} s (read)", limit="read", maybe_executed=True
            ) from None
        except ConcurrencyError:
            raise LocalProtocolError("another task or thread is waiting for the events of this socket") from None
        except ConnectionClosed:
            self._check_end()
            return None
        return self._event(data)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> E:
        event = self.receive()
        if event is None:
            raise StopIteration
        return event

    def _event(self, data: str | bytes) -> E:
        self._n_bytes += len(data)
        if isinstance(data, bytes):
            if not self._takes_binary:
                raise DecodeError("expected an event as a JSON object, got a binary frame", raw=data)
            self._step(data)
            event = cast("E", data)
        else:
            message = self._events.parse(data)
            self._step(message)
            if self._events.kind(message) in self._events.error and message.get("fatal") is not False:
                raise self._transport.event_error(message, data, self._received())
            event = cast("E", self._events.event(message))
        self._n_events += 1
        self._last = event
        return event

    def _step(self, message: Message) -> list[str]:
        """Steps what the other side sent; the symbols that it is in each table."""
        with self._mutex:
            return [machine.receive(message).symbol for machine in self._machines]

    def _check_end(self) -> None:
        """Returns if the connection ended as the protocol has it, else raises."""
        if self._link.closed or self._ended:
            return
        self._ended = True
        try:
            symbols = self._step(Closing(self._link.close_code or 0))
        except RemoteProtocolError as exc:
            self._failure = self._truncated("too early")
            raise self._failure from exc
        is_known = any(symbol != UNKNOWN for symbol in symbols)
        if not (is_known or self._machines[0].is_finished() or self._link.close_code == NORMAL_CLOSURE):
            self._failure = self._truncated("in the midst of the conversation")
            raise self._failure

    def _truncated(self, when: str) -> ContraltoError:
        return StreamTruncated(
            f"the socket {self._link.ending()} {when}, after {self._n_events} events",
            received=self._received(),
            close_code=self._link.close_code,
            close_reason=self._link.close_reason,
        )

    def _received(self) -> Received:
        return Received(self._n_events, self._n_bytes, self._last)
