"""Which headers and which of the query pass, and how an error of the gateway looks."""

from __future__ import annotations

import json
import uuid
from urllib.parse import parse_qsl, unquote_plus, urlsplit, urlunsplit

import contralto_spec

from .exchange import Call, Headers, Refusal
from .settings import TOKEN_SUBPROTOCOL

_HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
_CREDENTIALS = frozenset({"authorization", "x-api-key"})
_CREDENTIALS_IN_QUERY = frozenset({"api_key", "access_token"})
_HANDSHAKE = "sec-websocket-"


def passing(headers: Headers) -> Headers:
    """Without what belongs to one connection (rfc9110)."""
    named = {word.strip().lower() for name, value in headers if name == "connection" for word in value.split(",")}
    return [(name, value) for name, value in headers if name not in _HOP_BY_HOP | named]


def sent(call: Call, host: str) -> Headers:
    """The headers of the request to the service: those of the client, with another host and another credential."""
    kept = [
        (name, value)
        for name, value in passing(call.headers)
        if name not in _CREDENTIALS | {"host", "expect"} and not name.startswith(_HANDSHAKE)
    ]
    credential = call.key.value if call.key is not None else call.token if call.is_made else None
    shown = [("authorization", f"Bearer {credential}")] if credential is not None else []
    return [("host", host), *kept, *shown]


def sent_query(query: str) -> str:
    """The query without credentials, everything else as it was written."""
    parts = query.split("&") if query else []
    return "&".join(part for part in parts if unquote_plus(part.partition("=")[0]) not in _CREDENTIALS_IN_QUERY)


def sent_subprotocols(offered: list[str]) -> list[str]:
    """Those that are meant for the service."""
    return [name for name in offered if not name.startswith(TOKEN_SUBPROTOCOL)]


def token_subprotocol(offered: list[str]) -> str | None:
    """The one that carried the token."""
    return next((name for name in offered if name.startswith(TOKEN_SUBPROTOCOL)), None)


def location_here(location: str, service: str, base: str) -> str:
    """An address at the service as one at the gateway; that of anybody else as it is.

    service: host and port of the service. base: path below which the API stands here.
    """
    parts = urlsplit(location)
    if parts.netloc not in ("", service) or not parts.path.startswith("/"):
        return location
    return urlunsplit(("", "", base + parts.path, parts.query, parts.fragment))


def error_answer(call: Call, refusal: Refusal) -> tuple[Headers, bytes]:
    """Headers and body of an error of the gateway, in the format of the version that was asked for (docs-api-errors).

    The header `x-gateway-error` tells it from an error of the service.
    """
    request_id = str(uuid.uuid4())
    if is_structured(call):
        media_type = "application/json"
        members = {
            "error_code": refusal.code,
            "title": refusal.title,
            "message": refusal.message,
            "request_id": request_id,
        }
        body = json.dumps(members).encode()
    else:
        media_type, body = "text/plain; charset=utf-8", f"{refusal.title}: {refusal.message}".encode()
    return [
        ("content-type", media_type),
        ("x-request-id", request_id),
        ("x-gateway-error", refusal.code),
        ("access-control-allow-origin", "*"),
        *refusal.headers,
    ], body


def is_structured(call: Call) -> bool:
    """Whether errors are objects in the version of a call; without one they are text."""
    asked = dict(parse_qsl(call.query)).get("cartesia_version") if call.is_socket else None
    date = asked or call.header("cartesia-version")
    spec = contralto_spec.load()
    return any(version.date == date and version.errors == "structured" for version in spec.versions)
