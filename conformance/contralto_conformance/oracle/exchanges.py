"""What an HTTP exchange, or an upgrade, tells: who asked for what, under which version, and how it ended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from contralto_conformance.oracle.audio import RawFormat, is_documented_format, raw_format
from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.reading import NOT_JSON, as_json, as_object, show_bytes
from contralto_conformance.oracle.registry import Finding
from contralto_conformance.trace import (
    REDACTED_ADMIN_KEY,
    REDACTED_KEY,
    REDACTED_SPENT_KEY,
    REDACTED_TOKEN,
    Exchange,
    Trace,
)

NO_SUCH_MODEL = "no-such-model"
WITHHELD = frozenset({401, 402, 403, 429})
"""Statuses about the account, not about the request: without credential, credit, right or room nothing was tried."""

GATEWAY = frozenset({502, 503, 504})
"""Statuses of something in between, not of the service's own making."""

# The beginning of the key that the cases use when they want one that nobody has.
_NOBODYS_KEY = "sk_car_wrong"

_VOICE = re.compile(r"/voices/[^/]+/?")
_SPOKEN_MEMBERS = frozenset({"model_id", "transcript", "voice", "output_format"})
_TIMESTAMP_MEMBERS = frozenset({"add_timestamps", "add_phoneme_timestamps", "use_normalized_timestamps"})
SSE_MEMBERS = _SPOKEN_MEMBERS | _TIMESTAMP_MEMBERS | {"context_id"}


def http(trace: Trace) -> Iterator[Exchange]:
    """The HTTP exchanges of a trace that were answered, event streams included."""
    return (e for e in trace.exchanges if e.transport != "websocket" and e.status is not None)


def asks(exchange: Exchange, method: str, path: str) -> bool:
    """Whether this is a request of that operation; a final slash makes no difference."""
    return exchange.method.upper() == method and (exchange.path.rstrip("/") or "/") == path


def requests(trace: Trace, method: str, *paths: str) -> list[Exchange]:
    """Answered requests of the trace to one of these paths."""
    return [e for e in http(trace) if any(asks(e, method, path) for path in paths)]


def speech_requests(trace: Trace, contract: Contract, path: str) -> Iterator[tuple[Exchange, dict[str, Any]]]:
    """Answered requests for speech at this path under the version tested, with their JSON object."""
    for exchange in requests(trace, "POST", path):
        request = request_object(exchange)
        if request is not None and under_test(exchange, contract):
            yield exchange, request


def calls_of(trace: Trace, contract: Contract, *operations: str) -> list[Exchange]:
    """Answered requests under the version tested that meet one of these operations, such as `GET /agents/{agent_id}`.

    Fixed segments go before parameters, so that `GET /agents/templates` meets no other operation than its own.
    """
    found = []
    for exchange in http(trace):
        operation = contract.operation(exchange.method, exchange.path) if under_test(exchange, contract) else None
        if operation is not None and f"{operation.method} {operation.path.rstrip('/')}" in operations:
            found.append(exchange)
    return found


def is_served(exchange: Exchange) -> bool:
    """Whether an answer is a success that came to its end."""
    return exchange.status is not None and 200 <= exchange.status < 300 and is_complete(exchange)


def voice_requests(trace: Trace) -> list[Exchange]:
    """Answered `GET /voices/{id}` of the trace."""
    return [e for e in http(trace) if e.method == "GET" and _VOICE.fullmatch(e.path)]


def stated_version(exchange: Exchange) -> str | None:
    """The version that a request named: on a socket the query wins over the header; None if it named none."""
    if exchange.transport == "websocket":
        version = query(exchange, "cartesia_version")
        if version is not None:
            return version
    return exchange.request_header("cartesia-version")


def under_test(exchange: Exchange, contract: Contract) -> bool:
    """Whether the request was made under the version that the contract describes."""
    return stated_version(exchange) == contract.version


def query(exchange: Exchange, name: str) -> str | None:
    """Last value of a query parameter; None if it is absent."""
    return next((value for key, value in reversed(exchange.query) if key == name), None)


KEYS = frozenset({"key-bearer", "key-header"})
"""Credentials that are the key under test, shown as a server shows it."""

KEYS_ANYWHERE = KEYS | {"key-query"}
"""The same, in the query too."""


def credential(exchange: Exchange) -> str:
    """Kind of the credential a request carried.

    `none`, `nobodys-key`, `several`, or what and where: `key-bearer`, `token-bearer`, `key-header`, `key-query`,
    `token-query`; a key for administration is `admin-key-bearer`, that of an account without credits
    `spent-key-bearer`. `other` for anything that the recorder did not know.
    """
    found = []
    authorization = exchange.request_header("authorization")
    if authorization is not None:
        found.append(_kind(authorization.removeprefix("Bearer "), "bearer"))
    header = exchange.request_header("x-api-key")
    if header is not None:
        found.append(_kind(header, "header"))
    for name in ("api_key", "access_token"):
        value = query(exchange, name)
        if value is not None:
            found.append(_kind(value, "query"))
    return found[0] if len(found) == 1 else "several" if found else "none"


_KINDS = {
    REDACTED_KEY: "key",
    REDACTED_TOKEN: "token",
    REDACTED_ADMIN_KEY: "admin-key",
    REDACTED_SPENT_KEY: "spent-key",
}


def _kind(value: str, place: str) -> str:
    if _NOBODYS_KEY in value:
        return "nobodys-key"
    what = _KINDS.get(value)
    return f"{what}-{place}" if what else "other"


def is_simple_upgrade(exchange: Exchange) -> bool:
    """Whether a TTS socket was asked for with nothing but a credential, and the version in the header."""
    return (
        exchange.path == "/tts/websocket"
        and {name for name, _ in exchange.query} <= {"api_key", "access_token"}
        and exchange.request_header("sec-websocket-protocol") is None
    )


def is_withheld(status: int | None) -> bool:
    """Whether a status says nothing about the request itself: an account's limits, or a fault of the service.

    A 500 is owned by http.no-server-error; what a gateway answers is nobody's.
    """
    return status is None or status in WITHHELD or status >= 500


def is_refused_orderly(exchange: Exchange) -> bool:
    """Whether the request itself was found wanting: a 4xx that is not about the account."""
    return exchange.status is not None and 400 <= exchange.status < 500 and exchange.status not in WITHHELD


def is_complete(exchange: Exchange) -> bool:
    """Whether the answer was received to its end."""
    return exchange.ending == "complete"


def body_object(exchange: Exchange) -> dict[str, Any] | None:
    """The JSON object of an answer; None if it is anything else."""
    return as_object(exchange.body)


def request_object(exchange: Exchange) -> dict[str, Any] | None:
    """The JSON object of a request; None if it is anything else."""
    return as_object(exchange.request_body)


def is_json_type(media_type: str) -> bool:
    """Whether a media type announces JSON."""
    return media_type in {"application/json", "text/json"} or media_type.endswith("+json")


def looks_like_json(exchange: Exchange) -> bool:
    """Whether an answer is JSON by its media type or by its body (an object or an array)."""
    return is_json_type(exchange.media_type) or isinstance(as_json(exchange.body), dict | list)


def errors(trace: Trace, contract: Contract) -> Iterator[Exchange]:
    """Whole HTTP error answers of documented operations, but those of a gateway in between."""
    return (
        e
        for e in http(trace)
        if e.status is not None
        and e.status >= 400
        and e.status not in GATEWAY
        and is_complete(e)
        and e.method.upper() != "HEAD"
        and contract.operation(e.method, e.path) is not None
    )


def speaks(request: dict[str, Any] | None, trace: Trace) -> bool:
    """Whether a request asks the voice and the model of the run for words: it can be expected to succeed."""
    return (
        request is not None
        and request.get("model_id") == trace.values.get("model", "")
        and request.get("voice") == {"mode": "id", "id": trace.values.get("voice", "")}
        and is_speakable(request.get("transcript"))
    )


def is_plain(request: dict[str, Any] | None, trace: Trace, members: Iterable[str] = _SPOKEN_MEMBERS) -> bool:
    """Whether a request `speaks` and has no members but these: nothing about it is out of the ordinary."""
    usual = request is not None and speaks(request, trace) and set(request) <= set(members)
    return usual and request is not None and is_documented_format(request.get("output_format"))


def is_speakable(transcript: object) -> bool:
    """Whether a transcript surely holds words: three letters of ASCII in a row."""
    if not isinstance(transcript, str):
        return False
    run = 0
    for character in transcript:
        run = run + 1 if character.isascii() and character.isalpha() else 0
        if run == 3:
            return True
    return False


def raw_format_of(request: dict[str, Any] | None) -> RawFormat | None:
    """The raw format that a request asked for; None if it asked for none that is documented."""
    return raw_format(request.get("output_format")) if request is not None else None


def container_of(request: dict[str, Any] | None) -> str | None:
    """The container that a request asked for."""
    form = request.get("output_format") if request is not None else None
    container = form.get("container") if isinstance(form, dict) else None
    return container if isinstance(container, str) else None


def voice_id(request: dict[str, Any]) -> object:
    """The id of the voice that a request names, given bare or in an object."""
    voice = request.get("voice")
    return voice.get("id") if isinstance(voice, dict) else voice


def where(exchange: Exchange) -> str:
    """The place of an answer, for a finding."""
    return f"answer `{exchange.label}`"


def answered(exchange: Exchange) -> str:
    """What an answer was, for a finding: status, media type and the beginning of the body."""
    if exchange.status is None:
        return f"no answer ({exchange.detail or exchange.ending})"
    media = f" {exchange.media_type}" if exchange.media_type else ""
    return f"{exchange.status}{media}, {show_bytes(exchange.body)}"


def refused_with(exchange: Exchange, *statuses: int) -> list[Finding] | None:
    """Judges that a request is refused with one of these statuses; None if the answer is no evidence."""
    if exchange.status in statuses:
        return []
    if is_withheld(exchange.status):
        return None
    expected = " or ".join(str(status) for status in statuses)
    return [Finding(expected, answered(exchange), where(exchange))]


def served_with(exchange: Exchange, status: int = 200) -> list[Finding] | None:
    """Judges that a request is served with this status; None if the answer is no evidence."""
    if exchange.status == status:
        return []
    if is_withheld(exchange.status):
        return None
    return [Finding(str(status), answered(exchange), where(exchange))]


def collect(verdicts: Iterable[list[Finding] | None]) -> list[Finding] | None:
    """One verdict out of several: None if none of them judged anything."""
    judged = [verdict for verdict in verdicts if verdict is not None]
    return [finding for verdict in judged for finding in verdict] if judged else None


def parsed(exchange: Exchange) -> Any:
    """The JSON value of an answer, or `NOT_JSON`."""
    return as_json(exchange.body)


def is_json_request(exchange: Exchange) -> bool:
    """Whether a request announced a JSON body."""
    content_type = exchange.request_header("content-type") or ""
    return is_json_type(content_type.split(";", 1)[0].strip().lower())


def request_value(exchange: Exchange) -> Any:
    """The JSON value of a request body, or `NOT_JSON`."""
    return as_json(exchange.request_body) if exchange.request_body else NOT_JSON
