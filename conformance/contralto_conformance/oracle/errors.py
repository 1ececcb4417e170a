"""Checks of error answers (spec/requirements/errors.yaml)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.events import events
from contralto_conformance.oracle.exchanges import (
    GATEWAY,
    NO_SUCH_MODEL,
    answered,
    body_object,
    calls_of,
    collect,
    errors,
    http,
    is_complete,
    is_json_type,
    is_plain,
    is_refused_orderly,
    looks_like_json,
    refused_with,
    request_object,
    requests,
    stated_version,
    under_test,
    voice_id,
    where,
)
from contralto_conformance.oracle.reading import is_legacy_text, is_text, show
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.oracle.sockets import sessions
from contralto_conformance.trace import Exchange, Trace

_CASES = ("errors/*", "auth/wrong-http", "auth/missing-http")
_SPEECH = ("/tts/bytes", "/tts/sse")
_CALL_LOGS = re.compile(r"/agents/calls/[^/]+/logs")
_RETIRED = frozenset({"sonic", "sonic-english", "sonic-multilingual", "sonic-2-2025-03-07", "sonic-turbo-2025-03-07"})
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)

Members = dict[str, Any]


def _structured(trace: Trace, contract: Contract) -> Iterator[tuple[Exchange, Members]]:
    """Error answers under the version tested that are JSON objects.

    Passed over: what is no object (version.new-gives-structured-errors owns it), an envelope of another kind, with its
    details in a member `error` (errors.never-nested owns it), and the few errors that have a documented shape of their
    own.
    """
    for exchange in errors(trace, contract):
        body = body_object(exchange)
        if body is None or not under_test(exchange, contract) or isinstance(body.get("error"), dict):
            continue
        operation = contract.operation(exchange.method, exchange.path)
        if operation is None or operation.has_common_error(exchange.status or 0):
            yield exchange, body


def _each(trace: Trace, contract: Contract, problem: Callable[[Members], tuple[str, str] | None]) -> Verdict:
    """Puts one question to every structured error; `problem` answers with expected and got, or None."""
    found = list(_structured(trace, contract))
    if not found:
        return None
    asked = [(exchange, problem(body)) for exchange, body in found]
    return [Finding(*answer, where(exchange)) for exchange, answer in asked if answer is not None]


@check("errors.structured-members", cases=_CASES)
def structured_members(trace: Trace, contract: Contract) -> Verdict:
    def problem(body: Members) -> tuple[str, str] | None:
        fair = is_text(body.get("title")) and is_text(body.get("message"))
        if fair and isinstance(body.get("request_id"), str):
            return None
        return "non-empty `title` and `message`, and a string `request_id`", show(body)

    return _each(trace, contract, problem)


@check("errors.error-code-always-present", cases=_CASES)
def error_code_always_present(trace: Trace, contract: Contract) -> Verdict:
    found = [(e, body) for e, body in _structured(trace, contract) if _needs_code(e, contract)]
    if not found:
        return None
    return [
        Finding("a member `error_code`, as string or null", show(body), where(exchange))
        for exchange, body in found
        if "error_code" not in body or not (body["error_code"] is None or isinstance(body["error_code"], str))
    ]


def _needs_code(exchange: Exchange, contract: Contract) -> bool:
    operation = contract.operation(exchange.method, exchange.path)
    return operation is not None and operation.needs_error_codes


@check("errors.doc-url-absent-not-null", cases=_CASES)
def doc_url_absent_not_null(trace: Trace, contract: Contract) -> Verdict:
    def problem(body: Members) -> tuple[str, str] | None:
        if "doc_url" not in body or _is_url(body["doc_url"]):
            return None
        return "no `doc_url`, or a URL", show(body["doc_url"])

    return _each(trace, contract, problem)


def _is_url(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


@check("errors.request-id-is-uuid", cases=_CASES)
def request_id_is_uuid(trace: Trace, contract: Contract) -> Verdict:
    def problem(body: Members) -> tuple[str, str] | None:
        request_id = body.get("request_id")
        if not isinstance(request_id, str) or _UUID.fullmatch(request_id):
            return None
        return "a UUID", show(request_id)

    return _each(trace, contract, problem)


@check("errors.legacy-title-and-message", cases=_CASES)
def legacy_title_and_message(trace: Trace, contract: Contract) -> Verdict:
    found = [
        e
        for e in errors(trace, contract)
        if under_test(e, contract) and contract.errors == "legacy" and not looks_like_json(e)
    ]
    if not found:
        return None
    return [Finding("one text `Title: Message`", answered(e), where(e)) for e in found if not is_legacy_text(e.text)]


@check("errors.never-nested", cases=(*_CASES, "tts/ws/unknown-voice", "tts/sse/*"))
def never_nested(trace: Trace, contract: Contract) -> Verdict:
    bodies = [(where(e), body_object(e)) for e in errors(trace, contract)]
    bodies += [(m.where, m.value) for session in sessions(trace) for m in session.errors]
    bodies += [(event.where, event.value) for e in http(trace) for event in events(e) if event.kind == "error"]
    if not bodies:
        return None
    return [
        Finding("no object under `error`", show(body), place)
        for place, body in bodies
        if body is not None and isinstance(body.get("error"), dict)
    ]


@check("errors.request-id-header", cases=("status/*", "voices/*", "errors/*"))
def request_id_header(trace: Trace, contract: Contract) -> Verdict:
    found = [e for e in http(trace) if e.status not in GATEWAY]
    return _with_request_id(found)


@check("errors.request-id-header-on-upgrade", cases="tts/ws/opens")
def request_id_header_on_upgrade(trace: Trace, contract: Contract) -> Verdict:
    return _with_request_id([e for e in trace.sockets if e.status == 101])


def _with_request_id(found: list[Exchange]) -> Verdict:
    if not found:
        return None
    return [
        Finding("a header `X-Request-Id`", f"{e.status} without it", where(e))
        for e in found
        if not (e.header("x-request-id") or "").strip()
    ]


@check("errors.refused-upgrade-has-envelope", cases=("auth/missing-socket", "auth/wrong-socket"))
def refused_upgrade_has_envelope(trace: Trace, contract: Contract) -> Verdict:
    refused = [
        e
        for e in trace.sockets
        if (e.status or 0) >= 400 and not _is_of_front_end(e) and is_complete(e) and contract.channel(e.path)
    ]
    if not refused:
        return None
    findings = []
    for exchange in refused:
        form = contract.errors_of(stated_version(exchange))
        if not (_is_structured(exchange) if form == "structured" else _is_legacy(exchange)):
            findings.append(Finding(f"an error body of the {form} format", answered(exchange), where(exchange)))
    return findings


def _is_of_front_end(exchange: Exchange) -> bool:
    """Whether what stands before the service answered: a gateway that failed, or one to which the URL is too long."""
    return exchange.status in {*GATEWAY, 414, 431}


def _is_structured(exchange: Exchange) -> bool:
    body = body_object(exchange)
    fair = body is not None and is_text(body.get("title")) and is_text(body.get("message"))
    return fair and is_json_type(exchange.media_type)


def _is_legacy(exchange: Exchange) -> bool:
    return not looks_like_json(exchange) and is_legacy_text(exchange.text)


@check("errors.unknown-path-is-404", cases="errors/unknown-path")
def unknown_path_is_404(trace: Trace, contract: Contract) -> Verdict:
    return collect(refused_with(e, 404) for e in requests(trace, "GET", "/no-such-path"))


@check("errors.empty-transcript-refused", cases="errors/empty-transcript")
def empty_transcript_refused(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        refused_with(e, 400)
        for e in requests(trace, "POST", *_SPEECH)
        if (request_object(e) or {}).get("transcript") == "" and under_test(e, contract)
    )


@check("errors.unknown-model-refused", cases="errors/unknown-model")
def unknown_model_refused(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _refused_by_name(e, "model_not_found", 400, 404)
        for e in requests(trace, "POST", "/tts/bytes")
        if (request_object(e) or {}).get("model_id") == NO_SUCH_MODEL and under_test(e, contract)
    )


@check("errors.unknown-voice-refused", cases="errors/unknown-voice")
def unknown_voice_refused(trace: Trace, contract: Contract) -> Verdict:
    missing = trace.values.get("missing")
    return collect(
        _refused_by_name(e, "voice_not_found", 400, 404)
        for e in requests(trace, "POST", "/tts/bytes")
        if missing is not None and voice_id(request_object(e) or {}) == missing and under_test(e, contract)
    )


def _refused_by_name(exchange: Exchange, code: str, *statuses: int) -> Verdict:
    """Judges a refusal with one of these statuses and, where a JSON object gives an `error_code`, that it is `code`."""
    verdict = refused_with(exchange, *statuses)
    if verdict == [] and (body := body_object(exchange)) is not None and "error_code" in body:
        named = body["error_code"]
        return [] if named == code else [Finding(f"`error_code` `{code}`", show(named), where(exchange))]
    return verdict


@check("errors.voice-model-mismatch-named", cases="errors/professional-voice")
def voice_model_mismatch_named(trace: Trace, contract: Contract) -> Verdict:
    made = calls_of(trace, contract, "GET /fine-tunes/{id}/voices")
    listed = [voice for e in made for voice in (body_object(e) or {}).get("data") or ()]
    professional = {voice.get("id") for voice in listed if isinstance(voice, dict)}
    return collect(
        _is_mismatch(e)
        for e in requests(trace, "POST", "/tts/bytes")
        # The model is known to work; so what is wrong can only be the pair.
        if under_test(e, contract) and is_refused_orderly(e)
        if (request := request_object(e) or {}).get("model_id") == trace.values.get("model")
        if voice_id(request) in professional
    )


def _is_mismatch(exchange: Exchange) -> Verdict:
    body, code = body_object(exchange) or {}, "voice_model_mismatch"
    if "error_code" not in body:
        return None  # errors.error-code-always-present owns it
    named = body["error_code"]
    return [] if named == code else [Finding(f"`error_code` `{code}`", show(named), where(exchange))]


@check("errors.language-and-locale-refused", cases="errors/language-and-locale")
def language_and_locale_refused(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        refused_with(e, 400)
        for e in requests(trace, "POST", *_SPEECH)
        if _has_both(request_object(e) or {}) and under_test(e, contract)
    )


def _has_both(request: Members) -> bool:
    return isinstance(request.get("language"), str) and isinstance(request.get("locale"), str)


@check("errors.sunset-model-named", cases="errors/sunset-model")
def sunset_model_named(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _refused_by_name(e, "model_sunsetted", 400, 404, 410)
        for e in requests(trace, "POST", "/tts/bytes")
        if str((request_object(e) or {}).get("model_id")) in _RETIRED and under_test(e, contract)
    )


@check("errors.validation-names-the-field", cases="errors/missing-transcript")
def validation_names_the_field(trace: Trace, contract: Contract) -> Verdict:
    found = [
        e
        for e in requests(trace, "POST", *_SPEECH)
        if is_plain({"transcript": "Hello.", **(request := request_object(e) or {})}, trace)
        and "transcript" not in request
        and under_test(e, contract)
        and e.status in {400, 422}
        and is_complete(e)
    ]
    if not found:
        return None
    return [
        Finding("an error that names `transcript`", answered(e), where(e))
        for e in found
        if "transcript" not in e.text.lower()
    ]


@check("errors.call-logs-404-has-a-message", cases="errors/call-logs")
def call_logs_404_has_a_message(trace: Trace, contract: Contract) -> Verdict:
    found = [
        e
        for e in http(trace)
        if e.method == "GET" and _CALL_LOGS.fullmatch(e.path) and e.status == 404 and under_test(e, contract)
    ]
    if not found:
        return None
    return [
        Finding("an object with `message`", answered(e), where(e))
        for e in found
        if is_complete(e) and not is_text((body_object(e) or {}).get("message"))
    ]
