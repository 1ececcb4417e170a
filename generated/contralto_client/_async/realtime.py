"""A socket with contexts: on which connection they begin, and what becomes of them when it ends.

Theory of operation. A socket has one connection at a time (`line.py`), and a context belongs to the one on which it
began. When that ends, because the service closes an idle socket or the network breaks, the contexts on it fail with
StreamTruncated after the events that came, and the next context begins on a new connection. Nothing is sent twice: what
was sent on a connection that then broke may have been spoken, so repeating it is left to the caller.

The protocol machine steps every message in both directions. What it refuses on the way out raises LocalProtocolError
before anything is sent.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import AsyncIterator, Mapping
from secrets import token_hex
from types import TracebackType
from typing import Any, Generic, Self, TypeVar
from weakref import WeakValueDictionary

from .. import _codec
from .._deprecation import warn_of_model
from .._events import EventDecoder, UnknownEvent
from .._options import CallOptions, Timeout, as_timeout
from .._version import DEPRECATED_MODELS
from ..errors import ContraltoError, DeadlineExceeded, LocalProtocolError, StreamTruncated
from ..protocol.machine import ProtocolTable
from ._backend import Lock, Mutex
from .context import AsyncContext
from .line import AsyncLine, ContextInbox
from .link import MAX_MESSAGE_BYTES, AsyncLink
from .transport import AsyncTransport

E = TypeVar("E")

INBOX_LIMIT_BYTES = 16 * 1024 * 1024
"""About four minutes of 24 kHz 16-bit audio that nobody took."""
MAX_IDLE_S = 290.0
"""A connection on which nothing came or went for longer begins no context: the service closes it after 300 s, and the
text could cross the closing."""

log = logging.getLogger("contralto_client")


class AsyncContextSocket(Generic[E]):
    """One socket with any number of contexts on it. Opened by `async with`, or by the first message.

    Iterating over the socket gives the events of all contexts in the order in which they arrive, error events
    included, and ends when no context is under way; it may be left and taken up again. Consume a socket in one way: by
    its contexts, or as a whole.

    A connection that has ended is replaced when the next context begins. A context that is under way when its
    connection ends is never begun again by the client: it fails with StreamTruncated.
    """

    def __init__(
        self,
        transport: AsyncTransport,
        *,
        path: str,
        table: ProtocolTable,
        events: EventDecoder[E],
        options: CallOptions | None = None,
        inbox_limit_bytes: int | None = None,
        max_message_bytes: int = MAX_MESSAGE_BYTES,
        max_idle_s: float = MAX_IDLE_S,
    ) -> None:
        self._transport = transport
        self._path = path
        self._table = table
        self._events = events
        self._options = options or CallOptions()
        self._limits = self._options.timeout or transport.config.timeout
        self._inbox_limit_bytes = INBOX_LIMIT_BYTES if inbox_limit_bytes is None else inbox_limit_bytes
        self._max_message_bytes = max_message_bytes
        self._max_idle_s = max_idle_s
        self._sending = Lock()
        self._mutex = Mutex()
        self._inboxes: WeakValueDictionary[str, ContextInbox[E]] = WeakValueDictionary()
        self._dropped: deque[ContextInbox[E]] = deque()
        self._lines: list[AsyncLine[E]] = []  # the last one is in use, those before it still have contexts
        self._as_a_whole = False
        self._closed = False

    # -- opening and closing

    async def open(self) -> Self:
        """Connects. Raises ApiError by status for a refused upgrade, ConnectionFailed, DeadlineExceeded."""
        async with self._sending:
            await self._line_in_use()
        return self

    async def close(self) -> None:
        """Closes the socket; the service drops its contexts. May be called again."""
        self._closed = True
        for line in self._lines:
            await line.close()
        for inbox in list(self._inboxes.values()):
            inbox.signal.set()

    async def __aenter__(self) -> Self:
        return await self.open()

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def request_id(self) -> str | None:
        """The service's id of the newest connection, once it is open."""
        return self._lines[-1].link.request_id if self._lines else None

    def state(self, context_id: str) -> str:
        """State of a context as the protocol table names it."""
        inbox = self._inboxes.get(context_id)
        line = None if inbox is None else inbox.line
        if line is None and self._lines:
            line = self._lines[-1]
        return self._table.initial if line is None else line.machine.state(context_id)

    # -- contexts

    def open_context(
        self,
        fixed: Mapping[str, Any],
        *,
        context_id: str | None = None,
        timeout: Timeout | float | None = None,
    ) -> AsyncContext[E]:
        """A new context; nothing is sent yet.

        `fixed` are the members that the API wants repeated in every message of a context, as plain JSON values.
        `context_id` is drawn at random if not given. Raises LocalProtocolError if it is in use. `timeout` replaces the
        limits of the socket: `read_s`, and `total_s` from its first message on; a number of seconds is that alone.
        """
        context_id = context_id or token_hex(16)
        warn_of_model(fixed.get("model_id"), DEPRECATED_MODELS)
        limits = self._limits if timeout is None else as_timeout(timeout)
        with self._mutex:
            known = self._inboxes.get(context_id)
            if known is not None and not known.settled:
                raise LocalProtocolError(f"context `{context_id}` is in use on this socket; choose another id")
            inbox: ContextInbox[E] = ContextInbox(context_id, limits)
            self._inboxes[context_id] = inbox
        return AsyncContext(self, inbox, fixed)

    async def __aiter__(self) -> AsyncIterator[E | UnknownEvent]:
        self._as_a_whole = True
        while (line := next((line for line in self._lines if line.has_news()), None)) is not None:
            inbox = line.gather()
            try:
                while (event := await line.next_event(inbox)) is not None:
                    yield event
            except ContraltoError:
                inbox.failure = None  # it is told now; another iteration goes on with the other contexts
                raise

    async def send_message(self, message: Mapping[str, Any], inbox: ContextInbox[E]) -> None:
        """Steps the protocol and sends one message of a context.

        Raises LocalProtocolError with nothing sent, what opening raises, and StreamTruncated if the connection is gone.
        Raises ValueError, with nothing sent and no state changed, for text that UTF-8 cannot express.
        """
        data = _codec.dumps(message)  # first, so that what cannot be encoded leaves the context as it is
        async with self._sending:
            line = inbox.line or await self._line_in_use()
            if self._dropped:
                await self._cancel_dropped(line)
            await line.send(message, data, inbox)

    async def line_of(self, inbox: ContextInbox[E]) -> AsyncLine[E] | None:
        """The connection on which a context began, waiting until it does; None if it ended before that."""
        while inbox.line is None:
            inbox.signal.clear()  # before anything is looked at, so that no news is missed
            if inbox.failure is not None:
                raise inbox.failure
            if inbox.ended:
                return None
            if self._closed:
                raise StreamTruncated(f"the socket was closed by this side before context `{inbox.context_id}` began")
            if self._as_a_whole:
                raise LocalProtocolError("this socket is consumed as a whole, by iterating over it")
            if inbox.line is None and not await inbox.signal.wait(inbox.limits.read_s):
                raise DeadlineExceeded(
                    f"the socket was silent for {inbox.limits.read_s:g} s (read); "
                    f"nothing was sent on context `{inbox.context_id}`",
                    limit="read",
                )
        return inbox.line

    def drop(self, inbox: ContextInbox[E]) -> None:
        """Nobody holds the context any more. Called by the garbage collector, so it must not wait for any lock."""
        inbox.dropped = True
        if inbox.begun and not inbox.settled:
            self._dropped.append(inbox)

    async def _cancel_dropped(self, line: AsyncLine[E]) -> None:
        """Cancels the contexts that were left in the middle; one that was never read may be meant for `__aiter__`."""
        while self._dropped:
            inbox = self._dropped.popleft()
            if inbox.line is not line or inbox.consumer is None or inbox.settled or self._as_a_whole:
                continue
            message = {"context_id": inbox.context_id, "cancel": True}
            try:
                await line.send(message, _codec.dumps(message), inbox)
            except (LocalProtocolError, StreamTruncated) as exc:
                log.debug("context `%s` could not be cancelled: %s", inbox.context_id, exc)
            finally:
                line.release(inbox)

    async def _line_in_use(self) -> AsyncLine[E]:
        """The connection on which contexts begin, a new one if the last is gone. Called with `_sending` held."""
        if self._closed:
            raise LocalProtocolError("the socket was closed by this side; open another")
        if self._lines:
            line = self._lines[-1]
            idle_s = line.silence.silent_s()
            if line.link.is_open and not line.is_over and (line.has_news() or idle_s < self._max_idle_s):
                return line
            log.info("%s: the connection is gone or was idle for %.0f s; opening another", self._path, idle_s)
        link = AsyncLink(
            self._transport,
            self._path,
            self._options,
            max_message_bytes=self._max_message_bytes,
            texts_only=True,
        )
        await link.open()
        line = AsyncLine(self._transport, link, self._table, self._events, self._limits, self._inbox_limit_bytes)
        before = list(self._lines)
        self._lines.append(line)  # before anything else is waited for: who cancels that shall not leave it open
        if self._closed:
            await line.close()
            raise LocalProtocolError("the socket was closed by this side while it was being opened")
        if self._as_a_whole:
            line.gather()
        for old in before:
            # After a message that could not be read it may be open still; of an end that nobody read, hooks hear so.
            if old.is_over or not (old.has_news() or old.link.is_open):
                await old.link.close()
            if not old.has_news() and not old.link.is_open:
                self._lines.remove(old)
        return line
