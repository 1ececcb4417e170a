"""HTTP fuzzing: schemathesis makes the requests and judges the answers, our driver sends and records them.

Each operation of the bundled OpenAPI document is called with values at the boundaries of its schema (`boundaries`, the
coverage phase of schemathesis), with valid input (`positive`) and with input that breaks its schema (`negative`), a
bounded number of each, the same ones for the same seed. Then things are made, read, changed and deleted along links
(`chain`, see `chains`). Every call becomes an `Exchange`; all calls of one operation and kind, and of one chain, become
one `Trace` that the oracle judges like any other. What schemathesis itself finds is kept as findings for the
requirements in `CHECKS`. What was made is deleted in the end.

Credentials and the version header are not generated: authentication and versions have cases of their own.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import itertools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as hypothesis_seed
from hypothesis.errors import Unsatisfiable
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from schemathesis import Case
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Ok
from schemathesis.core.transport import Response
from schemathesis.generation.drivers import CoverageGenerator
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.generation.modes import GenerationMode
from schemathesis.generation.overrides import Override
from schemathesis.schemas import APIOperation, BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from contralto_conformance.drivers import http as http_driver
from contralto_conformance.drivers.endpoint import Address, Endpoint, address
from contralto_conformance.drivers.player import Network
from contralto_conformance.fuzz import EXERCISED, SIZES, Size, exercised, use_own_cache
from contralto_conformance.fuzz.chains import Family, families, link
from contralto_conformance.fuzz.document import fuzzable
from contralto_conformance.trace import Exchange, Trace

CHECKS: Mapping[str, CheckFunction] = {
    "http.no-server-error": not_a_server_error,
    "http.status-documented": status_code_conformance,
    "http.content-type-documented": content_type_conformance,
    "http.responses-match-schema": response_schema_conformance,
    "http.invalid-input-refused": negative_data_rejection,
}
"""Requirement id -> the check of schemathesis that judges it."""

MAX_TRANSCRIPT = 24
"""Characters of a generated transcript; audio is what costs money and time."""

UNANSWERED = 2
"""Calls without a complete answer after which an operation and kind is given up, so that a hang costs bounded time."""

SILENT = 10
"""Calls in a row without a complete answer after which nothing more is called."""

_WITHHELD = frozenset({401, 402, 403, 429})
"""Statuses that speak of the account or the moment, not of the request."""

_ANY_TEXT = frozenset({"type", "minLength", "description", "example", "examples", "title"})
"""Keywords of the schema of a string that every segment of a path fits."""

_TURNS = ("negative", "", "positive", "")
"""What operations that take turns are called with beside boundaries, one after the other."""

_CHAINS_TURNS = 3
"""Of so many families that take turns one is played."""

_CHOICE = 4
"""Boundary cases that are looked at for one that is played: to make them all costs more than to play some."""

KINDS = ("boundaries", "positive", "negative")
"""Kinds of calls of one operation, in order."""

CHAIN = "chain"
_MODES = {"positive": GenerationMode.POSITIVE, "negative": GenerationMode.NEGATIVE}
_BOUNDARY = re.compile(r"boundary=([0-9a-f]{32})")
_OURS = frozenset({"user-agent", "accept", "accept-encoding", "connection", "x-schemathesis-testcaseid"})
_UNMADE = frozenset({"Unspecified HTTP method", "Malformed Content-Type", "Missing Content-Type"})
"""Beginnings of what schemathesis says of boundary cases that have nothing to do with a schema."""


@dataclass(frozen=True)
class Violation:
    """What schemathesis found wrong with one answer: expected, got, and the label of the exchange."""

    expected: str
    got: str
    where: str


@dataclass
class Fuzzed:
    """All generated calls of one operation, or one chain.

    verdicts: requirement id -> violations; an id without violations was looked at and met.
    """

    trace: Trace
    verdicts: dict[str, list[Violation]] = field(default_factory=dict)


class Stopped(Exception):
    """The run was asked to stop; what was recorded is kept."""


class Broken(Exception):
    """A call of a chain has no answer; nothing can follow it."""


def run(
    document: Mapping[str, Any],
    endpoint: Endpoint,
    *,
    seed: int,
    should_stop: Callable[[], bool],
    size: Size = SIZES["standard"],
    operations: Collection[str] | None = None,
) -> Iterator[Fuzzed]:
    """Calls operations; yields what was recorded, operation by operation, then chain by chain. Blocks.

    operations: ids of those to call, as far as the document has them; None for those that change nothing. size: how
    many calls, see `Size`. should_stop: asked before each call; when true, the operation at hand is yielded as far as
    it got and nothing follows.
    """
    use_own_cache()
    called = exercised(document).called if operations is None else operations
    prepared = fuzzable(document, called)
    found = tuple(families(prepared, called)) if size.chains else ()
    link(prepared, found)
    schema = schemathesis.openapi.from_dict(prepared)
    with asyncio.Runner() as loop:
        network = loop.run(_open(endpoint))
        calls = _Calls(endpoint, network, loop, should_stop, {family.makes: family for family in found})
        try:
            for fuzzed in _all(schema, calls, seed, size, found):
                if fuzzed.trace.exchanges:
                    yield fuzzed
                if calls.should_stop():
                    return
        finally:
            calls.tidy()
            loop.run(network.http.aclose())


def _all(schema: BaseSchema, calls: _Calls, seed: int, size: Size, found: Iterable[Family]) -> Iterator[Fuzzed]:
    for turn, result in enumerate(schema.get_all_operations()):
        if not isinstance(result, Ok):
            raise result.err()
        operation = result.ok()
        yield _Operation(operation, calls).play(seed, size, turn)
    for turn, family in enumerate(found):
        if size.takes_turns and (seed + turn) % _CHAINS_TURNS:
            continue
        yield from _chains(schema, family, calls, seed, size)


async def _open(endpoint: Endpoint) -> Network:
    return Network(secure=endpoint.base_url.startswith("https:"), patience_s=endpoint.patience_s)


class _Calls:
    """Makes calls, judges their answers, and remembers what they made."""

    def __init__(
        self,
        endpoint: Endpoint,
        network: Network,
        loop: asyncio.Runner,
        should_stop: Callable[[], bool],
        made_by: Mapping[str, Family],
    ) -> None:
        self.endpoint = endpoint
        self._should_stop = should_stop
        self._silent = 0
        self._network = network
        self._loop = loop
        self._made_by = made_by
        self._made: dict[str, None] = {}  # paths at which things can be deleted that were made

    def should_stop(self) -> bool:
        """Whether nothing more is to be called."""
        return self._should_stop() or self._silent >= SILENT

    def send(self, case: Case[Any], label: str) -> tuple[Exchange, requests.PreparedRequest] | None:
        """One call; None for what cannot be expressed in HTTP, such as NaN in a body."""
        try:
            prepared = _prepare(case, self.endpoint)
        except (requests.RequestException, ValueError):
            return None
        method, to = str(prepared.method), _address(prepared, self.endpoint)
        answer = self._exchange(label, method, to, _content(prepared))
        self._silent = 0 if answer.status is not None and answer.ending == "complete" else self._silent + 1
        if 200 <= (answer.status or 0) < 300:
            if method == "DELETE":
                self._made.pop(to.path, None)
            family = self._made_by.get(str(case.operation.definition.raw.get("operationId")))
            if family is not None and family.deletes and (made := _id_in(answer)):
                self._made[family.deletes.format(made)] = None
        return answer, prepared

    def tidy(self) -> None:
        """Deletes what was made and is still there, the last first. What the service answers is not judged."""
        for path in reversed(self._made):
            to = address(self.endpoint, path, (), {}, auth="default", version="header", token=None, socket=False)
            if self._exchange("tidy", "DELETE", to, None).status is None:
                return

    def _exchange(self, label: str, method: str, to: Address, content: bytes | None) -> Exchange:
        sending = http_driver.exchange(self._network.http, self.endpoint, label, method, to, content)
        return self._loop.run(sending)


def _id_in(answer: Exchange) -> str:
    try:
        made = answer.json()["id"]
    except (ValueError, KeyError, TypeError):
        return ""
    return made if isinstance(made, str) else ""


class _Recording:
    """The calls of one trace, and what schemathesis says of them. kind: of the calls to come; begins their labels."""

    def __init__(self, name: str, kind: str, calls: _Calls, variant: str = "") -> None:
        self._name = name
        self._kinds = {kind: 0}
        self._variant = variant
        self._calls = calls
        self._exchanges: list[Exchange] = []
        self._verdicts: dict[str, list[Violation]] = {}
        self.kind = kind
        self.unanswered = 0
        self.stopped = ""

    def call(self, case: Case[Any]) -> Response | None:
        """Makes one call, judges its answer, and gives it; None if there is none."""
        is_negative = _is_negative(case)
        if not _make_cheap(case, self._calls.endpoint, is_negative=is_negative):
            return None
        number = self._kinds.get(self.kind, 0) + 1
        sent = self._calls.send(case, f"{self.kind}-{number}")
        if sent is None:
            return None
        self._kinds[self.kind] = number
        answer, prepared = sent
        self._exchanges.append(answer)
        if answer.status is None or answer.ending != "complete":
            # Whether answers come whole is judged where it is required; here there is nothing to compare.
            self.unanswered += 1
            return None
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
            if _applies(requirement, answer, is_negative=is_negative):
                found = _violations(case, response, check, answer)
                self._verdicts.setdefault(requirement, []).extend(found)
        return response

    def seen(self) -> Fuzzed:
        """The trace and the verdicts."""
        endpoint = self._calls.endpoint
        for exchange in self._exchanges:
            endpoint.redactor.learn(exchange)
        trace = Trace(
            case=f"fuzz/{self._name}",
            api_version=endpoint.version,
            tags=frozenset(kind for kind, number in self._kinds.items() if number),
            exchanges=tuple(map(endpoint.redactor.exchange, self._exchanges)),
            values={"voice": endpoint.voice, "model": endpoint.model},
            stopped=self.stopped,
            variant=self._variant,
        )
        return Fuzzed(trace, self._verdicts)


class _Operation:
    """The generated calls of one operation."""

    def __init__(self, operation: APIOperation[Any, Any, Any, Any], calls: _Calls) -> None:
        self._operation = operation
        self._calls = calls
        self._name = operation.definition.raw.get("operationId", operation.label)
        self._recording = _Recording(self._name, KINDS[0], calls)

    def play(self, seed: int, size: Size, turn: int) -> Fuzzed:
        """Makes the calls and gives what was seen. turn: number of the operation, for what takes turns."""
        is_usual = self._name in EXERCISED
        number = size.usual if is_usual else size.others
        is_paid = self._operation.definition.raw.get("x-cost") == "paid"
        for kind in KINDS:
            self._recording.kind = kind
            self._recording.unanswered = 0
            if kind == "boundaries":
                self._play_boundaries(seed, size)
            elif is_usual or not size.takes_turns or kind == _TURNS[(seed + turn) % len(_TURNS)]:
                self._play(seed, min(number, size.paid) if is_paid and kind == "positive" else number)
        return self._recording.seen()

    def _play_boundaries(self, seed: int, size: Size) -> None:
        if not size.boundaries:
            return
        first = list(itertools.islice(_boundaries(self._operation), size.boundaries * _CHOICE))
        for case in _some(first, size.boundaries, seed):
            if self._calls.should_stop():
                self._recording.stopped = "interrupted"
                return
            if self._recording.unanswered < UNANSWERED:
                self._recording.call(case)

    def _play(self, seed: int, examples: int) -> None:
        if self._recording.kind == "negative" and not _has_invalid_input(self._operation):
            return
        strategy = self._operation.as_strategy(generation_mode=_MODES[self._recording.kind])

        @hypothesis_seed(seed)
        @_settings(examples)
        @given(case=strategy)
        def call(case: Case[Any]) -> None:
            if self._calls.should_stop():
                raise Stopped
            if self._recording.unanswered < UNANSWERED:
                self._recording.call(case)

        try:
            call()
        except Stopped:
            self._recording.stopped = "interrupted"
        except Unsatisfiable:
            pass  # nothing to break


def _boundaries(operation: APIOperation[Any, Any, Any, Any]) -> Iterator[Case[Any]]:
    """The cases of schemathesis' coverage phase that speak of the schema of the operation."""
    config = operation.schema.config.generation_for(operation=operation, phase="coverage")
    generator = CoverageGenerator(
        operation=operation,
        generation_modes=list(GenerationMode),
        generation_config=config,
        auth_storage=None,
        override=Override(query={}, headers={}, cookies={}, path_parameters={}),
        feedback=NO_FEEDBACK,
    )
    for case in generator:
        about = getattr(case.meta.phase.data, "description", None) or "" if case.meta is not None else ""
        if case.method.upper() == operation.method.upper() and not about.startswith(tuple(_UNMADE)):
            yield case


def _some(cases: Sequence[Case[Any]], most: int, seed: int) -> Sequence[Case[Any]]:
    """At most so many of the cases, spread over all of them; which ones depends on the seed."""
    if len(cases) <= most:
        return cases
    return [cases[(seed + at * len(cases) // most) % len(cases)] for at in range(most)]


def _settings(examples: int, **more: Any) -> settings:
    return settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        **more,
    )


def _chains(schema: BaseSchema, family: Family, calls: _Calls, seed: int, size: Size) -> Iterator[Fuzzed]:
    """Chains of calls: a thing is made, and what follows is told its id."""
    schema.config.generation.update(modes=[GenerationMode.POSITIVE])
    schema.config.phases.stateful.inference.algorithms = []
    machine = schema.include(operation_id=list(family.names)).as_state_machine()
    seen: list[_Recording] = []

    class Chain(machine):  # type: ignore[misc, valid-type]  # made at run time
        """One chain."""

        def setup(self) -> None:
            seen.append(_Recording(family.makes, CHAIN, calls, f"{CHAIN}-{len(seen) + 1}"))

        def call(self, case: Case[Any], **kwargs: Any) -> Response:
            if calls.should_stop():
                raise Stopped
            answer = seen[-1].call(case) if seen[-1].unanswered < UNANSWERED else None
            if answer is None:
                raise Broken
            return answer

        def validate_response(self, response: Response, case: Case[Any], *checks: Any, **more: Any) -> None:
            """Was done when the answer came."""

    # A function, see `sessions.run`.
    @hypothesis_seed(seed)
    def new() -> RuleBasedStateMachine:
        return cast(RuleBasedStateMachine, Chain())

    with contextlib.suppress(Stopped, Broken):
        run_state_machine_as_test(
            new,  # type: ignore[arg-type]  # any callable without arguments will do
            settings=_settings(size.chains, stateful_step_count=size.chain_steps, print_blob=False),
        )
    for recording in seen:
        yield recording.seen()


def _is_negative(case: Case[Any]) -> bool:
    return case.meta is not None and case.meta.generation.mode is GenerationMode.NEGATIVE


def _make_cheap(case: Case[Any], endpoint: Endpoint, *, is_negative: bool) -> bool:
    """Short transcripts; in valid input also the target's own model and voice, so that something is spoken.

    False for a case that cannot be made cheap without becoming another one.
    """
    body = case.body
    if not isinstance(body, dict):
        return True
    transcript = body.get("transcript")
    if isinstance(transcript, str) and len(transcript) > MAX_TRANSCRIPT:
        if is_negative:
            return False  # perhaps its length is what is wrong with it
        body["transcript"] = transcript[:MAX_TRANSCRIPT]
    if not is_negative and "transcript" in body:
        body["model_id"] = endpoint.model
        voice = body.get("voice")
        if isinstance(voice, str):
            body["voice"] = endpoint.voice
        elif isinstance(voice, dict) and "id" in voice:
            voice["id"] = endpoint.voice
    return True


def _has_invalid_input(operation: APIOperation[Any, Any, Any, Any]) -> bool:
    """Whether anything breaks the schema. Every text that can stand in a path fits an id without a format, which
    schemathesis only finds out by trying thousands."""
    schemas = [parameter.definition.get("schema", {}) for parameter in operation.path_parameters]
    is_any_text = all(schema.get("type") == "string" and not schema.keys() - _ANY_TEXT for schema in schemas)
    return bool(operation.body) or bool(operation.query) or not is_any_text


def _applies(requirement: str, answer: Exchange, *, is_negative: bool) -> bool:
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
            return is_negative and status not in _WITHHELD and status < 500
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
    prepared = requests.Request(**{name: value for name, value in arguments.items() if name in known}).prepare()
    media_type: str = str(prepared.headers.get("content-type") or "")
    found = _BOUNDARY.search(media_type)
    body: Any = prepared.body
    if found is not None and isinstance(body, bytes):
        # Drawn by the library; the same seed makes the same bytes only with one that follows from the parts.
        drawn = found[1].encode()
        fixed = hashlib.blake2b(body.replace(drawn, b""), digest_size=len(drawn) // 2).hexdigest()
        prepared.body = cast(Any, body.replace(drawn, fixed.encode()))
        prepared.headers["content-type"] = media_type.replace(found[1], fixed)
    return prepared


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
