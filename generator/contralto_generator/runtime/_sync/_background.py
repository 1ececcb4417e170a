"""Work that goes on beside the caller's, for threads. `_async/_background.py` offers the same names for asyncio."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

Texts: TypeAlias = str | Iterable[str]
"""Text, or pieces of it as they come into being."""


def each(texts: Texts) -> Iterator[str]:
    """The texts one by one."""
    return iter((texts,) if isinstance(texts, str) else texts)


class Background:
    """A function that runs in a thread of its own, in the context variables of the caller."""

    def __init__(self, function: Callable[[], None]) -> None:
        run = contextvars.copy_context().run
        threading.Thread(target=run, args=(function,), name="contralto-speak", daemon=True).start()

    def stop(self) -> None:
        """Nothing is done: no thread can be interrupted. It ends by itself, as soon as its context refuses a text."""
