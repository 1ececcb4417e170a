"""Waiting, locking and the HTTP client, for asyncio. `_sync/_backend.py` offers the same names for threads."""

from __future__ import annotations

import asyncio
import inspect
import math
import ssl
import threading
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from types import TracebackType
from typing import ParamSpec, TypeAlias, TypeVar

import httpx

from .._auth import AccessToken
from .._deadline import Deadline

P = ParamSpec("P")
T = TypeVar("T")

Method: TypeAlias = Callable[P, Awaitable[T]]
"""A method that sends a request when it is called."""
TokenProvider: TypeAlias = Callable[[], str | AccessToken | Awaitable[str | AccessToken]]
"""Gives an access token, at once or when awaited."""

BodyStream = httpx.AsyncByteStream
Lock = asyncio.Lock
Mutex = threading.Lock  # guards sections without `await`, which one event loop runs in one go: never waited for
sleep = asyncio.sleep


class Signal:
    """A flag that can be waited for.

    One timer serves all waits: it is left running when a wait is over, and set again only when it goes off too early.
    Most waits end long before their limit, and a timer for each would cost more than the rest of the wait.
    """

    __slots__ = ("__weakref__", "_is_up", "_timer", "_waits")

    def __init__(self) -> None:
        self._is_up = False
        self._waits: dict[asyncio.Future[bool], float] = {}  # with the loop's time at which each gives up
        self._timer: asyncio.TimerHandle | None = None

    def set(self) -> None:
        """Lets the waiter go on."""
        self._is_up = True
        for wait in self._waits:
            if not wait.done():
                wait.set_result(True)

    def clear(self) -> None:
        """Takes the flag down."""
        self._is_up = False

    async def wait(self, timeout_s: float | None) -> bool:
        """Waits until the flag is up. False if `timeout_s` seconds passed first; None waits for ever."""
        if self._is_up:
            return True
        loop = asyncio.get_running_loop()
        wait: asyncio.Future[bool] = loop.create_future()
        if timeout_s is None:
            self._waits[wait] = math.inf
        else:
            self._waits[wait] = until_s = loop.time() + timeout_s
            if self._timer is None or until_s < self._timer.when():
                self._look_at(loop, until_s)
        try:
            return await wait
        finally:
            del self._waits[wait]

    def _look_at(self, loop: asyncio.AbstractEventLoop, moment_s: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        # It must not keep alive what nobody else holds.
        self._timer = loop.call_at(moment_s, _end_waits, weakref.ref(self), loop)

    def end_waits(self, loop: asyncio.AbstractEventLoop) -> None:
        """Ends the waits whose time is over."""
        due_s = loop.time() if self._timer is None else self._timer.when()
        self._timer = None
        next_s = math.inf
        for wait, until_s in self._waits.items():
            if wait.done():
                continue
            if until_s <= due_s:
                wait.set_result(False)
            else:
                next_s = min(next_s, until_s)
        if next_s < math.inf:
            self._look_at(loop, next_s)


def _end_waits(signal: weakref.ref[Signal], loop: asyncio.AbstractEventLoop) -> None:
    if (waited_for := signal()) is not None:
        waited_for.end_waits(loop)


class Limit:
    """Bounds the block by a deadline: DeadlineExceeded if the time runs out inside, or has run out before."""

    __slots__ = ("_deadline", "_doing", "_maybe_executed", "_scope")

    def __init__(self, deadline: Deadline, doing: str, *, maybe_executed: bool = True) -> None:
        self._deadline = deadline
        self._doing = doing
        self._maybe_executed = maybe_executed
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
            raise self._deadline.exceeded(self._doing, maybe_executed=self._maybe_executed) from None


class Places:
    """Room for `n` things at once."""

    __slots__ = ("_free", "n")

    def __init__(self, n: int) -> None:
        self.n = n
        self._free = asyncio.Semaphore(n)

    async def take(self, timeout_s: float | None) -> bool:
        """Takes a place. False if there is none within `timeout_s` seconds; None waits for ever."""
        try:
            async with asyncio.timeout(timeout_s):
                return await self._free.acquire()
        except TimeoutError:
            return False

    def give_back(self) -> None:
        """Frees a place."""
        self._free.release()


async def ask(provider: TokenProvider) -> str | AccessToken:
    """What a token provider gives."""
    answer = provider()
    return await answer if inspect.isawaitable(answer) else answer


def current_consumer() -> object:
    """What tells one reader of events from another: the running task."""
    return asyncio.current_task()


def new_transport(verify: ssl.SSLContext) -> httpx.AsyncHTTPTransport:
    """A pool of connections."""
    return httpx.AsyncHTTPTransport(verify=verify)


def bind_deadlines(client: httpx.AsyncClient) -> bool:
    """Whether `Limit` bounds single reads of `client`. Always so here: cancelling reaches every wait."""
    return True


async def body_of(pieces: Iterator[bytes], may_wait: bool) -> AsyncIterator[bytes]:
    """A body for the HTTP client. Pieces that may have to wait come by a thread: a slow disk holds up nothing else."""
    while piece := await asyncio.to_thread(next, pieces, b"") if may_wait else next(pieces, b""):
        yield piece
