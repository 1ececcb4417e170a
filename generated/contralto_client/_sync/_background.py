"""Work that goes on beside the caller's, for threads. `_async/_background.py` offers the same names for asyncio."""

from __future__ import annotations

import contextvars
import inspect
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from .._audio import AudioInput, read_audio

Work: TypeAlias = Callable[[], None]
"""What a Background runs. It lets no Exception out."""

Texts: TypeAlias = str | Iterable[str]
"""Text, or pieces of it as they come into being."""

_STOP_S = 0.25
"""The longest wait for a thread that was asked to end and waits for somebody else, such as a microphone."""


def each(texts: Texts) -> Iterator[str]:
    """The texts one by one."""
    return iter((texts,) if isinstance(texts, str) else texts)


def pieces_of(audio: AudioInput, n_bytes: int) -> Iterator[bytes]:
    """What a caller gave as audio, as `read_audio` reads it."""
    return read_audio(audio, n_bytes)


def call_function(function: Callable[..., Any], arguments: Mapping[str, Any]) -> Any:
    """What a function gives. Raises TypeError for one that is `async`."""
    found = function(**arguments)
    if inspect.isawaitable(found):
        raise TypeError(f"`{getattr(function, '__name__', function)}` is `async`; use the client that is, too")
    return found


class Background:
    """Work beside its caller: a thread, in the context variables of the caller.

    It cannot be ended from outside, so the work itself looks whether it shall.
    """

    __slots__ = ("_thread",)

    def __init__(self, work: Work) -> None:
        run = contextvars.copy_context().run
        self._thread = threading.Thread(target=run, args=(work,), name="contralto-background", daemon=True)
        self._thread.start()

    @property
    def is_done(self) -> bool:
        """Whether the work has ended."""
        return not self._thread.is_alive()

    def join(self) -> None:
        """Waits for the end of the work."""
        self._thread.join()

    def cancel(self) -> None:
        """Does nothing: a thread goes on until its work ends."""

    def stop(self) -> None:
        """Waits a little for the end of the work, unless it is the work that asks."""
        if self._thread is not threading.current_thread():
            self._thread.join(_STOP_S)
