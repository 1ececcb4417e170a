"""Answers as the messages of ASGI."""

from __future__ import annotations

import ipaddress
from typing import Any

from starlette.types import Scope, Send

from .exchange import Reply


def encoded(headers: list[tuple[str, Any]]) -> list[tuple[bytes, bytes]]:
    """Headers as bytes."""
    return [(name.encode("latin-1"), str(value).encode("latin-1", "replace")) for name, value in headers]


def headers_of(scope: Scope) -> dict[str, str]:
    """The headers of a request by lower-case name; of several the last one."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def path_below(prefix: str, path: str) -> str:
    """The path below the prefix, without a slash at its end.

    Outside the prefix nothing is served: such a path gets no slash at its beginning, as no documented one has.
    """
    return (path[len(prefix) :].rstrip("/") or "/") if path.startswith(prefix) else path.lstrip("/")


def is_from_loopback(scope: Scope) -> bool:
    """Whether the client runs on this machine."""
    client = scope.get("client")
    if not client:
        return False
    return is_loopback(client[0])


def is_loopback(address: str) -> bool:
    """Whether `address` is one of this machine; False for what is no address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    # A socket that listens on every address of both kinds sees clients of IPv4 as mapped into IPv6.
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return (mapped or found).is_loopback


async def send_whole(scope: Scope, send: Send, reply: Reply) -> None:
    """Sends an answer with a complete body; to an upgrade it is a refusal. A HEAD request gets no body."""
    assert isinstance(reply.body, bytes)
    headers = [("content-type", reply.media_type)] if reply.media_type is not None else []
    headers += reply.headers
    if scope["type"] == "websocket":
        start, body = "websocket.http.response.start", "websocket.http.response.body"
    else:
        start, body = "http.response.start", "http.response.body"
        if reply.status != 204:
            headers.append(("content-length", str(len(reply.body))))
    await send({"type": start, "status": reply.status, "headers": encoded(headers)})
    await send({"type": body, "body": b"" if scope.get("method") == "HEAD" else reply.body})
