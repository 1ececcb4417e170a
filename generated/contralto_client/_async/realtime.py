"""Contexts over one socket: send text, receive its audio as typed events.

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
from types import TracebackType
from typing import Any, Generic, Self, TypeVar
from uuid import uuid4
from weakref import WeakValueDictionary

from .. import _codec
from .._events import EventDecoder, UnknownEvent
from .._options import CallOptions, Timeout, as_timeout
from .._speech import Speech, SpeechCollector
from ..errors import (
    ContraltoError,
    DeadlineExceeded,
    LocalProtocolError,
    StreamError,
    StreamTruncated,
)
from ..protocol.machine import ProtocolTable
from ._backend import Lock, Mutex
from ._background import Texts, each
from .line import AsyncLine, ContextInbox
from .link import MAX_MESSAGE_BYTES, AsyncLink
from .speaking import AsyncUtterance
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
    included, and ends when no context is under way. Consume a socket in one way: by its contexts, or as a whole.

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
        inbox_limit_bytes: int = INBOX_LIMIT_BYTES,
        max_message_bytes: int = MAX_MESSAGE_BYTES,
        max_idle_s: float = MAX_IDLE_S,
    ) -> None:
        self._transport = transport
        self._path = path
        self._table = table
        self._events = events
        self._options = options or CallOptions()
        self._limits = self._options.timeout or transport.config.timeout
        self._inbox_limit_bytes = inbox_limit_bytes
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
        context_id = context_id or uuid4().hex
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
            if inbox.failure is not None:
                raise inbox.failure
            if inbox.ended:
                return None
            if self._closed:
                raise StreamTruncated(f"the socket was closed by this side before context `{inbox.context_id}` began")
            if self._as_a_whole:
                raise LocalProtocolError("this socket is consumed as a whole, by iterating over it")
            inbox.signal.clear()
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
        if not inbox.settled:
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
        link = AsyncLink(self._transport, self._path, self._options, max_message_bytes=self._max_message_bytes)
        await link.open()
        line = AsyncLine(self._transport, link, self._table, self._events, self._limits, self._inbox_limit_bytes)
        if self._as_a_whole:
            line.gather()
        for old in list(self._lines):
            if old.is_over:  # after a message that could not be read it may be open still
                await old.link.close()
            if not old.has_news() and not old.link.is_open:
                self._lines.remove(old)
        self._lines.append(line)
        if self._closed:
            await line.close()
            raise LocalProtocolError("the socket was closed by this side while it was being opened")
        return line


class AsyncContext(Generic[E]):
    """One context: its text goes out, its events come in, the voice stays the same throughout.

    Iterating gives its events up to and including the terminal one; it may be left and taken up again, and so may
    `collect`. Leaving the `async with` block before the end cancels the context. One that was read and that nobody
    holds any more is cancelled with the next message on the socket. When `total_s` of its time limits is over, it is
    cancelled, too.
    """

    def __init__(
        self,
        socket: AsyncContextSocket[E],
        inbox: ContextInbox[E],
        fixed: Mapping[str, Any],
    ) -> None:
        self._socket = socket
        self._inbox = inbox
        self._fixed = dict(fixed)
        self._collector: SpeechCollector | None = None
        self._n_flushes = 0

    def __del__(self) -> None:
        self._socket.drop(self._inbox)

    @property
    def context_id(self) -> str:
        """Its id, which every message carries."""
        return self._inbox.context_id

    @property
    def state(self) -> str:
        """Its state, as the protocol table of the channel names it."""
        return self._socket.state(self.context_id)

    # -- sending

    async def send(self, text: str) -> None:
        """Appends text to be spoken; more may follow. Texts are joined as they are, so mind the blanks between.

        Empty text sends nothing. Raises LocalProtocolError after `finish` or the end, or the error that ended it.
        """
        if text:
            await self._generate(text, more=True)

    async def send_all(self, texts: Texts) -> None:
        """Sends each text as soon as the iterable gives it; more may follow.

        If the iterable raises, the context is cancelled, and its error comes out here and at whoever reads the context.
        """
        source = each(texts)
        while True:
            try:
                text = await anext(source)
            except StopAsyncIteration:
                return
            except Exception as exc:
                await self.abort(exc)
                raise
            await self.send(text)

    async def flush(self) -> int:
        """Has everything sent so far spoken now; `flush_done` comes when it is. The context goes on.

        Gives the number of this flush, from 1. The audio of the texts before it and its `flush_done` carry it as
        `flush_id`, unless `max_buffer_delay_ms` is 0: the service may number every text then.
        """
        await self._generate("", more=True, flush=True)
        self._n_flushes += 1
        return self._n_flushes

    async def finish(self, text: str = "") -> None:
        """Says that no more text follows `text`. On a fresh context this makes a one-shot request of it."""
        await self._generate(text, more=False)

    async def cancel(self) -> None:
        """Has the service stop. Events that still come are dropped, the iteration ends. Harmless after the end.

        Any task or thread may call it, whoever reads the context.
        """
        try:
            await self._send_cancel()
        finally:
            self._release(None)

    async def abort(self, failure: Exception) -> None:
        """Cancels with an error, which whoever reads the context gets after the events that came."""
        try:
            await self._send_cancel()
        except ContraltoError as exc:
            log.debug("context `%s` could not be cancelled: %s", self.context_id, exc)
        finally:
            self._release(failure)

    # -- receiving

    def speak(self, texts: Texts) -> AsyncUtterance[E]:
        """Sends the texts, then `finish`, while the caller reads: iterate over what this gives, or `collect()` it."""
        return AsyncUtterance(self, texts)

    async def collect(self) -> Speech:
        """Reads to the end; gives the audio and the timestamps. Errors carry what came before as `partial`.

        Called again after it was interrupted it goes on; nothing is lost.
        """
        collector = self._collector
        if collector is None:
            collector = self._collector = SpeechCollector(self._fixed.get("output_format"))
        try:
            async for event in self:
                collector.add(event)
        except (StreamTruncated, StreamError, DeadlineExceeded) as exc:
            exc.partial = collector.speech()
            raise
        return collector.speech()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> E | UnknownEvent:
        line = self._inbox.line or await self._socket.line_of(self._inbox)
        try:
            event = None if line is None else await line.next_event(self._inbox)
        except DeadlineExceeded as exc:
            if exc.limit == "total":
                await self.abort(exc)
            raise
        if event is None:
            raise StopAsyncIteration
        return event

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            await self.cancel()
        except ContraltoError as exc:
            log.debug("context `%s` could not be cancelled: %s", self.context_id, exc)

    async def _generate(self, text: str, *, more: bool, flush: bool = False) -> None:
        if self._inbox.failure is not None:
            raise self._inbox.failure
        message = {**self._fixed, "context_id": self.context_id, "transcript": text, "continue": more}
        if flush:
            message["flush"] = True
        await self._socket.send_message(message, self._inbox)

    async def _send_cancel(self) -> None:
        if self._inbox.settled or not self._inbox.begun:
            return
        try:
            await self._socket.send_message({"context_id": self.context_id, "cancel": True}, self._inbox)
        except LocalProtocolError:
            log.debug("context `%s` ended before it was cancelled", self.context_id)

    def _release(self, failure: Exception | None) -> None:
        """Ends the context on this side."""
        inbox = self._inbox
        if inbox.line is None:
            inbox.failure = inbox.failure or failure
            inbox.ended = True
            inbox.signal.set()
        elif failure is not None:
            inbox.line.fail(inbox, failure)
        else:
            inbox.line.release(inbox)
