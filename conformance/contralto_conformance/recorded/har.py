"""HAR 1.2, as browsers and proxies write it, into exchanges.

Beyond the standard are read: `_webSocketMessages` (whole messages, with `time` in seconds since 1970, or milliseconds
as Playwright has it, and `data` in base64 unless `opcode` is 1; Chromium writes no control frames and no end of the
socket), `_error` and `_failureText`, `_fromCache`, `_fetchedViaServiceWorker`, `_resourceType`, and `encoding` of a
posted body.

A HAR knows less than a recorder: a body has no times of its pieces (all of it counts as there with the first byte), one
that the browser did not keep is missing, and an answer may come from a cache. `Entry.unfit` says what makes an exchange
no evidence about the server.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit, urlunsplit

from contralto_conformance.json_file import Node, Unreadable
from contralto_conformance.trace import Ending, Exchange, Frame, Kind, Transport

MAX_ENTRIES = 50_000

_SOCKET_SCHEMES: Mapping[str, str] = {"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}
_KINDS: Mapping[int, Kind] = {1: "text", 2: "binary", 8: "close", 9: "ping", 10: "pong"}

_LAST_SECOND = 1e11
"""No recording is as late as that in seconds, and none as early in milliseconds."""

_PEERS_FAULTS = (
    "CONNECTION_REFUSED",
    "CONNECTION_RESET",
    "CONNECTION_CLOSED",
    "EMPTY_RESPONSE",
    "INCOMPLETE_CHUNKED_ENCODING",
    "CONTENT_LENGTH_MISMATCH",
    "INVALID_CHUNKED_ENCODING",
    "INVALID_HTTP_RESPONSE",
    "HTTP2_PROTOCOL_ERROR",
    "TIMED_OUT",
)
"""Parts of the names of errors that the other side caused; all others may be the client's own doing."""

_CACHED = "a cache of the client answered"
_UNKEPT = "the body was not kept in the recording"
_BARE = "the headers of the answer were not kept in the recording"
_UNSOLVED = "no whole answer, for a reason that may be the client's"
_PREFLIGHT = "a preflight of a browser"
PAGE = "a page was asked for"


@dataclass(frozen=True)
class Entry:
    """One exchange of a recording. `exchange.path` is the whole path of the URL, and nothing is redacted yet.

    unfit: why it is no evidence about the server, or "".
    """

    exchange: Exchange
    unfit: str = ""


def is_har(value: object) -> bool:
    """Whether a JSON value is meant as HAR."""
    return isinstance(value, dict) and isinstance(value.get("log"), dict) and "entries" in value["log"]


def entries(file: Path, value: object) -> tuple[Entry, ...]:
    """The exchanges of a HAR document, in the order in which they began. Raises Unreadable."""
    nodes = list(Node(file, value).member("log").member("entries").items())
    if len(nodes) > MAX_ENTRIES:
        raise Unreadable(file, f"it holds more than {MAX_ENTRIES:,} entries", "log.entries")
    starts = [_moment(node) for node in nodes]
    first_s = min((start for start in starts if start is not None), default=0.0)
    found = [
        _entry(node, number, 0.0 if start is None else start - first_s, start)
        for number, (node, start) in enumerate(zip(nodes, starts, strict=True))
    ]
    return tuple(sorted(found, key=lambda entry: entry.exchange.started_s))


def _moment(node: Node) -> float | None:
    """Seconds since 1970; None if the entry does not say."""
    written = node.optional("startedDateTime")
    if written is None:
        return None
    try:
        return datetime.fromisoformat(written.text).timestamp()
    except (ValueError, OverflowError):
        raise written.wrong("it is no date and time of ISO 8601") from None


def _entry(node: Node, number: int, started_s: float, epoch_s: float | None) -> Entry:
    request, response = node.member("request"), node.member("response")
    headers = _headers(request)
    parts = _url(request.member("url"))
    is_socket = _is_socket(node, parts, headers)
    if is_socket:
        parts = parts._replace(scheme=_SOCKET_SCHEMES[parts.scheme])
    status = response.member("status").integer
    answer_headers = _headers(response)
    error = response.text_of("_error") or response.text_of("_failureText") or node.text_of("_error")
    exchange = Exchange(
        label=f"entry-{number}",
        transport=_transport(is_socket, response, answer_headers),
        method="GET" if is_socket else request.member("method").text.upper(),
        url=urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="")),
        path=unquote(parts.path) or "/",
        query=tuple(parse_qsl(parts.query, keep_blank_values=True, max_num_fields=None)),
        request_headers=headers,
        request_body=b"" if is_socket else _posted(request),
        status=status if 100 <= status <= 999 else None,
        response_headers=answer_headers,
        elapsed_s=max(0.0, node.number_of("time") / 1000),
        started_s=max(0.0, started_s),
        detail=error,
    )
    if is_socket:
        return _socket(node, exchange, epoch_s)
    return _request(node, exchange, response, error)


def _is_socket(node: Node, parts: SplitResult, headers: tuple[tuple[str, str], ...]) -> bool:
    upgrade = next((value for name, value in headers if name == "upgrade"), "")
    return (
        parts.scheme in ("ws", "wss")
        or node.text_of("_resourceType") == "websocket"
        or upgrade.lower() == "websocket"
        or node.optional("_webSocketMessages") is not None
    )


def _url(node: Node) -> SplitResult:
    try:
        parts = urlsplit(node.text)
        _ = parts.port
    except ValueError:
        raise node.wrong("it is no URL") from None
    if parts.scheme not in _SOCKET_SCHEMES:
        # Pages of the browser itself, and data in place of an address.
        return parts._replace(scheme="http", netloc="", path="/", query="")
    return parts


def _transport(is_socket: bool, response: Node, headers: tuple[tuple[str, str], ...]) -> Transport:
    if is_socket:
        return "websocket"
    content = response.optional("content")
    media = next((value for name, value in headers if name == "content-type"), None)
    if media is None and content is not None:
        media = content.text_of("mimeType")
    return "sse" if (media or "").lower().startswith("text/event-stream") else "http"


def _headers(node: Node) -> tuple[tuple[str, str], ...]:
    """Names in lower case, without the pseudo headers of HTTP/2."""
    found = ((item.member("name").text.lower(), item.text_of("value")) for item in node.members("headers"))
    return tuple((name, value) for name, value in found if not name.startswith(":"))


def _posted(request: Node) -> bytes:
    """The request body as far as it was kept; browsers leave out what they send from a file."""
    posted = request.optional("postData")
    if posted is None:
        return b""
    text = posted.optional("text")
    if text is None:
        return b""
    if (posted.text_of("encoding") or posted.text_of("_encoding")).lower() == "base64":
        return _decoded(text)
    return text.text.encode("utf-8", "replace")


def _request(node: Node, exchange: Exchange, response: Node, error: str) -> Entry:
    body, is_kept = _body(response, exchange)
    frames = (Frame(_first_byte_s(node, exchange), "received", "body", body),) if body else ()
    exchange = replace(exchange, frames=frames)
    if exchange.status is None or error:
        return _failed(exchange, error)
    if exchange.method == "OPTIONS":
        return Entry(exchange, _PREFLIGHT)
    if _is_cached(node):
        return Entry(exchange, _CACHED)
    if "text/html" in (exchange.request_header("accept") or ""):
        return Entry(exchange, PAGE)
    if not exchange.response_headers:
        return Entry(exchange, _BARE)
    return Entry(exchange, "" if is_kept else _UNKEPT)


def _first_byte_s(node: Node, exchange: Exchange) -> float:
    """When the first byte of an answer came. Of the others no time is known, so none of them counts as late."""
    timings = node.optional("timings")
    if timings is None:
        return 0.0
    phases = (timings.number_of(name) for name in ("blocked", "dns", "connect", "send", "wait"))
    return min(exchange.elapsed_s, sum(max(0.0, phase) for phase in phases) / 1000)


def _failed(exchange: Exchange, error: str) -> Entry:
    """An exchange without an answer, or with one that broke off."""
    is_peers = any(name in error.upper() for name in _PEERS_FAULTS)
    ending: Ending = "unreachable" if exchange.status is None else "truncated"
    if not is_peers:
        ending = "closed"
    return Entry(replace(exchange, ending=ending), "" if is_peers else _UNSOLVED)


def _is_cached(node: Node) -> bool:
    served = node.optional("_fetchedViaServiceWorker")
    return node.optional("_fromCache") is not None or (served is not None and served.value is True)


def _body(response: Node, exchange: Exchange) -> tuple[bytes, bool]:
    """The answer's body, and whether it is all there, byte by byte."""
    content = response.optional("content")
    if content is None:
        return b"", exchange.status in (204, 205, 304) or exchange.method == "HEAD"
    size = content.number_of("size")
    text = content.optional("text")
    if text is None or not text.text:
        # A size of -1 says that it is not known.
        return b"", size == 0 and response.number_of("bodySize") <= 0
    if content.text_of("encoding").lower() == "base64":
        body = _decoded(text)
        return body, len(body) >= size
    is_exact = text.text.isascii() or _is_text(exchange, content)
    try:
        body = text.text.encode("utf-8")
        # Some recorders keep the beginning of a long body, but its whole size.
        return body, is_exact and len(body) >= size
    except UnicodeEncodeError:
        return text.text.encode("utf-8", "replace"), False


def _is_text(exchange: Exchange, content: Node) -> bool:
    """Whether the answer is of a kind that a recorder can keep as text without loss."""
    media = exchange.media_type or content.text_of("mimeType").split(";", 1)[0].strip().lower()
    return media.startswith("text/") or media.endswith(("json", "xml"))


def _decoded(node: Node) -> bytes:
    try:
        return base64.b64decode("".join(node.text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise node.wrong("it is no base64") from None


def _socket(node: Node, exchange: Exchange, epoch_s: float | None) -> Entry:
    if exchange.status == 200:
        # Over HTTP/2 an upgrade is a CONNECT that is answered with 200 (RFC 8441).
        exchange = replace(exchange, status=101)
    if exchange.status != 101:
        body, _ = _body(node.member("response"), exchange)
        frames = (Frame(exchange.elapsed_s, "received", "body", body),) if body else ()
        # Browsers keep no body of a refused upgrade, so none is no evidence.
        return Entry(replace(exchange, frames=frames), "" if body and exchange.status else _UNKEPT)
    if not exchange.response_headers:
        return Entry(replace(exchange, frames=tuple(_messages(node, epoch_s))), _BARE)
    messages = tuple(_messages(node, epoch_s))
    elapsed_s = max([exchange.elapsed_s, *(frame.time_s for frame in messages)])
    exchange = replace(exchange, frames=messages, elapsed_s=elapsed_s)
    first_close = next((frame for frame in messages if frame.kind == "close"), None)
    if first_close is None or first_close.direction == "sent":
        # Whether the recording ended before the socket did is not said: what did not come is no evidence.
        return Entry(exchange)
    payload = first_close.payload
    code = int.from_bytes(payload[:2], "big") if len(payload) >= 2 else None
    reason = payload[2:].decode("utf-8", "replace")
    return Entry(replace(exchange, ending="closed", close_code=code, close_reason=reason))


def _messages(node: Node, epoch_s: float | None) -> list[Frame]:
    frames = []
    last_s = 0.0
    for item in node.members("_webSocketMessages"):
        kind = _KINDS.get(item.member("opcode").integer)
        direction = item.member("type").text
        if kind is None or direction not in ("send", "receive"):
            continue  # Chromium notes errors of the protocol as messages too.
        time = item.optional("time")
        if time is not None and epoch_s is not None:
            last_s = max(last_s, _seconds(time.number) - epoch_s)
        frames.append(Frame(last_s, "sent" if direction == "send" else "received", kind, _payload(item, kind)))
    return frames


def _seconds(time: float) -> float:
    """A moment in seconds since 1970, whether it was written in seconds or in milliseconds."""
    return time / 1000 if time > _LAST_SECOND else time


def _payload(item: Node, kind: Kind) -> bytes:
    data = item.optional("data")
    if kind == "close" and item.optional("code") is not None:
        code = item.member("code").integer
        if not 0 <= code <= 0xFFFF:
            raise item.member("code").wrong("it is no code of a close frame")
        return code.to_bytes(2, "big") + item.text_of("reason").encode("utf-8", "replace")
    if data is None:
        return b""
    if kind == "text":
        return data.text.encode("utf-8", "replace")
    return _decoded(data)
