"""Exchanges written as HAR, as Chromium's network panel does it: whole messages, base64 for what is no text."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from contralto_conformance.trace import REDACTED_KEY, REDACTED_TOKEN, Exchange

KEY = "sk_car_5fGhK2.vErYsEcReT-key"
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0ZWFtIn0.c2lnbmF0dXJl-part"
BEGAN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)

Json = dict[str, Any]

_ERRORS = {
    "unreachable": "net::ERR_CONNECTION_RESET",
    "truncated": "net::ERR_INCOMPLETE_CHUNKED_ENCODING",
    "deadline": "net::ERR_ABORTED",
    "too-large": "net::ERR_ABORTED",
    "closed": "net::ERR_ABORTED",
}


def har(*exchanges: Exchange) -> Json:
    """The document of these exchanges."""
    return document([entry(exchange) for exchange in exchanges])


def document(entries: list[Json]) -> Json:
    """A document with these entries."""
    return {
        "log": {
            "version": "1.2",
            "creator": {"name": "WebInspector", "version": "537.36"},
            "pages": [],
            "entries": entries,
        }
    }


def entry(exchange: Exchange, token: str = TOKEN) -> Json:
    """One entry; what stands for credentials becomes credentials again."""
    written: Json = json.loads(json.dumps(_entry(exchange)).replace(REDACTED_KEY, KEY).replace(REDACTED_TOKEN, token))
    return written


def _entry(exchange: Exchange) -> Json:
    is_socket = exchange.transport == "websocket"
    written: Json = {
        "startedDateTime": (BEGAN + timedelta(seconds=exchange.started_s)).isoformat(timespec="microseconds"),
        "time": exchange.elapsed_s * 1000,
        "request": {
            "method": exchange.method,
            "url": _url(exchange),
            "httpVersion": "http/1.1",
            "headers": pairs(exchange.request_headers),
            "queryString": pairs(exchange.query),
            "cookies": [],
            "headersSize": -1,
            "bodySize": len(exchange.request_body),
        },
        "response": {
            "status": exchange.status or 0,
            "statusText": "",
            "httpVersion": "http/1.1",
            "headers": pairs(exchange.response_headers),
            "cookies": [],
            "content": content(exchange),
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": -1 if is_socket else len(exchange.body),
            "_error": _ERRORS.get(exchange.ending, "") if not is_socket else "",
        },
        "cache": {},
        "timings": {"send": 0, "wait": exchange.elapsed_s * 1000, "receive": 0},
    }
    if exchange.request_body:
        media = exchange.request_header("content-type") or ""
        text = exchange.request_body.decode("utf-8", "replace")
        written["request"]["postData"] = {"mimeType": media, "text": text}
    if is_socket:
        began_s = (BEGAN + timedelta(seconds=exchange.started_s)).timestamp()
        written["_resourceType"] = "websocket"
        written["_webSocketMessages"] = [
            {
                "type": "send" if frame.direction == "sent" else "receive",
                "time": began_s + frame.time_s,
                "opcode": 1 if frame.kind == "text" else 2,
                "data": frame.text if frame.kind == "text" else base64.b64encode(frame.payload).decode(),
            }
            for frame in exchange.frames
            if frame.kind in ("text", "binary")
        ]
    return written


def _url(exchange: Exchange) -> str:
    return exchange.url if "?" in exchange.url or not exchange.query else f"{exchange.url}?{urlencode(exchange.query)}"


def content(exchange: Exchange) -> Json:
    found: Json = {"size": len(exchange.body), "mimeType": exchange.media_type}
    if exchange.transport == "websocket":
        return {"size": 0, "mimeType": "x-unknown"}
    try:
        return {**found, "text": exchange.body.decode("utf-8")} if exchange.body else found
    except UnicodeDecodeError:
        return {**found, "text": base64.b64encode(exchange.body).decode(), "encoding": "base64"}


def pairs(values: Iterable[tuple[str, str]]) -> list[Json]:
    return [{"name": name, "value": value} for name, value in values]
