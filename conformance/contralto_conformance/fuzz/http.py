"""HTTP fuzzing: schemathesis makes the requests and judges the answers, our driver sends and records them.

Each operation of the bundled OpenAPI document is called with valid input (`positive`) and with input that
breaks its schema (`negative`), a bounded number of each, the same ones for the same seed. Every call becomes
an `Exchange`; all calls of one operation and kind become one `Trace` that the oracle judges like any other.
What schemathesis itself finds is kept as findings for the requirements in `CHECKS`.

Credentials and the version header are not generated: authentication and versions have cases of their own.
"""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as hypothesis_seed
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Ok
from schemathesis.core.transport import Response
from schemathesis.generation.modes import GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from contralto_conformance.drivers import http as http_driver
from contralto_conformance.drivers.endpoint import Address, Endpoint, address
from contralto_conformance.drivers.player import Network
from contralto_conformance.fuzz import EXERCISED, exercised, use_own_cache
from contralto_conformance.trace import Exchange, Trace

CHECKS: Mapping[str, CheckFunction] = {
    "http.no-server-error": not_a_server_error,
    "http.status-documented": status_code_conformance,
    "http.content-type-documented": content_type_conformance,
    "http.responses-match-schema": response_schema_conformance,
    "http.invalid-input-refused": negative_data_rejection,
}
"""Requirement id -> the check of schemathesis that judges it."""

EXAMPLES = 12
"""Calls per operation and kind; fewer where an operation has fewer possible inputs."""

FEW_EXAMPLES = 3
"""Calls per kind of the operations beside `EXERCISED`."""

MAX_TRANSCRIPT = 24
"""Characters of a generated transcript; audio is what costs money and time."""

UNANSWERED = 2
"""Calls without a complete answer after which an operation and kind is given up, so that a hang costs bounded time."""

_WITHHELD = frozenset({401, 402, 403, 429})
"""Statuses that speak of the account or the moment, not of the request."""

_OPEN = ".open"
"""Ending of the name of a schema whose enumerations are open."""

_ANY_TEXT = frozenset({"type", "minLength", "description", "example", "examples", "title"})
"""Keywords of the schema of a string that every segment of a path fits."""

_MODES = {"positive": GenerationMode.POSITIVE, "negative": GenerationMode.NEGATIVE}
_OURS = frozenset({"user-agent", "accept", "accept-encoding", "connection", "x-schemathesis-testcaseid"})


@dataclass(frozen=True)
class Violation:
    """What schemathesis found wrong with one answer: expected, got, and the label of the exchange."""

    expected: str
    got: str
    where: str


@dataclass
class Fuzzed:
    """All generated calls of one operation and kind.

    verdicts: requirement id -> violations; an id without violations was looked at and met.
    """

    trace: Trace
    verdicts: dict[str, list[Violation]] = field(default_factory=dict)


class Stopped(Exception):
    """The run was asked to stop; what was recorded is kept."""


def run(
    document: Mapping[str, Any],
    endpoint: Endpoint,
    *,
    seed: int,
    should_stop: Callable[[], bool],
    examples: int = EXAMPLES,
    few_examples: int = FEW_EXAMPLES,
    operations: Collection[str] | None = None,
) -> Iterator[Fuzzed]:
    """Calls operations; yields what was recorded, operation by operation and kind by kind. Blocks.

    operations: ids of those to call, as far as the document has them; None for `exercised`. Those that are not among
    `EXERCISED` get `few_examples` of each kind.
    should_stop: asked before each call; when true, the operation at hand is yielded as far as it got and
    nothing follows.
    """
    use_own_cache()
    called = exercised(document) if operations is None else operations
    schema = schemathesis.openapi.from_dict(_prepared(document, called))
    with asyncio.Runner() as loop:
        network = loop.run(_open(endpoint))
        try:
            for result in schema.get_all_operations():
                if not isinstance(result, Ok):
                    raise result.err()
                operation = result.ok()
                is_usual = operation.definition.raw.get("operationId") in EXERCISED
                calls = examples if is_usual else min(examples, few_examples)
                for kind in _MODES:
                    fuzzed = _Operation(operation, kind, endpoint, network, loop, should_stop).play(seed, calls)
                    if fuzzed.trace.exchanges:
                        yield fuzzed
                    if should_stop():
                        return
        finally:
            loop.run(network.http.aclose())


async def _open(endpoint: Endpoint) -> Network:
    return Network(secure=endpoint.base_url.startswith("https:"), patience_s=endpoint.patience_s)


def _prepared(document: Mapping[str, Any], operations: Collection[str]) -> dict[str, Any]:
    """The document as schemathesis needs it: these operations alone.

    Without security and header parameters, so that neither is generated. In answers enumerations are open, since the
    service may add values within a version.
    """
    prepared = copy.deepcopy(dict(document))
    prepared["paths"] = {
        path: item
        for path, whole in prepared["paths"].items()
        if (item := {key: value for key, value in whole.items() if _is_among(operations, value)})
    }
    prepared.pop("security", None)
    components = prepared.get("components", {})
    components.pop("securitySchemes", None)
    headers = {
        f"#/components/parameters/{name}"
        for name, parameter in components.get("parameters", {}).items()
        if parameter.get("in") == "header"
    }
    for path in prepared["paths"].values():
        for holder in [path, *(value for value in path.values() if isinstance(value, dict))]:
            holder.pop("security", None)
            if "parameters" in holder:
                holder["parameters"] = [
                    p for p in holder["parameters"] if p.get("in") != "header" and p.get("$ref") not in headers
                ]
            if "responses" in holder:
                holder["responses"] = _opened(holder["responses"])
    schemas = components.get("schemas", {})
    schemas |= {f"{name}{_OPEN}": _opened(schema) for name, schema in schemas.items()}
    return prepared


def _is_among(operations: Collection[str], operation: Any) -> bool:
    return isinstance(operation, dict) and operation.get("operationId") in operations


def _opened(schema: Any) -> Any:
    """A copy without `enum`, whose references point to such copies."""
    if isinstance(schema, dict):
        return {
            name: f"{value}{_OPEN}" if name == "$ref" and "/schemas/" in str(value) else _opened(value)
            for name, value in schema.items()
            if name != "enum" or not isinstance(value, list)
        }
    return [_opened(item) for item in schema] if isinstance(schema, list) else schema


class _Operation:
    """The generated calls of one operation and kind."""

    def __init__(
        self,
        operation: APIOperation[Any, Any, Any, Any],
        kind: str,
        endpoint: Endpoint,
        network: Network,
        loop: asyncio.Runner,
        should_stop: Callable[[], bool],
    ) -> None:
        self._operation = operation
        self._kind = kind
        self._endpoint = endpoint
        self._network = network
        self._loop = loop
        self._should_stop = should_stop
        self._exchanges: list[Exchange] = []
        self._unanswered = 0
        self._stopped = ""
        self._verdicts: dict[str, list[Violation]] = {}

    def play(self, seed: int, examples: int) -> Fuzzed:
        """Makes the calls and gives what was seen."""
        if self._kind == "positive" or _has_invalid_input(self._operation):
            self._play(seed, examples)
        return self._seen()

    def _play(self, seed: int, examples: int) -> None:
        strategy = self._operation.as_strategy(generation_mode=_MODES[self._kind])

        @hypothesis_seed(seed)
        @settings(
            max_examples=examples,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=strategy)
        def call(case: Any) -> None:
            if self._should_stop():
                raise Stopped
            if self._unanswered < UNANSWERED:
                self._call(case)

        try:
            call()
        except Stopped:
            self._stopped = "interrupted"
        except Unsatisfiable:
            pass  # nothing to break

    def _seen(self) -> Fuzzed:
        redactor = self._endpoint.redactor
        for exchange in self._exchanges:
            redactor.learn(exchange)
        identity = self._operation.definition.raw.get("operationId", self._operation.label)
        trace = Trace(
            case=f"fuzz/{identity}",
            api_version=self._endpoint.version,
            tags=frozenset({self._kind}),
            exchanges=tuple(map(redactor.exchange, self._exchanges)),
            values={"voice": self._endpoint.voice, "model": self._endpoint.model},
            stopped=self._stopped,
            variant=self._kind,
        )
        return Fuzzed(trace, self._verdicts)

    def _call(self, case: Any) -> None:
        self._make_cheap(case)
        try:
            prepared = _prepare(case, self._endpoint)
        except (requests.RequestException, ValueError):
            return  # not expressible in HTTP, such as NaN in a body
        label = f"{self._kind}-{len(self._exchanges) + 1}"
        answer = self._loop.run(
            http_driver.exchange(
                self._network.http,
                self._endpoint,
                label,
                str(prepared.method),
                _address(prepared, self._endpoint),
                _content(prepared),
            )
        )
        self._exchanges.append(answer)
        self._judge(case, prepared, answer)

    def _make_cheap(self, case: Any) -> None:
        """Short transcripts; in valid input also the target's own model and voice, so that something is
        spoken."""
        body = case.body
        if not isinstance(body, dict):
            return
        transcript = body.get("transcript")
        if isinstance(transcript, str) and len(transcript) > MAX_TRANSCRIPT:
            body["transcript"] = transcript[:MAX_TRANSCRIPT]
        if self._kind == "positive" and "transcript" in body:
            body["model_id"] = self._endpoint.model
            voice = body.get("voice")
            if isinstance(voice, str):
                body["voice"] = self._endpoint.voice
            elif isinstance(voice, dict) and "id" in voice:
                voice["id"] = self._endpoint.voice

    def _judge(self, case: Any, prepared: requests.PreparedRequest, answer: Exchange) -> None:
        if answer.status is None or answer.ending != "complete":
            # Whether answers come whole is judged where it is required; here there is nothing to compare.
            self._unanswered += 1
            return
        headers: dict[str, list[str]] = {}
        for name, value in answer.response_headers:
            headers.setdefault(name, []).append(value)
        response = Response(
            status_code=answer.status,
            headers=headers,
            content=answer.body,
            request=prepared,
            elapsed=answer.elapsed_s,
            verify=False,
            encoding="utf-8",
        )
        for requirement, check in CHECKS.items():
            if _applies(requirement, self._kind, answer):
                found = _violations(case, response, check, answer)
                self._verdicts.setdefault(requirement, []).extend(found)


def _has_invalid_input(operation: APIOperation[Any, Any, Any, Any]) -> bool:
    """Whether anything breaks the schema. Every text that can stand in a path fits an id without a format, which
    schemathesis only finds out by trying thousands."""
    schemas = [parameter.definition.get("schema", {}) for parameter in operation.path_parameters]
    is_any_text = all(schema.get("type") == "string" and not schema.keys() - _ANY_TEXT for schema in schemas)
    return bool(operation.body) or bool(operation.query) or not is_any_text


def _applies(requirement: str, kind: str, answer: Exchange) -> bool:
    """Whether the sentence of the requirement speaks of such an answer; schemathesis' checks are wider than some."""
    status = answer.status or 0
    match requirement:
        case "http.responses-match-schema":
            return 200 <= status < 300 and answer.media_type == "application/json"
        case "http.content-type-documented":
            return 200 <= status < 300
        case "http.no-server-error":
            # 502 to 504 are said by what stands between, or while the service is away.
            return status <= 500
        case "http.invalid-input-refused":
            return kind == "negative" and status not in _WITHHELD and status < 500
        case _:
            return status not in _WITHHELD and status < 500


def _violations(case: Any, response: Response, check: CheckFunction, answer: Exchange) -> list[Violation]:
    try:
        case.validate_response(response, checks=[check])
    except FailureGroup as group:
        where = f"answer `{answer.label}`"
        return [
            Violation(_expected(check), _got(failure, answer), where)
            for failure in group.exceptions
            if isinstance(failure, Failure)
        ]
    return []


def _expected(check: CheckFunction) -> str:
    return {
        "not_a_server_error": "no status 500",
        "status_code_conformance": "a status that the description of the operation lists",
        "content_type_conformance": "a content type that the description lists for this status",
        "response_schema_conformance": "a body that fits the schema of this status",
        "negative_data_rejection": "a 4xx answer to input that breaks the schema",
    }[check.__name__]


def _got(failure: Failure, answer: Exchange) -> str:
    said = " ".join(str(failure.message).split())
    text = f"status {answer.status}: {failure.title}"
    return f"{text}: {said[:300]}" if said and said != failure.title else text


def _prepare(case: Any, endpoint: Endpoint) -> requests.PreparedRequest:
    arguments = case.as_transport_kwargs(base_url=endpoint.base_url)
    known = {"method", "url", "headers", "params", "json", "data", "files", "cookies"}
    return requests.Request(**{name: value for name, value in arguments.items() if name in known}).prepare()


def _address(prepared: requests.PreparedRequest, endpoint: Endpoint) -> Address:
    url = str(prepared.url)
    parts = urlsplit(url)
    path = unquote(parts.path).removeprefix(urlsplit(endpoint.base_url).path) or "/"
    identity = address(endpoint, "/", (), {}, auth="default", version="header", token=None, socket=False)
    own = tuple((name.lower(), str(value)) for name, value in prepared.headers.items())
    kept = tuple((name, value) for name, value in own if name not in _OURS | {"content-length"})
    query = tuple(parse_qsl(parts.query, keep_blank_values=True))
    return Address(url=url, path=path, query=query, headers=(*identity.headers, *kept))


def _content(prepared: requests.PreparedRequest) -> bytes | None:
    body = prepared.body
    if body is None:
        return None
    return body if isinstance(body, bytes) else str(body).encode()
