"""Work that goes on beside the caller's, for asyncio. `_sync/_background.py` offers the same names for threads."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from collections.abc import AsyncIterable, AsyncIterator, Callable, Coroutine, Iterable, Mapping
from typing import Any, TypeAlias

from .._audio import AudioInput, read_audio

Work: TypeAlias = Callable[[], Coroutine[Any, Any, None]]
"""What a Background runs. It lets no Exception out."""

Texts: TypeAlias = str | Iterable[str] | AsyncIterable[str]
"""Text, or pieces of it as they come into being."""


async def each(texts: Texts) -> AsyncIterator[str]:
    """The texts one by one. A plain iterable is asked in the event loop, so it must not block."""
    if isinstance(texts, str):
        yield texts
    elif isinstance(texts, AsyncIterable):
        async for text in texts:
            yield text
    else:
        for text in texts:
            yield text


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
