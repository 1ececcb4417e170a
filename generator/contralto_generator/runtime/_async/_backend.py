"""Waiting, locking and the HTTP client, for asyncio. `_sync/_backend.py` offers the same names for threads."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from collections.abc import AsyncIterable, AsyncIterator, Callable, Coroutine, Iterator, Mapping
from types import TracebackType
from typing import Any, TypeAlias

import httpx

from .._audio import AudioInput, read_audio
from .._deadline import Deadline

Lock = asyncio.Lock
sleep = asyncio.sleep
Work: TypeAlias = Callable[[], Coroutine[Any, Any, None]]
"""What a Background runs. It lets no Exception out."""


class Mutex:
    """Guards a section without `await`. One event loop runs such a section in one go, so there is nothing to do."""

    __slots__ = ()

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        return None


class Signal:
    """A flag that can be waited for."""

    __slots__ = ("_event",)

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def set(self) -> None:
        """Lets the waiter go on."""
        self._event.set()

    def clear(self) -> None:
        """Takes the flag down."""
        self._event.clear()

    async def wait(self, timeout_s: float | None) -> bool:
        """Waits until the flag is up. False if `timeout_s` seconds passed first; None waits for ever."""
        if timeout_s is None:
            return await self._event.wait()
        try:
            async with asyncio.timeout(timeout_s):
                return await self._event.wait()
        except TimeoutError:
            return False


class Limit:
    """Bounds the block by a deadline: DeadlineExceeded if the time runs out inside, or has run out before."""

    __slots__ = ("_deadline", "_doing", "_scope")

    def __init__(self, deadline: Deadline, doing: str) -> None:
        self._deadline = deadline
        self._doing = doing
        self._scope: asyncio.Timeout | None = None

    async def __aenter__(self) -> None:
        remaining_s = self._deadline.remaining_s()
        if remaining_s is None:
            return
        self._deadline.check(self._doing)
        self._scope = asyncio.timeout(remaining_s)
        await self._scope.__aenter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._scope is None:
            return
        try:
            await self._scope.__aexit__(kind, value, traceback)
        except TimeoutError:
            raise self._deadline.exceeded(self._doing, maybe_executed=True) from None


def current_consumer() -> object:
    """What tells one reader of events from another: the running task."""
    return asyncio.current_task()


def new_http_client() -> httpx.AsyncClient:
    """The HTTP client used when the caller passes none."""
    return httpx.AsyncClient(timeout=None, follow_redirects=False)  # noqa: S113  # each request sets its own


def bind_deadlines(client: httpx.AsyncClient) -> bool:
    """Whether `Limit` bounds single reads of `client`. Always so here: cancelling reaches every wait."""
    return True


async def body_of(pieces: Iterator[bytes], may_wait: bool) -> AsyncIterator[bytes]:
    """A body for the HTTP client. Pieces that may have to wait come by a thread: a slow disk holds up nothing else."""
    while piece := await asyncio.to_thread(next, pieces, b"") if may_wait else next(pieces, b""):
        yield piece


class Background:
    """Work beside its caller: a task."""

    __slots__ = ("_task",)

    def __init__(self, work: Work) -> None:
        self._task = asyncio.create_task(work())

    @property
    def is_done(self) -> bool:
        """Whether the work has ended."""
        return self._task.done()

    async def join(self) -> None:
        """Waits for the end of the work."""
        await asyncio.wait([self._task])

    def cancel(self) -> None:
        """Asks the work to end, unless it is the work that asks."""
        if self._task is not asyncio.current_task():
            self._task.cancel()

    async def stop(self) -> None:
        """Ends the work, unless it is the work that asks."""
        if self._task is not asyncio.current_task():
            self._task.cancel()
            await asyncio.wait([self._task])


async def pieces_of(audio: AudioInput | AsyncIterable[bytes], n_bytes: int) -> AsyncIterator[bytes]:
    """What a caller gave as audio. Files and iterators are read in a thread, since they may wait."""
    if isinstance(audio, AsyncIterable):
        async for piece in audio:
            yield piece
        return
    pieces = read_audio(audio, n_bytes)
    try:
        while (found := await asyncio.to_thread(next, pieces, None)) is not None:
            yield found
    finally:
        with contextlib.suppress(ValueError):  # a thread is still waiting for the next piece
            pieces.close()


async def call_function(function: Callable[..., Any], arguments: Mapping[str, Any]) -> Any:
    """What a function gives: one that is `async` is awaited, any other runs in a thread."""
    if inspect.iscoroutinefunction(function):
        return await function(**arguments)
    found = await asyncio.to_thread(function, **arguments)
    return await found if inspect.isawaitable(found) else found
