"""One connection of a socket with contexts: who reads it, and where the events go.

Theory of operation. There is no background task. Whoever waits for an event and finds nobody reading becomes the
*leader*: it receives messages from the connection and puts each into the inbox of its context, until its own inbox has
one. The others wait for their signals. A leader that leaves hands over to one of those waiting. So the connection is
read exactly while somebody wants events, and a consumer that pauses lets the network push back on the service.

An inbox holds at most `inbox_limit_bytes` of messages that nobody took. A message for a full one is *held*, and reading
pauses until there is room: nothing is dropped. Where that room can never come, because the full context has no
consumer yet, or the very task or thread that reads is its consumer, the leader gets InboxFull, which names the context
to consume; the held message stays and is delivered then. A context that nobody holds any more is no reason to pause:
once somebody has read of it, its events are dropped, else when its inbox is full.

A context belongs to the connection on which it began. The end of a connection settles all its contexts, after the
events that came before it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from .._events import EventDecoder, UnknownEvent
from .._hooks import AudioWatch
from .._inbox import Inbox, SilenceClock
from .._options import Timeout
from ..errors import (
    ContraltoError,
    DeadlineExceeded,
    DecodeError,
    InboxFull,
    LocalProtocolError,
    RemoteProtocolError,
    StreamTruncated,
)
from ..protocol.machine import Machine, ProtocolTable
from ._backend import Mutex, Signal, current_consumer
from ._connection import ConnectionClosed
from .link import AsyncLink
from .transport import AsyncTransport

E = TypeVar("E")

EVERYTHING = ""
"""Name of the inbox for iterating over the socket as a whole."""
LOOK_AGAIN_S = 0.1
"""How often a leader that waits for room looks whether the full context is still held by anybody."""

log = logging.getLogger("contralto_client")


class ContextInbox(Inbox[E | UnknownEvent, Signal]):
    """The inbox of one context: the connection on which it began, its time limits, whether anybody still holds it."""

    __slots__ = ("__weakref__", "dropped", "limits", "line")

    def __init__(self, context_id: str, limits: Timeout) -> None:
        super().__init__(context_id, Signal())
        self.limits = limits
        self.line: AsyncLine[E] | None = None
        self.dropped = False


class AsyncLine(Generic[E]):
    """One connection and the contexts that began on it."""

    def __init__(
        self,
        transport: AsyncTransport,
        link: AsyncLink,
        table: ProtocolTable,
        events: EventDecoder[E],
        limits: Timeout,
        inbox_limit_bytes: int,
    ) -> None:
        self.link = link
        self.machine = Machine(table, "client")
        self.silence = SilenceClock()
        self.everything: ContextInbox[E] | None = None
        self.is_over = False
        self._transport = transport
        self._events = events
        self._limits = limits
        self._inbox_limit_bytes = inbox_limit_bytes
        self._mutex = Mutex()
        self._inboxes: dict[str, ContextInbox[E]] = {}
        self._leader: ContextInbox[E] | None = None
        self._waiting: dict[str, ContextInbox[E]] = {}
        self._held: tuple[ContextInbox[E], E | UnknownEvent, int, bool] | None = None
        self._room = Signal()
        self._audio = AudioWatch(transport.hooks)

    # -- sending and ending

    async def send(self, message: Mapping[str, Any], data: bytes, inbox: ContextInbox[E]) -> None:
        """Steps the protocol and sends `data`, the JSON of `message`.

        Raises LocalProtocolError with nothing sent, StreamTruncated if the connection is gone, DeadlineExceeded.
        """
        with self._mutex:
            if inbox.failure is not None:
                raise inbox.failure
            self.machine.send(message)
            if not inbox.begun:
                inbox.begin(inbox.limits.total_s)
                inbox.line = self
                self._audio.asked(inbox.context_id, self.link.call)
                self._inboxes[inbox.context_id] = inbox
                if self.everything is not None:
                    self.everything.ended = False
                inbox.signal.set()  # somebody may wait for its beginning
        self.silence.heard()
        try:
            await self.link.send(data)
        except ConnectionClosed as exc:
            failure = self._truncated(inbox)
            if self.link.exhausted:  # else whoever reads it finds what came before the end
                self.end()
            raise failure from exc

    def release(self, inbox: ContextInbox[E]) -> None:
        """Ends a context on this side: what waits is dropped, and so is what still comes."""
        with self._mutex:
            inbox.ended = True
            inbox.events.clear()
            inbox.n_taken_bytes = inbox.n_put_bytes
            self._forget(inbox)
            self._wake(inbox)
            if self.everything is not None and not self._inboxes:
                self.everything.ended = True
                self._wake(self.everything)
        self._room.set()

    def fail(self, inbox: ContextInbox[E], failure: Exception) -> None:
        """Ends a context on this side with an error, which its consumer gets after the events that came."""
        if self.everything is not None:  # the others go on; who failed knows it
            self.release(inbox)
            return
        with self._mutex:
            if not inbox.settled:
                inbox.failure = failure
            self._forget(inbox)
            self._wake(inbox)
        self._room.set()

    def end(self, failure: ContraltoError | None = None) -> None:
        """Nothing more comes: contexts under way end with `failure`, StreamTruncated if it is None."""
        with self._mutex:
            self.is_over = True
            everything = self.everything
            if everything is not None and not everything.settled:
                if self._inboxes:
                    everything.failure = failure or self._truncated(everything)
                everything.ended = True
            for inbox in self._inboxes.values():
                if not inbox.settled:
                    inbox.failure = failure or self._truncated(inbox)
            self._inboxes.clear()
            for inbox in list(self._waiting.values()):
                self._wake(inbox)
        self._room.set()

    async def close(self) -> None:
        """Closes the connection; the service drops its contexts."""
        await self.link.close()
        self.end()

    # -- receiving

    def gather(self) -> ContextInbox[E]:
        """The inbox of all contexts; takes over what they have not been asked for."""
        with self._mutex:
            inbox = self.everything
            if inbox is None:
                inbox = self.everything = ContextInbox(EVERYTHING, self._limits)
                for other in self._inboxes.values():
                    while other.events:
                        event, n_bytes = other.events.popleft()
                        inbox.put(event, n_bytes)
            inbox.ended = not self._inboxes
            return inbox

    def has_news(self) -> bool:
        """Whether an iteration over all contexts has something to give or to wait for."""
        inbox = self.everything
        return bool(self._inboxes) or (inbox is not None and bool(inbox.events or inbox.failure))

    async def next_event(self, inbox: ContextInbox[E]) -> E | UnknownEvent | None:
        """The next event of an inbox, None at its end. Raises its failure after the events that came before it."""
        since_s = None
        while True:
            if inbox.events:
                try:
                    event = inbox.take()
                except IndexError:  # another thread has just ended the context
                    continue
                if self._held is not None:
                    self._room.set()
                return event
            if since_s is None:
                since_s = self.silence.now_s()
            with self._mutex:
                if inbox.events:
                    continue
                if inbox.failure is not None:
                    raise inbox.failure
                if inbox.ended:
                    return None
                if self.everything is not None and inbox is not self.everything:
                    raise LocalProtocolError("this socket is consumed as a whole, by iterating over it")
                inbox.consumer = current_consumer()
                leads = self._leader is None
                if leads:
                    self._leader = inbox
                else:
                    inbox.signal.clear()
                    self._waiting[inbox.context_id] = inbox
            if leads:
                try:
                    await self._read_for(inbox, since_s)
                finally:
                    self._hand_over()
            else:
                woken = False
                try:
                    woken = await inbox.signal.wait(self._time_left(inbox, since_s))
                finally:
                    if not woken:
                        self._stop_waiting(inbox)

    def _stop_waiting(self, inbox: ContextInbox[E]) -> None:
        with self._mutex:
            self._waiting.pop(inbox.context_id, None)
            idle = self._leader is None
        if idle:  # the reading may just have been handed to the one that gives up
            self._hand_over(stop=False)

    async def _read_for(self, inbox: ContextInbox[E], since_s: float) -> None:
        """Reads the connection until `inbox` has an event or is settled."""

        def left_s() -> float | None:
            return self._left_s(inbox, since_s)

        while not (inbox.events or inbox.settled):
            if self._held is not None:
                await self._deliver_held(inbox, since_s)
                continue
            if inbox.deadline.total_s is not None:  # it runs out even if messages need not be waited for
                self._time_left(inbox, since_s)
            try:
                data = await self.link.receive(left_s)
            except TimeoutError:  # the time is over, or somebody has settled the inbox
                if not inbox.settled:
                    self._time_left(inbox, since_s)
                continue
            except ConnectionClosed:
                self.end()
                return
            self.silence.heard()
            self._dispatch(data)

    def _left_s(self, inbox: ContextInbox[E], since_s: float) -> float | None:
        """Seconds that somebody waiting since `since_s` may wait on."""
        return inbox.deadline.cap(self.silence.left_s(inbox.limits.read_s, since_s))

    def _time_left(self, inbox: ContextInbox[E], since_s: float) -> float | None:
        """`_left_s`. Raises DeadlineExceeded if nothing is left."""
        left_s = self._left_s(inbox, since_s)
        if left_s is None or left_s > 0:
            return left_s
        limit_s = inbox.limits.read_s
        if inbox.deadline.expired():
            raise inbox.deadline.exceeded(f"waiting for context `{inbox.context_id}`", maybe_executed=True)
        raise DeadlineExceeded(f"the socket was silent for {limit_s:g} s (read)", limit="read", maybe_executed=True)

    def _dispatch(self, data: bytes) -> None:
        """Steps one message and puts its event where it belongs."""
        try:
            message = self._events.parse(data)
        except DecodeError as exc:
            # Nobody can tell whose message this was, so nobody can be sure to have everything.
            self.end(exc)
            return
        context_id = message.get("context_id")
        if self._audio and message.get("data"):
            self._audio.heard(context_id)
        inbox = self._inboxes.get(context_id) if type(context_id) is str else None
        if inbox is not None and inbox.dropped and inbox.consumer is not None and self.everything is None:
            self.release(inbox)
            inbox = None
        kind = self._events.kind(message)
        is_error = kind in self._events.error
        try:
            with self._mutex:
                self.machine.receive(message)
            if inbox is None:
                self._dispatch_to_none(message, data)
                return
            if is_error and self.everything is None:
                self._settle(inbox, self._transport.event_error(message, data, inbox.received()))
                return
            event = self._events.event(message, kind)
        except (RemoteProtocolError, DecodeError) as exc:
            if inbox is None:
                log.warning("dropped a message: %s", exc)
            else:
                self._settle(inbox, exc)
            return
        ends = is_error or kind in self._events.terminal
        with self._mutex:
            if ends:
                self._forget(inbox)
            target = self.everything or inbox
            if target.has_room(len(data), self._inbox_limit_bytes):
                self._put(target, event, len(data), ends)
            else:
                self._held = (target, event, len(data), ends)

    def _dispatch_to_none(self, message: Mapping[str, Any], data: bytes) -> None:
        """A message of no context under way: an error about the connection, or late output, to be dropped."""
        kind = self._events.kind(message)
        if kind not in self._events.error or "context_id" in message:
            log.debug("dropped a `%s` of context `%s`", kind, message.get("context_id"))
            return
        with self._mutex:
            everything = self.everything
            under_way = list(self._inboxes.values())
        if everything is not None:
            event = self._events.event(message, kind)
            with self._mutex:
                self._put(everything, event, len(data), ends=False)
            return
        for inbox in under_way:
            self._settle(inbox, self._transport.event_error(message, data, inbox.received()))

    async def _deliver_held(self, reader: ContextInbox[E], since_s: float) -> None:
        """Delivers the held message, waiting for room. Raises InboxFull if there will be none."""
        held = self._held
        if held is None:
            return
        inbox, event, n_bytes, ends = held
        self._room.clear()
        if not inbox.settled and not inbox.has_room(n_bytes, self._inbox_limit_bytes):
            if inbox.dropped:
                log.warning("dropped the events of context `%s`, which nobody holds any more", inbox.context_id)
                self.release(inbox)
                return
            left_s = reader.deadline.cap(self.silence.left_s(reader.limits.read_s, since_s))
            hopeless = inbox.consumer is None or inbox.consumer == current_consumer()
            if hopeless or (left_s is not None and left_s <= 0):
                raise InboxFull(
                    f"context `{inbox.context_id}` has {inbox.n_put_bytes - inbox.n_taken_bytes} bytes of events that "
                    f"nobody takes, which holds up context `{reader.context_id}`; consume both at the same time, or "
                    f"raise `inbox_limit_bytes` ({self._inbox_limit_bytes})",
                    context_id=inbox.context_id,
                )
            await self._room.wait(LOOK_AGAIN_S if left_s is None else min(left_s, LOOK_AGAIN_S))
            return  # the loop looks again
        self._held = None
        with self._mutex:
            self._put(inbox, event, n_bytes, ends)

    def _settle(self, inbox: ContextInbox[E], failure: ContraltoError) -> None:
        """Ends a context with an error; where the socket is consumed as a whole, that iteration raises it."""
        with self._mutex:
            self._forget(inbox)
            target = self.everything or inbox
            if not target.settled:
                target.failure = failure
            self._wake(target)

    # -- the rest is called with the mutex held, or by the leader

    def _put(self, inbox: ContextInbox[E], event: E | UnknownEvent, n_bytes: int, ends: bool) -> None:
        if inbox.settled:  # cancelled in the meantime
            return
        inbox.put(event, n_bytes)
        if ends and (inbox is not self.everything or not self._inboxes):
            inbox.ended = True
        self._wake(inbox)

    def _truncated(self, inbox: ContextInbox[E]) -> ContraltoError:
        if inbox is self.everything:
            names = ", ".join(f"`{context_id}`" for context_id in self._inboxes)
            which = f"contexts {names} were"
        else:
            which = f"context `{inbox.context_id}` was"
        return StreamTruncated(
            f"the socket {self.link.ending()} before {which} done, after {inbox.n_events} events",
            received=inbox.received(),
            close_code=self.link.close_code,
            close_reason=self.link.close_reason,
        )

    def _forget(self, inbox: ContextInbox[E]) -> None:
        if self._inboxes.get(inbox.context_id) is inbox:
            del self._inboxes[inbox.context_id]
            self._audio.forget(inbox.context_id)

    def _wake(self, inbox: ContextInbox[E]) -> None:
        if self._waiting.pop(inbox.context_id, None) is not None:
            inbox.signal.set()
        elif self._leader is inbox:
            self.link.interrupt()

    def _hand_over(self, *, stop: bool = True) -> None:
        """Lets one of those waiting read on; with `stop`, the caller reads no more."""
        with self._mutex:
            if stop:
                self._leader = None
            if self._leader is None and self._waiting:
                self._wake(next(iter(self._waiting.values())))
