"""What happens inside of a client, told to functions of the caller: for metrics, traces and logs.

A hook is a function that takes one of the events below. It is called at once, in the task or thread where it happens,
so it should be quick, and it cannot change anything. If it raises, that is logged and the call goes on. Events hold no
credential and no text that was sent. Times are seconds on a monotonic clock.

Each call begins with RequestStarted and ends with exactly one CallEnded; a socket that opens ends with SocketClosed.
"""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

log = logging.getLogger("contralto_client")

_ids = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Call:
    """One call with all its attempts, or one socket. `id` is unique in the process.

    `operation` is the operationId, of a socket its path; `url` has no query. `began_s` is when it began.
    """

    operation: str
    method: str
    url: str
    id: int = field(default_factory=lambda: next(_ids))
    began_s: float = field(default_factory=time.monotonic)

    def elapsed_s(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self.began_s


@dataclass(frozen=True, slots=True)
class RequestStarted:
    """A request, or the upgrade of a socket, is about to be sent; `n_retries` were made before."""

    call: Call
    n_retries: int


@dataclass(frozen=True, slots=True)
class ResponseStarted:
    """The head of an answer has come, good or bad, `elapsed_s` after the call began."""

    call: Call
    n_retries: int
    status_code: int
    request_id: str | None
    elapsed_s: float


@dataclass(frozen=True, slots=True)
class RetryScheduled:
    """An attempt failed by `error`; retry number `n_retries` follows in `delay_s` seconds."""

    call: Call
    n_retries: int
    delay_s: float
    error: BaseException


@dataclass(frozen=True, slots=True)
class FirstAudio:
    """The first audio of a call has come, `elapsed_s` after it began.

    On a socket it is that of the context `context_id`, counted from the first message of the context.
    """

    call: Call
    elapsed_s: float
    context_id: str | None = None


@dataclass(frozen=True, slots=True)
class CallEnded:
    """A call is over, with its stream, after `n_bytes` of the answer's body. `error` is what it raised.

    Of a socket: the upgrade failed.
    """

    call: Call
    elapsed_s: float
    n_bytes: int = 0
    error: BaseException | None = None


@dataclass(frozen=True, slots=True)
class SocketOpened:
    """A socket is open, `elapsed_s` after it was asked for."""

    call: Call
    elapsed_s: float
    request_id: str | None


@dataclass(frozen=True, slots=True)
class SocketClosed:
    """A socket is gone. `code` is None if this side closed it, 1006 if it broke off."""

    call: Call
    elapsed_s: float
    code: int | None
    reason: str = ""


ClientEvent: TypeAlias = (
    RequestStarted | ResponseStarted | RetryScheduled | FirstAudio | CallEnded | SocketOpened | SocketClosed
)
Hook: TypeAlias = Callable[[ClientEvent], object]


class Hooks:
    """The hooks of one client; false if there are none."""

    __slots__ = ("_hooks",)

    def __init__(self, hooks: Iterable[Hook] = ()) -> None:
        self._hooks = tuple(hooks)

    def __bool__(self) -> bool:
        return bool(self._hooks)

    def emit(self, event: ClientEvent) -> None:
        """Tells every hook; one that raises is logged."""
        for hook in self._hooks:
            try:
                hook(event)
            except Exception:
                log.exception("a hook failed on %s; the call goes on", type(event).__name__)


class AudioWatch:
    """Contexts of one socket from their first message until their first audio. False where nobody watches."""

    __slots__ = ("_began_s", "_call", "_hooks")

    def __init__(self, hooks: Hooks) -> None:
        self._hooks = hooks
        self._call: Call | None = None
        self._began_s: dict[str, float] = {}

    def __bool__(self) -> bool:
        return bool(self._began_s)

    def asked(self, context_id: str, call: Call | None) -> None:
        """The first message of a context is about to be sent, over the socket `call`."""
        if self._hooks:
            self._call = call
            self._began_s[context_id] = time.monotonic()

    def heard(self, context_id: object) -> None:
        """Audio of a context came."""
        began_s = self._began_s.pop(context_id, None) if isinstance(context_id, str) else None
        if began_s is not None and self._call is not None:
            self._hooks.emit(FirstAudio(self._call, time.monotonic() - began_s, str(context_id)))

    def forget(self, context_id: str) -> None:
        """A context is over."""
        self._began_s.pop(context_id, None)


def as_hooks(hooks: Hook | Iterable[Hook] | None) -> tuple[Hook, ...]:
    """One hook or several as a tuple. Raises ValueError for what cannot be called."""
    if hooks is None:
        return ()
    found = (hooks,) if callable(hooks) else tuple(hooks)
    if not all(callable(hook) for hook in found):
        raise ValueError("`hooks` must be a function, or several, that take one event")
    return found
