"""Work that goes on beside the caller's, for asyncio. `_sync/_background.py` offers the same names for threads."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Callable, Coroutine, Iterable
from typing import Any, TypeAlias

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


class Background:
    """A function that runs as a task of its own."""

    def __init__(self, function: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._task = asyncio.create_task(function())

    async def stop(self) -> None:
        """Cancels what the function waits for; returns when it has ended."""
        self._task.cancel()
        await asyncio.wait([self._task])
