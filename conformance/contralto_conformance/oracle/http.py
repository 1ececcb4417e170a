"""Checks of HTTP as such, over every answer of a run (spec/requirements/http.yaml)."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from contralto_conformance.oracle.contracts import Contract, Operation
from contralto_conformance.oracle.exchanges import (
    answered,
    collect,
    http,
    is_complete,
    is_json_request,
    is_json_type,
    is_withheld,
    parsed,
    refused_with,
    request_value,
    under_test,
    where,
)
from contralto_conformance.oracle.reading import NOT_JSON
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.trace import Exchange, Trace


def _documented(trace: Trace, contract: Contract) -> Iterator[tuple[Exchange, Operation]]:
    """Answered requests under the version tested that meet a documented operation."""
    for exchange in http(trace):
        operation = contract.operation(exchange.method, exchange.path)
        # `GET /` asks for no version.
        if operation is not None and (under_test(exchange, contract) or operation.path == "/"):
            yield exchange, operation


@check("http.responses-match-schema", cases=("status/*", "voices/*", "auth/token-granted", "fuzz/*"))
def responses_match_schema(trace: Trace, contract: Contract) -> Verdict:
    found = [
        (e, operation)
        for e, operation in _documented(trace, contract)
        if e.status == 200 and is_complete(e) and is_json_type(e.media_type)
    ]
    if not found:
        return None
    return [
        Finding(f"the shape documented for {operation.method} {operation.path}", problem, where(e))
        for e, operation in found
        for problem in _shape_problems(e, operation)
    ]


def _shape_problems(exchange: Exchange, operation: Operation) -> list[str]:
    value = parsed(exchange)
    if value is NOT_JSON:
        return [answered(exchange)]
    return operation.answer_problems(200, "application/json", value)


_GATEWAY_STATUSES = frozenset({502, 503, 504})


@check("http.every-request-is-answered", cases=("status/*", "voices/first-page", "tts/bytes/*", "tts/sse/plain"))
def every_request_is_answered(trace: Trace, contract: Contract) -> Verdict:
    found = [e for e in trace.exchanges if e.transport != "websocket"]
    if not found:
        return None
    return [
        Finding("an answer to its end, and no 502, 503 or 504", _how_it_failed(e), where(e))
        for e in found
        if e.ending in {"unreachable", "deadline", "truncated"} or e.status in _GATEWAY_STATUSES
        # How a stream ends that has begun is owned by tts.sse.body-ends-after-terminal.
        if not (e.status == 200 and e.media_type == "text/event-stream")
    ]


def _how_it_failed(exchange: Exchange) -> str:
    if exchange.status is None or exchange.ending == "complete":
        return answered(exchange)
    return f"{exchange.status}, then {len(exchange.body)} bytes of body and no end ({exchange.ending})"


@check("http.status-documented", cases="fuzz/*")
def status_documented(trace: Trace, contract: Contract) -> Verdict:
    if not trace.case.startswith("fuzz/"):
        return None
    found = [(e, o, e.status) for e, o in _documented(trace, contract) if not is_withheld(e.status)]
    if not found:
        return None
    return [
        Finding(f"a status documented for {operation.method} {operation.path}", answered(e), where(e))
        for e, operation, status in found
        if status is not None and not operation.documents(status)
    ]


@check("http.content-type-documented", cases=("voices/first-page", "tts/bytes/raw", "tts/sse/plain", "fuzz/*"))
def content_type_documented(trace: Trace, contract: Contract) -> Verdict:
    found = [
        (e, operation, operation.media_types(200))
        for e, operation in _documented(trace, contract)
        if e.status == 200 and operation.media_types(200)
    ]
    if not found:
        return None
    return [
        Finding(" or ".join(named), f"`{e.header('content-type') or ''}`", where(e))
        for e, _, named in found
        if not any(fnmatchcase(e.media_type, name) for name in named)
    ]


@check("http.no-server-error", cases=("http/*", "errors/*", "fuzz/*"))
def no_server_error(trace: Trace, contract: Contract) -> Verdict:
    found = [e for e in trace.exchanges if e.status is not None]
    if not found:
        return None
    return [Finding("no 500", answered(e), where(e)) for e in found if e.status == 500]


@check("http.invalid-input-refused", cases=("http/invalid", "fuzz/*"))
def invalid_input_refused(trace: Trace, contract: Contract) -> Verdict:
    found = [
        (e, problems)
        for e, operation in _documented(trace, contract)
        if not is_withheld(e.status) and (problems := operation.request_problems(e.query, request_value(e)))
    ]
    if not found:
        return None
    return [
        Finding(f"a 4xx, since {problems[0]}", answered(e), where(e))
        for e, problems in found
        if e.status is not None and not 400 <= e.status < 500
    ]


@check("http.malformed-json-refused", cases="http/malformed-json")
def malformed_json_refused(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        refused_with(e, 400, 422)
        for e, operation in _documented(trace, contract)
        if operation.method == "POST" and is_json_request(e) and e.request_body and request_value(e) is NOT_JSON
        # Whether the thing in the path exists may be asked first.
        if e.status != 404 or "{" not in operation.path
    )
