"""Checks of authentication (spec/requirements/auth.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.exchanges import (
    KEYS,
    answered,
    body_object,
    collect,
    credential,
    is_plain,
    is_simple_upgrade,
    query,
    refused_with,
    request_object,
    requests,
    under_test,
    where,
)
from contralto_conformance.oracle.reading import as_float, is_text, show
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.oracle.sockets import Session, sessions
from contralto_conformance.trace import Exchange, Trace

REFUSALS = frozenset({401, 403})

# A token counts as expired this long after its life, so that clocks and the way to the service do not matter.
_EXPIRY_MARGIN_S = 0.4

_SESSIONS = re.compile(r"/v1/agents/websocket/[^/]+/sessions")


def _opens(exchange: Exchange, status: int) -> Verdict:
    """Judges whether a credential was taken. Any other refusal than of the credential is no evidence."""
    if exchange.status == status:
        return []
    if exchange.status in REFUSALS:
        return [Finding(str(status), answered(exchange), where(exchange))]
    return None


def refuses(exchange: Exchange, *statuses: int) -> Verdict:
    """Judges whether a credential was refused with one of these statuses."""
    if exchange.status in statuses:
        return []
    if exchange.status is None or exchange.status in {402, 429} or exchange.status >= 500:
        return None
    expected = " or ".join(str(status) for status in statuses)
    return [Finding(expected, answered(exchange), where(exchange))]


def _lists(trace: Trace, kind: str) -> Iterator[Exchange]:
    """`GET /voices` with that kind of credential; wholly without a version it would test two things at once."""
    return (
        e
        for e in requests(trace, "GET", "/voices")
        if credential(e) == kind and e.request_header("cartesia-version") == trace.api_version
    )


def _upgrades(trace: Trace, kind: str) -> Iterator[Exchange]:
    """Upgrades of the TTS socket with that kind of credential and the version in the header."""
    return (
        e
        for e in trace.sockets
        if is_simple_upgrade(e) and credential(e) == kind and e.request_header("cartesia-version") == trace.api_version
    )


@check("auth.bearer-opens-http", cases="auth/bearer-http")
def bearer_opens_http(trace: Trace, contract: Contract) -> Verdict:
    return collect(_opens(e, 200) for e in _lists(trace, "key-bearer"))


@check("auth.bearer-opens-socket", cases="auth/bearer-socket")
def bearer_opens_socket(trace: Trace, contract: Contract) -> Verdict:
    return collect(_opens(e, 101) for e in _upgrades(trace, "key-bearer"))


@check("auth.x-api-key-opens-http", cases="auth/x-api-key-http")
def x_api_key_opens_http(trace: Trace, contract: Contract) -> Verdict:
    return collect(_opens(e, 200) for e in _lists(trace, "key-header"))


@check("auth.x-api-key-opens-socket", cases="auth/x-api-key-socket")
def x_api_key_opens_socket(trace: Trace, contract: Contract) -> Verdict:
    return collect(_opens(e, 101) for e in _upgrades(trace, "key-header"))


@check("auth.query-api-key-opens-socket", cases="auth/query-api-key-socket")
def query_api_key_opens_socket(trace: Trace, contract: Contract) -> Verdict:
    return collect(_opens(e, 101) for e in _upgrades(trace, "key-query"))


@check("auth.query-access-token-opens-socket", cases="auth/query-access-token-socket")
def query_access_token_opens_socket(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _opens(e, 101)
        for e in _upgrades(trace, "token-query")
        if query(e, "access_token") is not None and _grants(trace, e, "tts")
    )


@check("auth.missing-credential-refused", cases="auth/missing-http")
def missing_credential_refused(trace: Trace, contract: Contract) -> Verdict:
    return collect(refuses(e, 401) for e in _lists(trace, "none"))


@check("auth.wrong-key-refused", cases="auth/wrong-http")
def wrong_key_refused(trace: Trace, contract: Contract) -> Verdict:
    return collect(refuses(e, 401) for e in _lists(trace, "nobodys-key"))


@check("auth.missing-credential-refused-at-upgrade", cases="auth/missing-socket")
def missing_credential_refused_at_upgrade(trace: Trace, contract: Contract) -> Verdict:
    return collect(refuses(e, 401) for e in _upgrades(trace, "none"))


@check("auth.wrong-key-refused-at-upgrade", cases="auth/wrong-socket")
def wrong_key_refused_at_upgrade(trace: Trace, contract: Contract) -> Verdict:
    return collect(refuses(e, 401) for e in _upgrades(trace, "nobodys-key"))


@dataclass(frozen=True)
class _Token:
    """An access token that a trace made. made_s: when the answer was there, in seconds of the case."""

    grants: dict[str, Any]
    life_s: float
    made_s: float


def _token_of(trace: Trace, exchange: Exchange) -> _Token | None:
    """The token that a request used: the last one that was made before it."""
    made = [
        e
        for e in requests(trace, "POST", "/access-token")
        if e.status == 200 and e.started_s <= exchange.started_s and is_text((body_object(e) or {}).get("token"))
    ]
    if not made:
        return None
    request = request_object(made[-1]) or {}
    grants = request.get("grants")
    return _Token(
        grants if isinstance(grants, dict) else {},
        as_float(request.get("expires_in")),
        made[-1].started_s + made[-1].elapsed_s,
    )


def _age_s(token: _Token, exchange: Exchange) -> float:
    return exchange.started_s - token.made_s


def _is_fresh(token: _Token, exchange: Exchange) -> bool:
    """Whether a token was surely alive when it was used (an unstated life counts as long)."""
    return not token.life_s <= _age_s(token, exchange) + 5


def _grants(trace: Trace, exchange: Exchange, grant: str) -> bool:
    """Whether the token of a request is fresh and has that grant."""
    token = _token_of(trace, exchange)
    return token is not None and token.grants.get(grant) is True and _is_fresh(token, exchange)


def lacks_grant(trace: Trace, exchange: Exchange, grant: str) -> bool:
    """Whether the token of a request is fresh and has been made without that grant."""
    token = _token_of(trace, exchange)
    return token is not None and token.grants.get(grant) is not True and _is_fresh(token, exchange)


@check("auth.token-is-made", cases=("auth/token-*", "auth/query-access-token-socket"))
def token_is_made(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_made(e)
        for e in requests(trace, "POST", "/access-token")
        if under_test(e, contract) and _is_fair_token_request(e)
    )


def _is_fair_token_request(exchange: Exchange) -> bool:
    """Whether an API key asks for documented grants and a documented life."""
    request = request_object(exchange)
    if request is None or not set(request) <= {"grants", "expires_in"}:
        return False
    grants, life = request.get("grants"), request.get("expires_in")
    fair_grants = (
        isinstance(grants, dict)
        and set(grants) <= {"tts", "stt", "agent"}
        and all(isinstance(value, bool) for value in grants.values())
        and any(grants.values())
    )
    fair_life = isinstance(life, int) and not isinstance(life, bool) and 1 <= life <= 3600
    return fair_grants and fair_life and credential(exchange) in KEYS


def _is_made(exchange: Exchange) -> Verdict:
    if exchange.status == 200 and is_text((body_object(exchange) or {}).get("token")):
        return []
    if exchange.status is None or exchange.status in {401, 402, 403, 429} or exchange.status >= 500:
        return None
    return [Finding("200 and a string `token`", answered(exchange), where(exchange))]


def _spoken_with_token(trace: Trace, contract: Contract) -> Iterator[Exchange]:
    return (
        e
        for e in requests(trace, "POST", "/tts/bytes")
        if credential(e) == "token-bearer" and under_test(e, contract) and is_plain(request_object(e), trace)
    )


@check("auth.token-opens-granted-route", cases="auth/token-granted")
def token_opens_granted_route(trace: Trace, contract: Contract) -> Verdict:
    return collect(_opens(e, 200) for e in _spoken_with_token(trace, contract) if _grants(trace, e, "tts"))


@check("auth.token-without-grant-refused", cases="auth/token-without-grant")
def token_without_grant_refused(trace: Trace, contract: Contract) -> Verdict:
    return collect(refuses(e, 401, 403) for e in _spoken_with_token(trace, contract) if lacks_grant(trace, e, "tts"))


@check("auth.token-without-grant-refused-at-upgrade", cases="auth/token-without-grant")
def token_without_grant_refused_at_upgrade(trace: Trace, contract: Contract) -> Verdict:
    tokens = ("token-query", "token-bearer")
    return collect(
        refuses(e, 401, 403) for kind in tokens for e in _upgrades(trace, kind) if lacks_grant(trace, e, "tts")
    )


@check("auth.token-refused-elsewhere", cases="auth/token-elsewhere")
def token_refused_elsewhere(trace: Trace, contract: Contract) -> Verdict:
    return collect(refuses(e, 401, 403) for e in _lists(trace, "token-bearer") if _grants(trace, e, "tts"))


@check("auth.token-life-at-most-3600-s", cases="auth/token-too-long")
def token_life_at_most_3600_s(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        refused_with(e, 400)
        for e in requests(trace, "POST", "/access-token")
        if as_float((request_object(e) or {}).get("expires_in")) > 3600 and under_test(e, contract)
    )


@check("auth.expired-token-refused", cases="auth/token-expired")
def expired_token_refused(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        refuses(e, 401, 403)
        for e in _spoken_with_token(trace, contract)
        if (token := _token_of(trace, e)) is not None
        and token.grants.get("tts") is True
        and _age_s(token, e) > token.life_s + _EXPIRY_MARGIN_S
    )


@check("auth.no-subprotocol-selected", cases="auth/subprotocol")
def no_subprotocol_selected(trace: Trace, contract: Contract) -> Verdict:
    offered = [e for e in trace.sockets if e.status == 101 and e.request_header("sec-websocket-protocol") is not None]
    if not offered:
        return None
    return [
        Finding("no header `Sec-WebSocket-Protocol`", f"`{selected}`", where(e))
        for e in offered
        if (selected := e.header("sec-websocket-protocol")) is not None
    ]


@check("auth.open-socket-outlives-its-token", cases="auth/open-socket")
def open_socket_outlives_its_token(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _serves_on(session, token)
        for session in sessions(trace)
        if session.only("named-context-id")
        and credential(session.exchange) == "token-query"
        and (token := _token_of(trace, session.exchange)) is not None
    )


def _serves_on(session: Session, token: _Token) -> Verdict:
    """Judges the contexts that began after the token was over."""
    exchange = session.exchange
    over_s = token.made_s + token.life_s + _EXPIRY_MARGIN_S
    late = [c for c in session.contexts if c.is_one_shot and exchange.started_s + c.first.time_s > over_s]
    expected = "`done` of a context that began after the token had expired"
    verdicts: list[Verdict] = []
    for context in late:
        if context.done is not None:
            verdicts.append([])
        elif context.error is not None and context.error.status in REFUSALS:
            verdicts.append([Finding(expected, show(context.error.value), context.error.where)])
        elif context.error is None and exchange.ending in {"closed", "truncated"}:
            verdicts.append([Finding(expected, session.how_it_ended, session.where)])
    if not session.contexts and exchange.ending == "closed" and exchange.started_s + exchange.elapsed_s > over_s:
        verdicts.append([Finding(expected, session.how_it_ended, session.where)])
    return collect(verdicts)


def _refuses_if_there(exchange: Exchange) -> Verdict:
    """Judges a refusal by a service that may have no such operation."""
    return None if exchange.status in {404, 405, 501} else refuses(exchange, 401, 403)


def _with_token(trace: Trace, contract: Contract, *paths: str) -> Iterator[Exchange]:
    """Requests of these paths by a fresh access token, whatever its grants."""
    return (
        e
        for e in requests(trace, "POST", *paths)
        if credential(e) == "token-bearer"
        and under_test(e, contract)
        and (token := _token_of(trace, e)) is not None
        and _is_fresh(token, e)
    )


@check("auth.token-refused-on-voice-changer", cases="auth/token-on-voice-changer")
def token_refused_on_voice_changer(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _refuses_if_there(e) for e in _with_token(trace, contract, "/voice-changer/bytes", "/voice-changer/sse")
    )


@check("auth.standard-key-refused-on-admin", cases="auth/standard-key-on-admin")
def standard_key_refused_on_admin(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _refuses_if_there(e)
        for e in requests(trace, "GET", "/usage/credits")
        if credential(e) in KEYS and under_test(e, contract)
    )


@check("auth.agent-sessions-need-a-key", cases="auth/token-on-agent-sessions")
def agent_sessions_need_a_key(trace: Trace, contract: Contract) -> Verdict:
    paths = {e.path for e in trace.exchanges if _SESSIONS.fullmatch(e.path)}
    return collect(_refuses_if_there(e) for e in _with_token(trace, contract, *sorted(paths)))


@check("auth.grant-stt-opens-transcription", cases="auth/token-for-transcription")
def grant_stt_opens_transcription(trace: Trace, contract: Contract) -> Verdict:
    return collect(_opens(e, 200) for e in _with_token(trace, contract, "/stt") if _grants(trace, e, "stt"))


@check("auth.templates-need-no-credential", cases="auth/templates")
def templates_need_no_credential(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _opens(e, 200)
        for e in requests(trace, "GET", "/agents/templates")
        if credential(e) == "none" and under_test(e, contract)
    )
