"""Checks of the status operation and of API versions (spec/requirements/versions.yaml)."""

from __future__ import annotations

from collections.abc import Iterator

from contralto_conformance.oracle.contracts import Contract, is_date
from contralto_conformance.oracle.exchanges import (
    KEYS,
    SSE_MEMBERS,
    answered,
    body_object,
    collect,
    credential,
    errors,
    is_json_type,
    is_plain,
    is_simple_upgrade,
    is_withheld,
    looks_like_json,
    query,
    refused_with,
    request_object,
    requests,
    served_with,
    stated_version,
    under_test,
    where,
)
from contralto_conformance.oracle.reading import is_number, is_text, show
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.oracle.sockets import Session, sessions
from contralto_conformance.trace import Exchange, Trace

_EMBEDDING_SIZE = 192
_SPEECH = ("/tts/bytes", "/tts/sse")


@check("status.answers-without-credential", cases="status/*")
def answers_without_credential(trace: Trace, contract: Contract) -> Verdict:
    return collect(_status_object(e) for e in requests(trace, "GET", "/") if credential(e) == "none")


def _status_object(exchange: Exchange) -> Verdict:
    if exchange.status in {402, 429} or (exchange.status or 500) >= 500:
        return None
    body = body_object(exchange)
    if exchange.status == 200 and body is not None and {"ok", "version"} <= body.keys():
        return []
    return [Finding("200 and an object with `ok` and `version`", answered(exchange), where(exchange))]


@check("status.version-is-a-date", cases="status/*")
def version_is_a_date(trace: Trace, contract: Contract) -> Verdict:
    bodies = [(e, body_object(e)) for e in requests(trace, "GET", "/") if e.status == 200]
    found = [(e, body["version"]) for e, body in bodies if body is not None and "version" in body]
    if not found:
        return None
    return [
        Finding("a date YYYY-MM-DD", show(version), where(e))
        for e, version in found
        if not (isinstance(version, str) and is_date(version))
    ]


@check("version.status-names-the-newest", cases="status/*")
def status_names_the_newest(trace: Trace, contract: Contract) -> Verdict:
    bodies = [(e, (body_object(e) or {}).get("version")) for e in requests(trace, "GET", "/") if e.status == 200]
    found = [(e, version) for e, version in bodies if isinstance(version, str) and is_date(version)]
    if not found:
        return None
    return [
        Finding("the date of a published version", show(version), where(e))
        for e, version in found
        if not contract.may_be_published(version)
    ]


@check("version.header-accepted", cases="versions/header-accepted")
def header_accepted(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        served_with(e)
        for e in requests(trace, "GET", "/voices")
        if under_test(e, contract) and credential(e) in KEYS and _is_simple_list(e)
    )


def _is_simple_list(exchange: Exchange) -> bool:
    limit = query(exchange, "limit")
    names = {name for name, _ in exchange.query}
    return names <= {"limit"} and (limit is None or (limit.isdecimal() and 1 <= int(limit[:4]) <= 100))


@check("version.header-accepted-on-socket", cases="tts/ws/opens")
def header_accepted_on_socket(trace: Trace, contract: Contract) -> Verdict:
    # A 404 is about the path, which tts.ws.opens-at-its-path owns.
    return collect(
        served_with(e, 101)
        for e in trace.sockets
        if is_simple_upgrade(e) and credential(e) in KEYS and under_test(e, contract) and e.status != 404
    )


@check("version.old-gives-legacy-errors", cases=("errors/*", "auth/*", "versions/grid/*", "fuzz/*"))
def old_gives_legacy_errors(trace: Trace, contract: Contract) -> Verdict:
    found = [e for e in errors(trace, contract) if under_test(e, contract)]
    if contract.structured or not found:
        return None
    return [Finding("plain text, no JSON", answered(e), where(e)) for e in found if looks_like_json(e)]


@check("version.new-gives-structured-errors", cases=("errors/*", "auth/*", "versions/grid/*", "fuzz/*"))
def new_gives_structured_errors(trace: Trace, contract: Contract) -> Verdict:
    found = [e for e in errors(trace, contract) if under_test(e, contract)]
    if not contract.structured or not found:
        return None
    return [
        Finding("media type JSON and an object", answered(e), where(e))
        for e in found
        if not is_json_type(e.media_type) or body_object(e) is None
    ]


@check("version.invalid-gives-legacy-errors", cases=("versions/invalid", "versions/grid/*"))
def invalid_gives_legacy_errors(trace: Trace, contract: Contract) -> Verdict:
    found = [e for e in errors(trace, contract) if not is_date(stated_version(e) or "2000-01-01")]
    return _legacy(found)


@check("version.missing-gives-legacy-errors", cases=("versions/missing", "versions/grid/*"))
def missing_gives_legacy_errors(trace: Trace, contract: Contract) -> Verdict:
    return _legacy([e for e in errors(trace, contract) if stated_version(e) is None])


def _legacy(found: list[Exchange]) -> Verdict:
    if not found:
        return None
    return [Finding("legacy text, no JSON", answered(e), where(e)) for e in found if looks_like_json(e)]


@check("version.query-selects-on-socket", cases="versions/query-on-socket")
def query_selects_on_socket(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _format_of_query(session, contract)
        for session in sessions(trace)
        if session.exchange.request_header("cartesia-version") is None
    )


@check("version.query-wins-over-header", cases="versions/query-against-header")
def query_wins_over_header(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _format_of_query(session, contract)
        for session in sessions(trace)
        if (header := session.exchange.request_header("cartesia-version")) is not None
        and contract.errors_of(header) != contract.errors_of(query(session.exchange, "cartesia_version"))
    )


def _format_of_query(session: Session, contract: Contract) -> Verdict:
    """Judges that the errors of a socket have the format of the version in its query."""
    exchange = session.exchange
    version = query(exchange, "cartesia_version")
    if version is None or exchange.status == 404 or is_withheld(exchange.status):
        return None
    if exchange.status != 101:
        return [Finding("101", answered(exchange), where(exchange))]
    expected = contract.errors_of(version)
    formats = [(m, found) for m in session.errors for found in _error_formats(m.value)]
    return [
        Finding(f"an error of the {expected} format, as `{version}` in the query asks", show(m.value), m.where)
        for m, found in formats
        if found != expected
    ] if formats else None  # fmt: skip


def _error_formats(message: dict[str, object]) -> Iterator[str]:
    """Format of an error event; nothing when it has members of both or of neither."""
    structured = "title" in message or "message" in message
    if structured != is_text(message.get("error")):
        yield "structured" if structured else "legacy"


@check("version.embedding-voice-refused", cases="versions/embedding-voice")
def embedding_voice_refused(trace: Trace, contract: Contract) -> Verdict:
    found = requests(trace, "POST", *_SPEECH)
    return collect(refused_with(e, 400) for e in found if _has_embedding(e) and under_test(e, contract))


@check("version.embedding-voice-accepted", cases="versions/embedding-voice")
def embedding_voice_accepted(trace: Trace, contract: Contract) -> Verdict:
    found = requests(trace, "POST", *_SPEECH)
    return collect(served_with(e) for e in found if _is_embedding_alone(e, trace) and under_test(e, contract))


def _has_embedding(exchange: Exchange) -> bool:
    voice = (request_object(exchange) or {}).get("voice")
    return isinstance(voice, dict) and voice.get("mode") == "embedding"


def _is_embedding_alone(exchange: Exchange, trace: Trace) -> bool:
    """Whether a request names its voice by a whole embedding, and is otherwise in order."""
    request = request_object(exchange) or {}
    if not _has_embedding(exchange):
        return False
    numbers = request["voice"].get("embedding")
    is_whole = isinstance(numbers, list) and len(numbers) == _EMBEDDING_SIZE and all(map(is_number, numbers))
    usual = {**request, "voice": {"mode": "id", "id": trace.values.get("voice", "")}}
    return is_whole and is_plain(usual, trace)


@check("version.string-voice-accepted", cases="versions/string-voice")
def string_voice_accepted(trace: Trace, contract: Contract) -> Verdict:
    return collect(served_with(e) for e in _string_voices(trace, contract))


@check("version.string-voice-refused-before", cases="versions/string-voice")
def string_voice_refused_before(trace: Trace, contract: Contract) -> Verdict:
    return collect(refused_with(e, 400) for e in _string_voices(trace, contract))


def _string_voices(trace: Trace, contract: Contract) -> Iterator[Exchange]:
    """Requests that name the voice of the run by its bare id, and are otherwise in order."""
    for exchange in requests(trace, "POST", *_SPEECH):
        request = request_object(exchange)
        if request is not None and isinstance(request.get("voice"), str) and under_test(exchange, contract):
            usual = {**request, "voice": {"mode": "id", "id": request["voice"]}}
            if is_plain(usual, trace):
                yield exchange


@check("version.unknown-member-ignored", cases="versions/unknown-member")
def unknown_member_ignored(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        served_with(e)
        for e in requests(trace, "POST", *_SPEECH)
        if under_test(e, contract) and _has_unknown_member(e, trace)
    )


def _has_unknown_member(exchange: Exchange, trace: Trace) -> bool:
    request = request_object(exchange) or {}
    # `continue` belongs to the socket.
    unknown = {name for name in request if name.startswith("x_") or name == "continue"}
    rest = {name: value for name, value in request.items() if name not in unknown}
    return bool(unknown) and is_plain(rest, trace, SSE_MEMBERS)
