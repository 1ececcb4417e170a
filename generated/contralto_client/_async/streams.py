"""Answers that arrive piece by piece: audio, files and Server-Sent Events.

Both are opened by `async with`, by iterating or by the call that gathers, whichever comes first, and can be read once.
Breaking out of an iteration closes the answer, which tells the service to stop.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, AsyncIterator, Callable, Mapping
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from .._events import EventDecoder, UnknownEvent
from .._files import PartialFile
from .._options import CallOptions
from .._request import Request
from .._speech import Speech, SpeechCollector, output_format_of
from .._sse import MAX_EVENT_BYTES, SseDecoder
from ..errors import (
    ContraltoError,
    DeadlineExceeded,
    DecodeError,
    LocalProtocolError,
    Received,
    StreamError,
    StreamTruncated,
)
from .body import AsyncBody
from .transport import AsyncTransport

E = TypeVar("E")


class AsyncStream:
    """An answer that is read as it arrives."""

    def __init__(self, transport: AsyncTransport, request: Request, options: CallOptions | None = None) -> None:
        self._transport = transport
        self._request = request
        self._options = options
        self._body: AsyncBody | None = None
        self._begun = False

    async def open(self) -> Self:
        """Sends the request and waits for the head of the answer.

        Raises ApiError by status, ConnectionFailed, DeadlineExceeded, and DecodeError if the answer is of another kind
        (a web page, say).
        """
        if self._body is None:
            body = await self._transport.open(self._request, self._options)
            if not self._acceptable(body.content_type):
                failure = DecodeError(
                    f"{self._request.method} {self._request.path} answered with `{body.content_type}`, "
                    f"expected `{self._request.accept}`; is `base_url` the address of the API?",
                    raw=await body.piece(),
                    request_id=body.headers.get("x-request-id"),
                )
                body.failure = failure
                await body.close()
                raise failure
            self._body = body
        return self

    async def close(self) -> None:
        """Ends the answer, read to its end or not."""
        if self._body is not None:
            await self._body.close()

    @property
    def status_code(self) -> int:
        """HTTP status of the answer. Raises LocalProtocolError before it is open."""
        return self._opened().status_code

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers of the answer. Raises LocalProtocolError before it is open."""
        return self._opened().headers

    @property
    def request_id(self) -> str | None:
        """The service's id of this request. Raises LocalProtocolError before it is open."""
        return self.headers.get("x-request-id")

    @property
    def n_bytes(self) -> int:
        """Bytes of the body received so far."""
        return 0 if self._body is None else self._body.n_bytes

    async def __aenter__(self) -> Self:
        return await self.open()

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    def _acceptable(self, content_type: str) -> bool:
        raise NotImplementedError

    def _opened(self) -> AsyncBody:
        if self._body is None:
            raise LocalProtocolError("the stream is not open; open it with `async with` or read it first")
        return self._body

    async def _begin(self) -> AsyncBody:
        if self._begun:
            raise LocalProtocolError("a stream can be read once; make the call again for another")
        self._begun = True
        await self.open()
        return self._opened()


class AsyncByteStream(AsyncStream):
    """The bytes of a file, as they arrive."""

    def _acceptable(self, content_type: str) -> bool:
        return content_type != "text/html"

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Pieces of any size, never empty. Raises StreamTruncated if the answer breaks off, DeadlineExceeded."""
        body = await self._begin()
        try:
            while piece := await body.piece():
                yield piece
        finally:
            await body.close()

    async def read(self) -> bytes:
        """All of it. Raises StreamTruncated or DeadlineExceeded, with what came as `partial`."""
        pieces: list[bytes] = []
        body = await self._begin()
        try:
            while piece := await body.piece():
                pieces.append(piece)
        except (StreamTruncated, DeadlineExceeded) as exc:
            exc.partial = b"".join(pieces)
            raise
        finally:
            await body.close()
        return b"".join(pieces)

    async def write_to(
        self, path: str | os.PathLike[str], progress: Callable[[int, int | None], object] | None = None
    ) -> int:
        """Writes it to a file without holding it in memory; gives the number of bytes.

        The file appears under its name when complete, and not at all if the answer breaks off. `progress` is called
        after each piece with the bytes so far and the announced length, None where there is none. Raises OSError,
        before anything is sent, if the file cannot be written; else as `read`.
        """
        with PartialFile(path) as file:
            body = await self._begin()
            try:
                while piece := await body.piece():
                    file.write(piece)
                    if progress is not None:
                        progress(body.n_bytes, body.length)
            finally:
                await body.close()
            file.commit()
        return body.n_bytes


class AsyncAudioStream(AsyncByteStream):
    """Audio in the container that the request asked for, as it arrives."""

    def _acceptable(self, content_type: str) -> bool:
        return not content_type.startswith("text/") and not content_type.endswith("json")


class AsyncEventStream(AsyncStream, Generic[E]):
    """Typed events of a Server-Sent Events answer.

    The terminal event is given, too; after it the iteration ends. Types that the package does not know come as
    UnknownEvent. The name in the `event:` line is not looked at: the members decide.
    """

    def __init__(
        self,
        transport: AsyncTransport,
        request: Request,
        events: EventDecoder[E],
        options: CallOptions | None = None,
        *,
        max_event_bytes: int = MAX_EVENT_BYTES,
    ) -> None:
        super().__init__(transport, request, options)
        self._events = events
        self._max_event_bytes = max_event_bytes

    def _acceptable(self, content_type: str) -> bool:
        return content_type in ("text/event-stream", "")

    async def __aiter__(self) -> AsyncIterator[E | UnknownEvent]:
        """The events, as they arrive.

        Raises StreamError for an error event, StreamTruncated without a terminal one, DecodeError, DeadlineExceeded.
        """
        events = self._events
        terminal = events.terminal
        decoder = SseDecoder(self._max_event_bytes)
        n_events = 0
        heard = False
        last: E | UnknownEvent | None = None
        body = await self._begin()
        try:
            while piece := await body.piece():
                for _, data in decoder.feed(piece):
                    if not data:
                        continue
                    message = events.parse(data)
                    kind = events.kind(message)
                    if kind in events.error:
                        raise self._transport.event_error(message, data, Received(n_events, body.n_bytes, last))
                    last = events.event(message)
                    if not heard and message.get("data"):
                        heard = True
                        body.first_audio()
                    n_events += 1
                    yield last
                    if kind in terminal:
                        await body.finish()
                        return
            raise StreamTruncated(
                f"the stream of {self._request.method} {self._request.path} ended after {n_events} events "
                "without a terminal one"
            )
        except StreamTruncated as exc:
            exc.received = Received(n_events, body.n_bytes, last)
            body.failure = exc
            raise
        except ContraltoError as exc:
            body.failure = exc
            raise
        finally:
            await body.close()

    async def collect(self) -> Speech:
        """Reads to the end; gives the audio and the timestamps. Errors carry what came before as `partial`."""
        return await gathered(self, SpeechCollector(output_format_of(self._request.json, self._request.form)))


async def gathered(events: AsyncIterable[Any], collector: SpeechCollector) -> Speech:
    """What the events make up with those that the collector has. Errors of their source carry it as `partial`."""
    try:
        async for event in events:
            collector.add(event)
    except (StreamTruncated, StreamError, DeadlineExceeded) as exc:
        exc.partial = collector.speech()
        raise
    return collector.speech()
