"""One context of a socket: its text goes out, its audio comes in as typed events."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from .._events import UnknownEvent
from .._speech import Speech, SpeechCollector
from ..errors import ContraltoError, DeadlineExceeded, LocalProtocolError
from ._background import Texts, each
from .line import ContextInbox
from .speaking import AsyncUtterance
from .streams import gathered

if TYPE_CHECKING:
    from .realtime import AsyncContextSocket

E = TypeVar("E")

log = logging.getLogger("contralto_client")


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
        return await gathered(self, collector)

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
