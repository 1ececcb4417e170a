"""Certificates that are read when the first connection needs them.

Reading the certificates of all authorities takes tens of milliseconds. The libraries below do it for each client and
each socket, before anything is connected, and for plain `http` addresses, too. Here it is done once for a process.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import httpx


def _where() -> tuple[str | None, str | None]:
    """What else of the environment decides which certificates count."""
    return os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")


@lru_cache(maxsize=4)
def _http_context(_: tuple[str | None, str | None]) -> ssl.SSLContext:
    return httpx.create_ssl_context()


@lru_cache(maxsize=4)
def _socket_context(_: tuple[str | None, str | None]) -> ssl.SSLContext:
    return ssl.create_default_context()


def socket_context(url: str, own: ssl.SSLContext | None = None) -> ssl.SSLContext | None:
    """What a WebSocket to `url` verifies by: `own`, else the library's choice, made once. None for plain `ws`."""
    if not url.startswith("wss:"):
        return None
    return _socket_context(_where()) if own is None else own


class LazyContext(ssl.SSLContext):
    """Stands in for the HTTP library's default context, which is made at the first handshake."""

    def __new__(cls) -> LazyContext:
        context = super().__new__(cls, ssl.PROTOCOL_TLS_CLIENT)
        context._alpn = ()
        return context

    _alpn: tuple[str, ...]

    def set_alpn_protocols(self, alpn_protocols: Iterable[str]) -> None:
        """Notes what to offer."""
        self._alpn = tuple(alpn_protocols)

    def wrap_socket(self, *args: Any, **kwargs: Any) -> ssl.SSLSocket:
        """A socket that speaks TLS."""
        return self._real().wrap_socket(*args, **kwargs)

    def wrap_bio(self, *args: Any, **kwargs: Any) -> ssl.SSLObject:
        """TLS over buffers in memory."""
        return self._real().wrap_bio(*args, **kwargs)

    def _real(self) -> ssl.SSLContext:
        context = _http_context(_where())
        if self._alpn:
            context.set_alpn_protocols(self._alpn)
        return context
