"""The two legs of a proxy: what a client sent, and what of it arrived at the service behind.

A request is known again by its mark (`MARK_HEADER`); one whose mark is gone, by the time at which it arrived.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from contralto_conformance.trace import MARK_HEADER, REDACTED_UPSTREAM, Exchange, Trace

_STANDARD = """
accept accept-charset accept-encoding accept-language access-control-allow-origin access-control-expose-headers age
allow authorization cache-control cartesia-version connection content-encoding content-language content-length
content-type cookie date etag expect expires forwarded from host if-match if-none-match keep-alive last-modified
location origin pragma proxy-authenticate proxy-authorization proxy-connection range referer retry-after
retry-after-ms sec-websocket-accept sec-websocket-extensions sec-websocket-key sec-websocket-protocol
sec-websocket-version server set-cookie te trailer transfer-encoding upgrade user-agent vary via www-authenticate
x-api-key x-forwarded-for x-forwarded-host x-forwarded-proto x-real-ip x-request-id x-should-retry
"""
STANDARD_HEADERS = frozenset(_STANDARD.split())
"""Headers that a proxy knows, and may have reasons to change; what is said of some of them is for other checks."""


def pairs(trace: Trace) -> Iterator[tuple[Exchange, tuple[Exchange, ...]]]:
    """Every exchange of the client, and what arrived of it; nothing if the suite did not play the service behind."""
    if trace.upstream is not None:
        for exchange in trace.exchanges:
            yield exchange, arrived(trace, exchange)


def arrived(trace: Trace, exchange: Exchange) -> tuple[Exchange, ...]:
    """What arrived at the service of one exchange of the client: nothing, one request, or one for every attempt."""
    upstream = trace.upstream or ()
    mark = exchange.request_header(MARK_HEADER)
    found = tuple(each for each in upstream if each.request_header(MARK_HEADER) == mark)
    return found or tuple(each for each in upstream if _may_be(trace, exchange, each))


def single(trace: Trace) -> Iterator[tuple[Exchange, Exchange]]:
    """The exchanges of the client of which exactly one request arrived, with that request."""
    for exchange, found in pairs(trace):
        if len(found) == 1:
            yield exchange, found[0]


def _may_be(trace: Trace, exchange: Exchange, upstream: Exchange) -> bool:
    if upstream.request_header(MARK_HEADER) is not None or not _holds(exchange, upstream.started_s):
        return False
    # Of several that were under way at once, the one with the same end of the path.
    others = [each for each in trace.exchanges if each is not exchange and _holds(each, upstream.started_s)]
    return not others or raw_path(upstream).endswith(exchange.path)


def _holds(exchange: Exchange, time_s: float) -> bool:
    return exchange.started_s <= time_s <= exchange.started_s + exchange.elapsed_s


def is_socket(exchange: Exchange) -> bool:
    """Whether it is a socket, or an upgrade that was refused."""
    return exchange.transport == "websocket"


def raw_path(upstream: Exchange) -> str:
    """The path as it arrived, decoded and otherwise untouched."""
    return unquote(urlsplit(upstream.url).path)


def raw_query(exchange: Exchange) -> str:
    """The query as it was written."""
    return urlsplit(exchange.url).query


def key_number(upstream: Exchange) -> int | None:
    """Number of the key with which the proxy sent a request, from 1; None for none that is known."""
    for name, value in upstream.request_headers:
        if name in ("authorization", "x-api-key") and REDACTED_UPSTREAM in value:
            number = value.partition(REDACTED_UPSTREAM)[2].partition("]")[0]
            return int(number) if number.isascii() and number.isdigit() else None
    return None


def at(upstream: Exchange) -> str:
    """The place of what arrived, for a finding."""
    return f"`{upstream.label}` at the service"


def unasked_extensions(exchange: Exchange) -> set[str]:
    """Extensions that the answer to an upgrade selects without an offer; no client can read on after that (rfc6455)."""
    return _extensions(exchange.header("sec-websocket-extensions")) - _extensions(
        exchange.request_header("sec-websocket-extensions")
    )


def _extensions(header: str | None) -> set[str]:
    return {part.partition(";")[0].strip() for part in (header or "").split(",") if part.strip()}
