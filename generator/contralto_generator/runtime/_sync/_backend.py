"""Waiting, locking and the HTTP client, for threads. `_async/_backend.py` offers the same names for asyncio.

A blocked thread cannot be cancelled from outside, so a deadline must be known where the socket is read. `Limit`
therefore notes the deadline for the running thread, and the network layer of the HTTP client, wrapped by
`bind_deadlines`, caps the timeout of every single read, write and connect with what is left of it.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any, ParamSpec, TypeAlias, TypeVar

import httpcore
import httpx

from .._auth import AccessToken
from .._deadline import Deadline
from .._failures import CLOCK_SLACK_S
from ..errors import DeadlineExceeded

P = ParamSpec("P")
T = TypeVar("T")

Method: TypeAlias = Callable[P, T]
"""A method that sends a request when it is called."""
TokenProvider: TypeAlias = Callable[[], str | AccessToken]
"""Gives an access token."""

BodyStream = httpx.SyncByteStream
Lock = threading.Lock
Mutex = threading.Lock
sleep = time.sleep
_running = threading.local()
_first_wait = threading.Lock()


class Signal:
    """A flag that can be waited for.

    Most are never waited for, so what waiting takes is made by the first who waits. It looks at the flag afterwards,
    and `set` puts the flag up before it looks for somebody to wake: one of the two sees the other.
    """

    __slots__ = ("_event", "_is_up")

    def __init__(self) -> None:
        self._is_up = False
        self._event: threading.Event | None = None

    def set(self) -> None:
        """Lets the waiter go on."""
        self._is_up = True
        if self._event is not None:
            self._event.set()

    def clear(self) -> None:
        """Takes the flag down."""
        self._is_up = False
        if self._event is not None:
            self._event.clear()

    def wait(self, timeout_s: float | None) -> bool:
        """Waits until the flag is up. False if `timeout_s` seconds passed first; None waits for ever."""
        with _first_wait:
            event = self._event
            if event is None:
                event = self._event = threading.Event()
        return self._is_up or event.wait(timeout_s)


class Limit:
    """Bounds the network waits in the block by a deadline, those of other clients included.

    Raises DeadlineExceeded if it has passed before, and in place of one that another client raised on its account.
    """

    __slots__ = ("_before", "_deadline", "_doing", "_maybe_executed")

    def __init__(self, deadline: Deadline, doing: str, *, maybe_executed: bool = True) -> None:
        self._deadline = deadline
        self._doing = doing
        self._maybe_executed = maybe_executed
        self._before: Deadline | None = None

    def __enter__(self) -> None:
        self._deadline.check(self._doing)
        self._before = getattr(_running, "deadline", None)
        _running.deadline = self._deadline if self._before is None else self._deadline.earlier(self._before)

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        _running.deadline = self._before
        if isinstance(value, DeadlineExceeded) and not self._deadline.allows(CLOCK_SLACK_S):
            raise self._deadline.exceeded(self._doing, maybe_executed=self._maybe_executed) from value


class Places:
    """Room for `n` things at once."""

    __slots__ = ("_free", "n")

    def __init__(self, n: int) -> None:
        self.n = n
        self._free = threading.Semaphore(n)

    def take(self, timeout_s: float | None) -> bool:
        """Takes a place. False if there is none within `timeout_s` seconds; None waits for ever."""
        return self._free.acquire(timeout=timeout_s)

    def give_back(self) -> None:
        """Frees a place."""
        self._free.release()


def ask(provider: TokenProvider) -> str | AccessToken:
    """What a token provider gives."""
    return provider()


def current_consumer() -> object:
    """What tells one reader of events from another: the running thread."""
    return threading.get_ident()


def new_transport(verify: ssl.SSLContext) -> httpx.HTTPTransport:
    """A pool of connections whose reads `Limit` bounds."""
    transport = httpx.HTTPTransport(verify=verify)
    _bind(transport)
    return transport


def bind_deadlines(client: httpx.Client) -> bool:
    """Wraps the network layer of `client`, so that `Limit` bounds its reads. False if it has none of the known kind.

    A transport of another kind (a mock, a custom one) is left alone: deadlines are then checked between pieces only.
    """
    transports = [client._transport, *client._mounts.values()]
    # Not a generator: all of them are to be wrapped, whatever the first ones say.
    bound = [_bind(transport) for transport in transports if transport is not None]
    return all(bound)


def _bind(transport: httpx.BaseTransport) -> bool:
    """Wraps the network layer of one transport.

    httpx offers no public way to hand a network layer to its transports, hence the look at their pools.
    """
    if getattr(transport, "bound", False):  # made of transports that `new_transport` has bound
        return True
    pool = getattr(transport, "_pool", None)
    backend = getattr(pool, "_network_backend", None)
    if isinstance(backend, httpcore.NetworkBackend) and not isinstance(backend, _BoundBackend):
        pool._network_backend = _BoundBackend(backend)  # type: ignore[union-attr]  # it has one, see above
    return isinstance(getattr(pool, "_network_backend", None), _BoundBackend)


def body_of(pieces: Iterator[bytes], may_wait: bool) -> Iterator[bytes]:
    """A body for the HTTP client."""
    return pieces


def _capped(timeout_s: float | None, kind: type[httpcore.TimeoutException]) -> float | None:
    deadline: Deadline | None = getattr(_running, "deadline", None)
    if deadline is None:
        return timeout_s
    capped_s = deadline.cap(timeout_s)
    if capped_s is not None and capped_s <= 0:
        raise kind("no time left")
    return capped_s


class _BoundBackend(httpcore.NetworkBackend):
    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._backend = backend

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        capped_s = _capped(timeout, httpcore.ConnectTimeout)
        return _BoundStream(self._backend.connect_tcp(host, port, capped_s, local_address, socket_options))

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        capped_s = _capped(timeout, httpcore.ConnectTimeout)
        return _BoundStream(self._backend.connect_unix_socket(path, capped_s, socket_options))

    def sleep(self, seconds: float) -> None:
        self._backend.sleep(seconds)


class _BoundStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _capped(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _capped(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        capped_s = _capped(timeout, httpcore.ConnectTimeout)
        return _BoundStream(self._stream.start_tls(ssl_context, server_hostname, capped_s))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
