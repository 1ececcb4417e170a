"""The HTTP client used when the caller passes none: the library's connections, without what this package never uses.

Two things cost much otherwise. The library's client passes each request through cookies, redirects, authentication and
hooks, which takes about as long as everything else that a call does; this package sets every header itself, so the
request goes straight to the connections. And the library looks at all connections of a pool for each request, and asks
the operating system about the idle ones: with 100 requests in flight most of the time goes there. So there are several
small pools, the next one used only when those before it are busy; the number of connections stays that of the requests
in flight.
"""

from __future__ import annotations

import ssl
from functools import lru_cache
from typing import Any
from urllib.request import getproxies

import httpx

from .._tls import LazyContext
from ._backend import BodyStream, Mutex, new_transport

N_POOLS = 10
POOL_SIZE = 10
"""So many requests in flight fill a pool; beyond `N_POOLS` times as many they are spread evenly."""

_url = lru_cache(maxsize=256)(httpx.URL)  # taking an address apart is a tenth of what a small call costs


def new_http_client(proxy: str | None, ssl_context: ssl.SSLContext | None) -> httpx.Client:
    """The client; where the caller or the environment names proxies, the library's own, which obeys them."""
    verify = ssl_context or LazyContext()
    if proxy is not None or getproxies():
        # No timeout: each request sets its own.
        return httpx.Client(timeout=None, follow_redirects=False, proxy=proxy, verify=verify)  # noqa: S113
    return DirectClient(Pools(verify))


class DirectClient(httpx.Client):
    """A client that hands each request to its transport as it is."""

    def __init__(self, pools: Pools) -> None:
        super().__init__(transport=pools, timeout=None, trust_env=False)
        self._pools = pools

    def build_request(self, method: str, url: httpx.URL | str, **content: Any) -> httpx.Request:
        """The request with the headers that are given, `host` and those that the content needs."""
        return httpx.Request(method, _url(url) if isinstance(url, str) else url, **content)

    def send(self, request: httpx.Request, **_: Any) -> httpx.Response:
        """The answer, its body unread."""
        return self._pools.handle_request(request)


class Pools(httpx.BaseTransport):
    """Connections in pools of `POOL_SIZE`, made as they are needed."""

    bound = True
    """For `bind_deadlines`: every transport in it comes from `new_transport`."""

    def __init__(self, verify: ssl.SSLContext) -> None:
        self._verify = verify
        self._mutex = Mutex()
        self._pools: list[_Pool] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Sends by the first pool that is not busy."""
        pool = self._enter()
        try:
            response = pool.transport.handle_request(request)
        except BaseException:
            self.leave(pool)
            raise
        response.stream = _Counted(response.stream, self, pool)
        return response

    def close(self) -> None:
        """Closes all connections."""
        for pool in self._pools:
            pool.transport.close()

    def leave(self, pool: _Pool) -> None:
        """One of the requests of `pool` is over."""
        with self._mutex:
            pool.n_requests -= 1

    def _enter(self) -> _Pool:
        with self._mutex:
            pool = next((pool for pool in self._pools if pool.n_requests < POOL_SIZE), None)
            if pool is None and len(self._pools) < N_POOLS:
                pool = _Pool(new_transport(self._verify))
                self._pools.append(pool)
            elif pool is None:
                pool = min(self._pools, key=lambda other: other.n_requests)
            pool.n_requests += 1
            return pool


class _Pool:
    __slots__ = ("n_requests", "transport")

    def __init__(self, transport: httpx.HTTPTransport) -> None:
        self.transport = transport
        self.n_requests = 0


class _Counted(BodyStream):
    """The body of an answer, whose end is the end of its request."""

    def __init__(self, stream: Any, pools: Pools, pool: _Pool) -> None:
        self._stream = stream
        self._pools = pools
        self._pool: _Pool | None = pool

    def __iter__(self) -> Any:  # not a generator around it: that would add to the cost of each piece
        return self._stream.__iter__()

    def close(self) -> None:
        pool, self._pool = self._pool, None
        try:
            self._stream.close()
        finally:
            if pool is not None:
                self._pools.leave(pool)
