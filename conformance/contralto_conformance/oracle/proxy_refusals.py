"""Checks of whom a proxy lets in, and of its errors and those of the service (spec/requirements/proxy.yaml)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.exchanges import (
    answered,
    body_object,
    collect,
    credential,
    stated_version,
    where,
)
from contralto_conformance.oracle.legs import STANDARD_HEADERS, arrived, at, is_socket, pairs
from contralto_conformance.oracle.reading import is_legacy_text, is_text, show_bytes
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.trace import REDACTED_UPSTREAM, Exchange, Trace, team_mark

_STRUCTURED_SINCE = "2026-03-01"
_REFUSED = (401, 403)
_OPEN_TO_TEAMS = ("/voices", "/tts/bytes", "/tts/sse", "/tts/websocket")
"""Paths that no proxy has a reason to keep from its teams."""


@check("proxy.team-token-opens", cases="proxy/tokens/opens")
def team_token_opens(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _opens(trace, exchange)
        for exchange in trace.exchanges
        if credential(exchange) == "key-bearer" and exchange.path in _OPEN_TO_TEAMS
    )


def _opens(trace: Trace, exchange: Exchange) -> Verdict:
    if arrived(trace, exchange) or (exchange.status or 500) < 300:
        return []  # what came of it then is a matter of the service
    if exchange.status not in _REFUSED:
        return None
    return [Finding("the token of the team opens it", answered(exchange), where(exchange))]


@check("proxy.unknown-team-token-refused", cases=("proxy/tokens/refused", "proxy/tokens/refused-old"))
def unknown_team_token_refused(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _refused_with(exchange, 401)
        for exchange in trace.exchanges
        if exchange.path in ("/voices", "/tts/bytes", "/tts/websocket")
        and exchange.request_header("sec-websocket-protocol") is None
        and credential(exchange) in ("none", "nobodys-key")
    )


def _refused_with(exchange: Exchange, status: int) -> Verdict:
    if exchange.status is None:
        return None
    return [] if exchange.status == status else [Finding(str(status), answered(exchange), where(exchange))]


def _of_team(trace: Trace, kind: str) -> Iterator[Exchange]:
    mark = f"Bearer {team_mark(kind)}"
    return (exchange for exchange in trace.exchanges if exchange.request_header("authorization") == mark)


@check("proxy.team-without-permission-refused", cases="proxy/tokens/forbidden")
def team_without_permission_refused(trace: Trace, contract: Contract) -> Verdict:
    return collect(_refused_with(exchange, 403) for exchange in _of_team(trace, "forbidden"))


@check("proxy.team-rate-limit-says-429", cases="proxy/tokens/limited")
def team_rate_limit_says_429(trace: Trace, contract: Contract) -> Verdict:
    return collect(_refused_with(exchange, 429) for exchange in _of_team(trace, "limited"))


@check("proxy.empty-pool-says-503", cases="proxy/tokens/keyless")
def empty_pool_says_503(trace: Trace, contract: Contract) -> Verdict:
    return collect(_refused_with(exchange, 503) for exchange in _of_team(trace, "keyless"))


@check("proxy.failed-upstream-says-502", cases=("proxy/errors/down", "proxy/errors/silent"))
def failed_upstream_says_502(trace: Trace, contract: Contract) -> Verdict:
    if trace.case not in ("proxy/errors/down", "proxy/errors/silent"):
        return None  # what was not answered elsewhere may have many reasons
    # Who answers 101 too soon, which proxy.no-101-before-upstream judges, cannot say 502 any more.
    return collect(
        _refused_with(exchange, 502)
        for exchange in trace.exchanges
        if not _is_refused_token(exchange) and exchange.status != 101
    )


def _is_refused_token(exchange: Exchange) -> bool:
    return exchange.status in _REFUSED


# -- errors of the proxy itself --------------------------------------------------------------------------------------


def _own_errors(trace: Trace) -> Iterator[Exchange]:
    """Errors that no answer of the service was behind."""
    for exchange, found in pairs(trace):
        if exchange.status is not None and exchange.status >= 400 and not any(each.status for each in found):
            yield exchange


@check("proxy.own-errors-in-the-versions-format", cases=("proxy/tokens/*", "proxy/errors/*"))
def own_errors_in_the_versions_format(trace: Trace, contract: Contract) -> Verdict:
    found = [(exchange, stated_version(exchange)) for exchange in _own_errors(trace)]
    if not found:
        return None
    return [finding for exchange, version in found for finding in _format_problems(exchange, version)]


def _format_problems(exchange: Exchange, version: str | None) -> Iterator[Finding]:
    body = body_object(exchange)
    if version is not None and version >= _STRUCTURED_SINCE:
        is_good = body is not None and is_text(body.get("title")) and is_text(body.get("message"))
        if not is_good or body is None or not isinstance(body.get("request_id"), str):
            expected = "an object with `title`, `message` and `request_id`"
            yield Finding(expected, answered(exchange), where(exchange))
    else:
        if not is_legacy_text(exchange.text):
            yield Finding("text of the form `Title: Message`", answered(exchange), where(exchange))
        if exchange.header("x-request-id") is None:
            yield Finding("a header `x-request-id`", "none", where(exchange))


@check("proxy.own-errors-told-apart", cases="proxy/errors/own-and-the-services")
def own_errors_told_apart(trace: Trace, contract: Contract) -> Verdict:
    own = list(_own_errors(trace))
    services = [exchange for exchange, found in pairs(trace) if found and (found[-1].status or 0) >= 400]
    if not own or not services:
        return None
    foreign = {name for exchange in services for name in _names(exchange)}
    codes = {_code(exchange) for exchange in services}
    return [
        Finding(
            "a header or an `error_code` that errors of the service do not have", answered(exchange), where(exchange)
        )
        for exchange in own
        if not _names(exchange) - foreign and _code(exchange) in codes | {None}
    ]


def _names(exchange: Exchange) -> set[str]:
    return {name for name, _ in exchange.response_headers} - STANDARD_HEADERS


def _code(exchange: Exchange) -> object:
    body = body_object(exchange)
    code = None if body is None else body.get("error_code")
    return code if isinstance(code, str) else None


# -- errors of the service -------------------------------------------------------------------------------------------


@check("proxy.upstream-errors-pass-unchanged", cases="proxy/errors/passed-on")
def upstream_errors_pass_unchanged(trace: Trace, contract: Contract) -> Verdict:
    found = [
        (exchange, came[-1])
        for exchange, came in pairs(trace)
        if came and (came[-1].status or 0) >= 400 and came[-1].status != 401 and not is_socket(exchange)
    ]
    if not found:
        return None
    return [
        Finding(f"{upstream.status}, {show_bytes(upstream.body)}", answered(exchange), where(exchange))
        for exchange, upstream in found
        if (exchange.status, exchange.body) != (upstream.status, upstream.body)
    ]


def _key(upstream: Exchange) -> str | None:
    """The placeholder of the key that a request was sent with."""
    values = (value for name, value in upstream.request_headers if name in ("authorization", "x-api-key"))
    return next((value.removeprefix("Bearer ") for value in values if REDACTED_UPSTREAM in value), None)


@check("proxy.upstream-401-is-not-the-clients", cases="proxy/errors/refused-key")
def upstream_401_is_not_the_clients(trace: Trace, contract: Contract) -> Verdict:
    """The second half, that the key is set aside, is seen only of a proxy that has another one."""
    refused = [
        (exchange, each)
        for exchange, found in pairs(trace)
        for each in found
        if each.status == 401 and _key(each) is not None
    ]
    if not refused:
        return None
    findings = [
        Finding("502 or 503, or the answer that another key got", answered(exchange), where(exchange))
        for exchange, each in refused
        if each is arrived(trace, exchange)[-1] and exchange.status not in (502, 503)
    ]
    first = refused[0][1]
    upstream = trace.upstream or ()
    later = [each for each in upstream if each.started_s > first.started_s + first.elapsed_s]
    if any(_key(each) not in (_key(first), None) for each in upstream):
        findings += [
            Finding("a key that the service refused is set aside", f"used again: {_key(each)}", at(each))
            for each in later
            if _key(each) == _key(first)
        ]
    return findings


@check("proxy.other-key-before-the-stream", cases=("proxy/errors/limited-key", "proxy/errors/refused-key"))
def other_key_before_the_stream(trace: Trace, contract: Contract) -> Verdict:
    found = [came for _, came in pairs(trace) if came and came[0].status in (401, 429)]
    if not found:
        return None
    return [
        Finding("an attempt with another key, or none", f"again with {_key(each)}", at(each))
        for came in found
        for before, each in pairwise(came)
        if before.status in (401, 429) and _key(each) == _key(before)
    ]


@check("proxy.no-retry-after-first-byte", cases="proxy/errors/cut")
def no_retry_after_first_byte(trace: Trace, contract: Contract) -> Verdict:
    found = [came for _, came in pairs(trace) if came and (came[0].received("body") or came[0].status == 101)]
    if not found:
        return None
    return [
        Finding("one request", f"{len(came)}", at(came[1]))
        for came in found
        if len(came) > 1 and came[0].ending != "complete"
    ]
