"""Checks of how a proxy opens sockets (spec/requirements/proxy.yaml)."""

from __future__ import annotations

from collections.abc import Iterator

from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.exchanges import KEYS, answered, collect, credential, where
from contralto_conformance.oracle.legs import arrived, at, is_socket, pairs, single, unasked_extensions
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.trace import REDACTED_KEY, Exchange, Trace

_NAMED = ("/tts/websocket", "/stt/websocket", "/agents/stream/")
_NEWER = ("/stt/turns/websocket", "/v1/agents/websocket/")

_UNKNOWN = frozenset({400, 404, 405, 426, 501})
"""Statuses by which somebody says that there is no such socket."""

_NOT_HERE = frozenset({401, 403, 404, 429, 502, 503})
"""Statuses that are no fault where a socket need not be offered."""

_REFUSED = frozenset({400, 401, 403})


def _sockets(trace: Trace) -> Iterator[Exchange]:
    return (exchange for exchange in trace.exchanges if is_socket(exchange))


def _offered(exchange: Exchange) -> list[str]:
    """Subprotocols that an upgrade offered."""
    offers = (value for name, value in exchange.request_headers if name == "sec-websocket-protocol")
    return [offer.strip() for value in offers for offer in value.split(",") if offer.strip()]


def _token_offers(exchange: Exchange) -> list[str]:
    """Those that carry the token of the team."""
    return [offer for offer in _offered(exchange) if REDACTED_KEY in offer]


@check("proxy.named-sockets-pass", cases="proxy/upgrades/named")
def named_sockets_pass(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_known(e, came)
        for e, came in pairs(trace)
        if is_socket(e) and e.path.startswith(_NAMED) and credential(e) in KEYS
    )


def _is_known(exchange: Exchange, came: tuple[Exchange, ...]) -> Verdict:
    if came:
        return []  # what became of it there is for other checks
    if exchange.status not in _UNKNOWN:
        return None
    return [Finding("an upgrade at the service", f"none arrived; {answered(exchange)}", where(exchange))]


@check("proxy.newer-sockets-pass", cases="proxy/upgrades/newer")
def newer_sockets_pass(trace: Trace, contract: Contract) -> Verdict:
    return collect(_is_known_or_404(e, came) for e, came in pairs(trace) if is_socket(e) and e.path.startswith(_NEWER))


def _is_known_or_404(exchange: Exchange, came: tuple[Exchange, ...]) -> Verdict:
    if came or exchange.status == 404:
        return []
    if exchange.status is None or exchange.status in _NOT_HERE:
        return None
    return [Finding("an upgrade at the service, or 404", answered(exchange), where(exchange))]


@check("proxy.subprotocol-token-opens", cases="proxy/upgrades/token")
def subprotocol_token_opens(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_let_in(e, "the token in the subprotocol opens it", came)
        for e, came in pairs(trace)
        if is_socket(e) and _token_offers(e) and credential(e) == "none" and e.request_header("origin") is None
    )


def _is_let_in(exchange: Exchange, expected: str, came: tuple[Exchange, ...]) -> Verdict:
    if came or exchange.status == 101:
        return []
    return [Finding(expected, answered(exchange), where(exchange))] if exchange.status in _REFUSED else None


@check("proxy.browser-upgrades-work", cases="proxy/upgrades/browser")
def browser_upgrades_work(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_let_in(e, "an upgrade with an `Origin` opens", came)
        for e, came in pairs(trace)
        if is_socket(e) and e.request_header("origin") is not None and (_token_offers(e) or credential(e) != "none")
    )


@check("proxy.malformed-subprotocol-token-refused", cases="proxy/upgrades/malformed-token")
def malformed_subprotocol_token_refused(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        [] if e.status == 401 else [Finding("401", answered(e), where(e))]
        for e in _sockets(trace)
        if _offered(e) and not _token_offers(e) and credential(e) == "none" and e.status is not None
    )


@check("proxy.accepted-subprotocol-selected", cases=("proxy/upgrades/token", "proxy/upgrades/browser"))
def accepted_subprotocol_selected(trace: Trace, contract: Contract) -> Verdict:
    found = [e for e in _sockets(trace) if e.status == 101 and _token_offers(e)]
    if not found:
        return None
    return [
        Finding(f"one of {', '.join(f'`{offer}`' for offer in _offered(e))}", _chosen(e), where(e))
        for e in found
        if e.header("sec-websocket-protocol") not in _offered(e)
    ]


def _chosen(exchange: Exchange) -> str:
    chosen = exchange.header("sec-websocket-protocol")
    return "none" if chosen is None else f"`{chosen}`"


@check("proxy.no-subprotocol-unasked", cases=("proxy/upgrades/named", "proxy/sockets/*"))
def no_subprotocol_unasked(trace: Trace, contract: Contract) -> Verdict:
    found = [e for e in _sockets(trace) if e.status == 101 and not _offered(e)]
    if not found:
        return None
    return [Finding("no subprotocol", _chosen(e), where(e)) for e in found if _chosen(e) != "none"]


@check("proxy.token-subprotocol-not-forwarded", cases="proxy/upgrades/token")
def token_subprotocol_not_forwarded(trace: Trace, contract: Contract) -> Verdict:
    """That of the token itself nothing arrives is proxy.team-token-stays-here; here its name must not either."""
    found = [(upstream, _prefixes(e)) for e, upstream in single(trace) if is_socket(e) and _token_offers(e)]
    if not found:
        return None
    return [
        Finding("no subprotocol of tokens", f"`{offer}`", at(upstream))
        for upstream, prefixes in found
        for offer in _offered(upstream)
        if offer.startswith(prefixes) and REDACTED_KEY not in offer
    ]


def _prefixes(exchange: Exchange) -> tuple[str, ...]:
    return tuple(prefix for offer in _token_offers(exchange) if (prefix := offer.partition(REDACTED_KEY)[0]))


@check("proxy.refused-upgrade-keeps-its-status", cases="proxy/upgrades/refused")
def refused_upgrade_keeps_its_status(trace: Trace, contract: Contract) -> Verdict:
    """Judged where the client was refused too: that it was let in too soon is proxy.no-101-before-upstream."""
    found = [(e, came[-1]) for e, came in _refused(trace) if e.status != 101]
    if not found:
        return None
    return [Finding(str(u.status), answered(e), where(e)) for e, u in found if e.status != u.status]


@check("proxy.no-101-before-upstream", cases="proxy/upgrades/refused")
def no_101_before_upstream(trace: Trace, contract: Contract) -> Verdict:
    found = list(_refused(trace))
    if not found:
        return None
    return [
        Finding(f"{came[-1].status}, as the service answered", "101", where(e)) for e, came in found if e.status == 101
    ]


def _refused(trace: Trace) -> Iterator[tuple[Exchange, tuple[Exchange, ...]]]:
    """Upgrades that the service refused; not for the key of the proxy, which is its own affair."""
    for exchange, came in pairs(trace):
        if is_socket(exchange) and came and came[-1].status not in (None, 101, 401, 403):
            yield exchange, came


@check("proxy.compression-per-hop", cases=("proxy/sockets/compressed", "proxy/sockets/echo"))
def compression_per_hop(trace: Trace, contract: Contract) -> Verdict:
    """What is compressed is what was sent; whether it comes out the same is proxy.frames-pass-unchanged."""
    found = [e for e in _sockets(trace) if e.status == 101 and arrived(trace, e)]
    if not found:
        return None
    return [
        Finding("no extension that was not offered", ", ".join(sorted(unasked)), where(e))
        for e in found
        if (unasked := unasked_extensions(e))
    ]
