"""Contexts over one socket: send text, receive its audio as typed events.

Theory of operation. There is no background task. Whoever waits for an event and finds nobody reading becomes the
*reader*: it receives messages from the socket and puts each into the inbox of its context, until its own inbox has
one. The others wait for their signals. A reader that leaves hands over to one of those waiting. So the socket is read
exactly while somebody wants events, and a consumer that pauses lets the network push back on the service.

An inbox holds at most `inbox_limit_bytes` of messages that nobody took. A message for a full one is *held*, and reading
pauses until there is room: nothing is dropped. Where that room can never come, because the full context has no
consumer yet, or the very task or thread that reads is its consumer, the reader gets InboxFull, which names the context
to consume; the held message stays and is delivered then.

The protocol machine steps every message in both directions. What it refuses on the way out raises LocalProtocolError
before anything is sent.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping
from types import TracebackType
from typing import Any, Generic, Self, TypeVar
from uuid import uuid4

from .. import _codec
from .._deprecation import warn_of_model
from .._events import EventDecoder, UnknownEvent
from .._hooks import AudioWatch
from .._inbox import Inbox, SilenceClock
from .._options import CallOptions
from .._speech import Speech, SpeechCollector
from .._version import DEPRECATED_MODELS
from ..errors import (
    ContraltoError,
    DeadlineExceeded,
    DecodeError,
    InboxFull,
    LocalProtocolError,
    RemoteProtocolError,
    StreamError,
    StreamTruncated,
)
from ..protocol.machine import Machine, ProtocolTable
from ._backend import Lock, Mutex, Signal, current_consumer
from ._connection import ConnectionClosed
from .link import MAX_MESSAGE_BYTES, AsyncLink
from .transport import AsyncTransport

E = TypeVar("E")

INBOX_LIMIT_BYTES = 16 * 1024 * 1024
"""About four minutes of 24 kHz 16-bit audio that nobody took."""
EVERYTHING = ""
"""Name of the inbox for iterating over the socket as a whole."""

log = logging.getLogger("contralto_client")


class AsyncContextSocket(Generic[E]):
    """One socket with any number of contexts on it. Opened by `async with`, or by the first message.

    Iterating over the socket gives the events of all contexts in the order in which they arrive, error events
    included, and ends when no context is under way. Consume a socket in one way: by its contexts, or as a whole.
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
    ) -> None:
        self.inbox_limit_bytes = inbox_limit_bytes
        options = options or CallOptions()
        self._transport = transport
        self._events = events
        self._timeout = options.timeout or transport.config.timeout
        self._machine = Machine(table, "client")
        self._link = AsyncLink(transport, path, options, max_message_bytes=max_message_bytes)
        self._sending = Lock()
        self._mutex = Mutex()
        self._inboxes: dict[str, Inbox[E | UnknownEvent, Signal]] = {}
        self._everything: Inbox[E | UnknownEvent, Signal] | None = None
        self._waiting: dict[str, Inbox[E | UnknownEvent, Signal]] = {}
        self._reading = False
        self._held: tuple[Inbox[E | UnknownEvent, Signal], E | UnknownEvent, int, bool] | None = None
        self._room = Signal()
        self._failure: ContraltoError | None = None
        self._silence = SilenceClock()
        self._audio = AudioWatch(transport.hooks)

    # -- opening and closing

    async def open(self) -> Self:
        """Connects. Raises ApiError by status for a refused upgrade, ConnectionFailed, DeadlineExceeded."""
        await self._connected()
        return self

    async def close(self) -> None:
        """Closes the socket; the service drops its contexts. May be called again."""
        await self._link.close()
        self._wake_all()

    async def __aenter__(self) -> Self:
        return await self.open()

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def request_id(self) -> str | None:
        """The service's id of this connection, once it is open."""
        return self._link.request_id

    def state(self, context_id: str) -> str:
        """State of a context as the protocol table names it."""
        return self._machine.state(context_id)

    # -- contexts

    def open_context(self, fixed: Mapping[str, Any], *, context_id: str | None = None) -> AsyncContext[E]:
        """A new context; nothing is sent yet.

        `fixed` are the members that the API wants repeated in every message of a context, as plain JSON values.
        `context_id` is drawn at random if not given. Raises LocalProtocolError if it is in use.
        """
        context_id = context_id or uuid4().hex
        warn_of_model(fixed.get("model_id"), DEPRECATED_MODELS)
        with self._mutex:
            if context_id in self._inboxes:
                raise LocalProtocolError(f"context `{context_id}` is in use on this socket; choose another id")
            inbox: Inbox[E | UnknownEvent, Signal] = Inbox(context_id, Signal())
            self._inboxes[context_id] = inbox
        return AsyncContext(self, inbox, fixed)

    async def __aiter__(self) -> AsyncIterator[E | UnknownEvent]:
        inbox = self._gathering()
        while (event := await self.next_event(inbox)) is not None:
            yield event

    async def send_message(self, message: Mapping[str, Any], inbox: Inbox[E | UnknownEvent, Signal]) -> None:
        """Steps the protocol and sends one message of a context.

        Raises LocalProtocolError with nothing sent, what opening raises, and StreamTruncated if the socket is gone.
        Raises ValueError, with nothing sent and no state changed, for text that UTF-8 cannot express.
        """
        data = _codec.dumps(message)  # first, so that what cannot be encoded leaves the context as it is
        async with self._sending:
            await self._connected()
            with self._mutex:
                self._machine.send(message)
                if not inbox.begun:
                    self._audio.asked(inbox.context_id, self._link.call)
                inbox.begin(self._timeout.total_s)
                if self._everything is not None:
                    self._everything.ended = False
            self._silence.heard()
            try:
                await self._link.send(data)
            except ConnectionClosed as exc:
                self._wake_all()
                raise self._truncated(inbox) from exc

    def release(self, inbox: Inbox[E | UnknownEvent, Signal]) -> None:
        """Ends a context on this side: what waits is dropped, and so is what still comes."""
        with self._mutex:
            inbox.ended = True
            inbox.events.clear()
            inbox.n_taken_bytes = inbox.n_put_bytes
            self._forget(inbox)
            self._wake(inbox)
        self._room.set()

    # -- receiving

    async def next_event(self, inbox: Inbox[E | UnknownEvent, Signal]) -> E | UnknownEvent | None:
        """The next event of an inbox, None at its end. Raises its failure after the events that came before it."""
        since_s = None
        while True:
            if inbox.events:
                event = inbox.take()
                if self._held is not None:
                    self._room.set()
                return event
            if since_s is None:
                since_s = self._silence.now_s()
            with self._mutex:
                if inbox.events:
                    continue
                if inbox.failure is not None:
                    raise inbox.failure
                if inbox.ended:
                    return None
                if self._failure is not None:
                    raise self._failure
                if self._link.close_code is not None or self._link.closed:
                    raise self._truncated(inbox)
                if self._everything is not None and inbox is not self._everything:
                    raise LocalProtocolError("this socket is consumed as a whole, by iterating over it")
                inbox.consumer = current_consumer()
                leads = not self._reading
                if leads:
                    self._reading = True
                else:
                    inbox.signal.clear()
                    self._waiting[inbox.context_id] = inbox
            if leads:
                try:
                    await self._read_for(inbox, since_s)
                finally:
                    self._hand_over()
            else:
                await self._follow(inbox)

    async def _follow(self, inbox: Inbox[E | UnknownEvent, Signal]) -> None:
        """Waits while somebody else reads."""
        try:
            woken = await inbox.signal.wait(inbox.deadline.remaining_s())
        except BaseException:
            self._stop_waiting(inbox)
            raise
        if not woken:
            self._stop_waiting(inbox)
            raise inbox.deadline.exceeded(f"waiting for context `{inbox.context_id}`", maybe_executed=True)

    def _stop_waiting(self, inbox: Inbox[E | UnknownEvent, Signal]) -> None:
        with self._mutex:
            self._waiting.pop(inbox.context_id, None)
            idle = not self._reading
        if idle:  # the reading may just have been handed to the one that gives up
            self._hand_over(stop=False)

    async def _read_for(self, inbox: Inbox[E | UnknownEvent, Signal], since_s: float) -> None:
        """Reads the socket until `inbox` has an event or is settled, or the socket is gone."""
        await self._connected()
        limit_s = self._timeout.read_s
        while not (inbox.events or inbox.settled or self._link.closed or self._failure):
            if self._held is not None:
                await self._deliver_held(inbox)
                continue
            timeout_s = inbox.deadline.cap(self._silence.left_s(limit_s, since_s))
            try:
                if timeout_s is not None and timeout_s <= 0:
                    raise TimeoutError
                data = await self._link.receive(timeout_s)
            except TimeoutError:
                if inbox.deadline.expired():
                    raise inbox.deadline.exceeded(
                        f"waiting for context `{inbox.context_id}`", maybe_executed=True
                    ) from None
                idle = inbox is not self._everything and not inbox.begun
                raise DeadlineExceeded(
                    f"the socket was silent for {limit_s:g} s (read)"
                    + (f"; nothing was sent on context `{inbox.context_id}`" if idle else ""),
                    limit="read",
                    maybe_executed=not idle,
                ) from None
            except ConnectionClosed:
                self._wake_all()  # every inbox that is not settled raises once its events are taken
                return
            self._silence.heard()
            self._dispatch(data)

    def _dispatch(self, data: bytes) -> None:
        """Steps one message and puts its event where it belongs."""
        try:
            message = self._events.parse(data)
        except DecodeError as exc:
            # Nobody can tell whose message this was, so nobody can be sure to have everything.
            self._fail_socket(exc)
            return
        context_id = message.get("context_id")
        if self._audio and message.get("data"):
            self._audio.heard(context_id)
        inbox = self._inboxes.get(context_id) if type(context_id) is str else None
        kind = self._events.kind(message)
        is_error = kind in self._events.error
        try:
            with self._mutex:
                self._machine.receive(message)
            if inbox is None:
                self._dispatch_to_none(message, data)
                return
            if is_error and self._everything is None:
                self._settle(inbox, self._transport.event_error(message, data, inbox.received()))
                return
            event = self._events.event(message)
        except (RemoteProtocolError, DecodeError) as exc:
            if inbox is None:
                log.warning("dropped a message: %s", exc)
            else:
                self._settle(inbox, exc)
            return
        ends = is_error or kind in self._events.terminal
        target = inbox
        if ends or self._everything is not None:
            with self._mutex:
                if ends:
                    self._forget(inbox)
                target = self._everything or inbox
        if target.has_room(len(data), self.inbox_limit_bytes):
            self._deliver(target, event, len(data), ends)
        else:
            self._held = (target, event, len(data), ends)

    def _dispatch_to_none(self, message: Mapping[str, Any], data: bytes) -> None:
        """A message of no context under way: an error about the connection, or late output, to be dropped."""
        kind = self._events.kind(message)
        if kind not in self._events.error or "context_id" in message:
            log.debug("dropped a `%s` of context `%s`", kind, message.get("context_id"))
            return
        with self._mutex:
            everything = self._everything
            begun = [inbox for inbox in self._inboxes.values() if inbox.begun]
        if everything is not None:
            self._deliver(everything, self._events.event(message), len(data), ends=False)
            return
        for inbox in begun:
            self._settle(inbox, self._transport.event_error(message, data, inbox.received()))

    def _deliver(
        self, inbox: Inbox[E | UnknownEvent, Signal], event: E | UnknownEvent, n_bytes: int, ends: bool
    ) -> None:
        with self._mutex:
            if inbox.settled:  # cancelled in the meantime
                return
            inbox.put(event, n_bytes)
            if ends and (inbox is not self._everything or not self._under_way()):
                inbox.ended = True
            self._wake(inbox)

    async def _deliver_held(self, reader: Inbox[E | UnknownEvent, Signal]) -> None:
        """Delivers the held message, waiting for room. Raises InboxFull if there will be none."""
        held = self._held
        if held is None:
            return
        inbox, event, n_bytes, ends = held
        self._room.clear()
        if not inbox.settled and not inbox.has_room(n_bytes, self.inbox_limit_bytes):
            hopeless = inbox.consumer is None or inbox.consumer == current_consumer()
            if hopeless or not await self._room.wait(reader.deadline.cap(self._timeout.read_s)):
                raise InboxFull(
                    f"context `{inbox.context_id}` has {inbox.n_put_bytes - inbox.n_taken_bytes} bytes of events that "
                    f"nobody takes, which holds up context `{reader.context_id}`; consume both at the same time, or "
                    f"raise `inbox_limit_bytes` ({self.inbox_limit_bytes})",
                    context_id=inbox.context_id,
                )
            return  # the loop looks again
        self._held = None
        if not inbox.settled:
            self._deliver(inbox, event, n_bytes, ends)

    # -- ends

    def _settle(self, inbox: Inbox[E | UnknownEvent, Signal], failure: ContraltoError) -> None:
        """Ends a context with an error; where the socket is consumed as a whole, that iteration raises it."""
        with self._mutex:
            self._forget(inbox)
            target = self._everything or inbox
            if not target.settled:
                target.failure = failure
            self._wake(target)

    def _fail_socket(self, failure: ContraltoError) -> None:
        self._failure = failure
        self._wake_all()

    def _truncated(self, inbox: Inbox[E | UnknownEvent, Signal]) -> ContraltoError:
        which = "all contexts were" if inbox is self._everything else f"context `{inbox.context_id}` was"
        return StreamTruncated(
            f"the socket {self._link.ending()} before {which} done, after {inbox.n_events} events",
            received=inbox.received(),
            close_code=self._link.close_code,
            close_reason=self._link.close_reason,
        )

    # -- the rest is called with the mutex held, or by the one reader

    def _gathering(self) -> Inbox[E | UnknownEvent, Signal]:
        """The inbox of the whole socket; takes over what the contexts have not been asked for."""
        with self._mutex:
            inbox = self._everything
            if inbox is None:
                inbox = self._everything = Inbox(EVERYTHING, Signal())
                for other in self._inboxes.values():
                    while other.events:
                        event, n_bytes = other.events.popleft()
                        inbox.put(event, n_bytes)
            inbox.ended = not self._under_way()
            return inbox

    def _under_way(self) -> bool:
        return any(inbox.begun for inbox in self._inboxes.values())

    def _forget(self, inbox: Inbox[E | UnknownEvent, Signal]) -> None:
        if self._inboxes.get(inbox.context_id) is inbox:
            del self._inboxes[inbox.context_id]
            self._audio.forget(inbox.context_id)

    def _wake(self, inbox: Inbox[E | UnknownEvent, Signal]) -> None:
        if self._waiting.pop(inbox.context_id, None) is not None:
            inbox.signal.set()

    def _wake_all(self) -> None:
        with self._mutex:
            for inbox in list(self._waiting.values()):
                self._wake(inbox)
        self._room.set()

    def _hand_over(self, *, stop: bool = True) -> None:
        """Lets one of those waiting read on; with `stop`, the caller reads no more."""
        with self._mutex:
            if stop:
                self._reading = False
            if not self._reading and self._waiting:
                self._wake(next(iter(self._waiting.values())))

    async def _connected(self) -> None:
        if await self._link.open():
            self._silence.heard()


class AsyncContext(Generic[E]):
    """One context: its text goes out, its events come in, the voice stays the same throughout.

    Iterating gives its events up to and including the terminal one; it may be left and taken up again. Leaving the
    `async with` block before the end cancels the context.
    """

    def __init__(
        self,
        socket: AsyncContextSocket[E],
        inbox: Inbox[E | UnknownEvent, Signal],
        fixed: Mapping[str, Any],
    ) -> None:
        self._socket = socket
        self._inbox = inbox
        self._fixed = dict(fixed)

    @property
    def context_id(self) -> str:
        """Its id, which every message carries."""
        return self._inbox.context_id

    @property
    def state(self) -> str:
        """Its state, as the protocol table of the channel names it."""
        return self._socket.state(self.context_id)

    async def send(self, text: str) -> None:
        """Appends text to be spoken; more may follow. Texts are joined as they are, so mind the blanks between.

        Empty text sends nothing. Raises LocalProtocolError after `finish` or the end, or the error that ended it.
        """
        if text:
            await self._generate(text, more=True)

    async def flush(self) -> None:
        """Has everything sent so far spoken now; `flush_done` comes when it is. The context goes on."""
        await self._generate("", more=True, flush=True)

    async def finish(self, text: str = "") -> None:
        """Says that no more text follows `text`. On a fresh context this makes a one-shot request of it."""
        await self._generate(text, more=False)

    async def cancel(self) -> None:
        """Has the service stop. Events that still come are dropped, the iteration ends. Harmless after the end."""
        socket, inbox = self._socket, self._inbox
        if inbox.settled or not inbox.begun:
            socket.release(inbox)
            return
        try:
            await socket.send_message({"context_id": self.context_id, "cancel": True}, inbox)
        except LocalProtocolError:
            log.debug("context `%s` ended before it was cancelled", self.context_id)
        finally:
            socket.release(inbox)

    async def collect(self) -> Speech:
        """Reads to the end; gives the audio and the timestamps. Errors carry what came before as `partial`."""
        collector = SpeechCollector()
        try:
            async for event in self:
                collector.add(event)
        except (StreamTruncated, StreamError) as exc:
            exc.partial = collector.speech()
            raise
        return collector.speech()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> E | UnknownEvent:
        event = await self._socket.next_event(self._inbox)
        if event is None:
            raise StopAsyncIteration
        return event

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._inbox.settled:
            return
        try:
            await self.cancel()
        except (StreamTruncated, DeadlineExceeded) as exc:
            log.debug("context `%s` could not be cancelled: %s", self.context_id, exc)

    async def _generate(self, text: str, *, more: bool, flush: bool = False) -> None:
        if self._inbox.failure is not None:
            raise self._inbox.failure
        message = {**self._fixed, "context_id": self.context_id, "transcript": text, "continue": more}
        if flush:
            message["flush"] = True
        await self._socket.send_message(message, self._inbox)
