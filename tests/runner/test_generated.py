"""Generated tests: bounded, the same for the same seed, and readable when they fail."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import urllib.request
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection

import contralto_spec
from contralto_conformance.cases.loader import parse
from contralto_conformance.cases.model import Send
from contralto_conformance.drivers.endpoint import Endpoint
from contralto_conformance.drivers.player import Network, play
from contralto_conformance.drivers.redact import Redactor
from contralto_conformance.fuzz import exercised, http, sessions
from contralto_conformance.mock import MockSettings, serve
from contralto_conformance.trace import Trace

from .targets import answer, answering, raw_server, read_request, socket_server

KEY = "sk_car_test"
VERSION = "2026-08-14"
SPEC = contralto_spec.load()
PROTOCOL = SPEC.asyncapi(VERSION)["channels"]["tts"]["x-protocol"]
VOICE = "f786b574-daa5-4673-aa0c-cbe3e8534c02"


def endpoint(url: str) -> Endpoint:
    return Endpoint(
        base_url=url,
        socket_url="ws" + url.removeprefix("http"),
        api_key=KEY,
        version=VERSION,
        swapped_version="2025-04-16",
        redactor=Redactor(KEY),
        patience_s=2,
        voice=VOICE,
    )


def never() -> bool:
    return False


def sessions_against(
    url: str, judge: Callable[[Trace], Sequence[str]] = lambda trace: [], seed: int = 0, **options: Any
) -> list[Trace]:
    heard: list[Trace] = []
    sessions.run(PROTOCOL, endpoint(url), seed=seed, judge=judge, should_stop=never, heard=heard.append, **options)
    return heard


def said(trace: Trace) -> list[dict[str, Any]]:
    return [frame.json() for frame in trace.sockets[0].sent()]


def test_sessions_repeat_for_their_seed_and_differ_between_seeds() -> None:
    with serve(MockSettings()) as mock:
        first, again = (sessions_against(mock.url, seed=3) for _ in range(2))
        other = sessions_against(mock.url, seed=4)
    assert len(first) > 5
    assert [trace.script for trace in first] == [trace.script for trace in again]
    assert [trace.script for trace in first] != [trace.script for trace in other]
    assert len({trace.key for trace in first}) == len(first)


def test_sessions_say_only_what_the_table_allows() -> None:
    table = sessions.Table(PROTOCOL)
    with serve(MockSettings()) as mock:
        traces = sessions_against(mock.url)
    symbols: set[str] = set()
    for trace in traces:
        states: dict[str, str] = {}
        for message in said(trace):
            context_id = message["context_id"]
            symbol = (
                "cancel"
                if message.get("cancel")
                else "flush"
                if message.get("flush")
                else "input"
                if message.get("continue")
                else "last_input"
            )
            after = table.after(states.get(context_id, table.initial), symbol)
            assert after is not None, (symbol, states, trace.script)
            states[context_id] = after
            symbols.add(symbol)
        assert "open" not in states.values()
    assert symbols == {"cancel", "flush", "input", "last_input"}


def test_a_failing_session_is_shrunk_to_a_script_that_can_be_played_again(capfd: pytest.CaptureFixture[str]) -> None:
    def dislikes_flush(trace: Trace) -> list[str]:
        return ["x"] if any(message.get("flush") for message in said(trace)) else []

    with serve(MockSettings()) as mock:
        failed = [trace for trace in sessions_against(mock.url, dislikes_flush) if dislikes_flush(trace)]
        (trace,) = failed
        case = parse(trace.script, "script.yaml").cases[0]

        async def again() -> Trace:
            async with Network(secure=False, patience_s=2) as network:
                return await play(case, endpoint(mock.url), network, seed=0)

        replayed = asyncio.run(again())
    sends = [step for step in case.steps if isinstance(step, Send)]
    assert len(sends) == 3, trace.script  # something to flush, the flush, the end
    assert dislikes_flush(replayed)
    assert capfd.readouterr() == ("", "")
    assert [message["transcript"] for message in said(replayed)] == [m["transcript"] for m in said(trace)]


def test_shrinking_is_bounded() -> None:
    plays = 0

    def dislikes_all(trace: Trace) -> list[str]:
        nonlocal plays
        plays += 1
        return ["x"]

    with serve(MockSettings()) as mock:
        heard = sessions_against(mock.url, dislikes_all)
    assert len(heard) == 1
    assert plays <= sessions.SHRINK_PLAYS + 1


def test_a_stop_ends_the_sessions_at_once() -> None:
    heard: list[Trace] = []
    with serve(MockSettings()) as mock:
        sessions.run(
            PROTOCOL,
            endpoint(mock.url),
            seed=0,
            judge=lambda trace: [],
            should_stop=lambda: len(heard) >= 2,
            heard=heard.append,
        )
    assert len(heard) == 2


def test_sessions_with_a_server_that_hangs_are_given_up_soon() -> None:
    async def silent(connection: ServerConnection) -> None:
        await connection.wait_closed()

    heard: list[Trace] = []
    with socket_server(silent) as target:
        sessions.run(
            PROTOCOL,
            dataclasses.replace(endpoint(target.url), patience_s=0.05),
            seed=0,
            judge=lambda trace: [],
            should_stop=never,
            heard=heard.append,
        )
    assert len(heard) == sessions.UNANSWERED
    assert all("nothing arrived for 0.05 s" in trace.stopped for trace in heard)


def test_an_operation_that_hangs_is_given_up_soon() -> None:
    calls: list[str] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, path, _, _ = await read_request(reader)
        calls.append(path)
        await asyncio.sleep(30)

    with raw_server(handle) as target:
        impatient = dataclasses.replace(endpoint(target.url), patience_s=0.03)
        results = list(http.run(SPEC.openapi(VERSION), impatient, seed=0, should_stop=never, examples=10))
    assert all(len(result.trace.exchanges) <= http.UNANSWERED for result in results)
    assert all(exchange.status is None for result in results for exchange in result.trace.exchanges)
    assert all(result.verdicts == {} for result in results)


def fuzzed(url: str, seed: int = 0, examples: int = 4) -> list[http.Fuzzed]:
    return list(http.run(SPEC.openapi(VERSION), endpoint(url), seed=seed, should_stop=never, examples=examples))


def bodies(results: list[http.Fuzzed]) -> list[tuple[str, bytes]]:
    return [(exchange.url, exchange.request_body) for result in results for exchange in result.trace.exchanges]


def test_fuzzing_covers_its_operations_and_finds_nothing_in_a_correct_server() -> None:
    with serve(MockSettings()) as mock:
        results = fuzzed(mock.url)
    assert {result.trace.case for result in results} == {f"fuzz/{name}" for name in exercised(SPEC.openapi(VERSION))}
    assert {result.trace.variant for result in results} == {"positive", "negative"}
    found = [violation for result in results for many in result.verdicts.values() for violation in many]
    assert found == []
    judged = {requirement for result in results for requirement in result.verdicts}
    assert judged == set(http.CHECKS) <= set(SPEC.requirements)


def test_fuzzing_repeats_for_its_seed() -> None:
    def deaf(method: str, path: str, headers: dict[str, str]) -> bytes:
        return answer(400, {"title": "t", "message": "m", "request_id": "r", "error_code": None})

    with raw_server(answering(deaf)) as target:
        first, again, other = (bodies(fuzzed(target.url, seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_calls_are_authenticated_versioned_cheap_and_redacted() -> None:
    with serve(MockSettings()) as mock:
        results = fuzzed(mock.url, examples=8)
    for result in results:
        for exchange in result.trace.exchanges:
            assert exchange.request_header("authorization") == "Bearer [redacted-key]"
            assert exchange.request_header("cartesia-version") == VERSION
            assert exchange.status != 401
            if result.trace.variant == "positive" and exchange.path.startswith("/tts/"):
                body = json.loads(exchange.request_body)
                assert len(body["transcript"]) <= http.MAX_TRANSCRIPT
                assert body["model_id"] == "sonic-3"
    spoken = [e for r in results for e in r.trace.exchanges if e.path == "/tts/bytes" and e.status == 200]
    assert spoken


def test_what_schemathesis_finds_is_kept_for_its_requirement() -> None:
    def wrong(method: str, path: str, headers: dict[str, str]) -> bytes:
        if path.startswith("/voices/"):
            return answer(500, {"x": 1})
        if path.startswith("/voices"):
            return answer(200, {"data": "none", "has_more": False})
        if path == "/":
            return answer(418, {"ok": True})
        return answer(200, b"<html>", "text/html")

    with raw_server(answering(wrong)) as target:
        results = fuzzed(target.url)
    found = {
        (requirement, result.trace.case)
        for result in results
        for requirement, violations in result.verdicts.items()
        if violations
    }
    assert ("http.no-server-error", "fuzz/getVoice") in found
    assert ("http.status-documented", "fuzz/getStatus") in found
    assert ("http.content-type-documented", "fuzz/createAccessToken") in found
    assert ("http.responses-match-schema", "fuzz/listVoices") in found
    assert ("http.invalid-input-refused", "fuzz/ttsBytes") in found
    violation = next(v for r in results for v in r.verdicts.get("http.no-server-error", []))
    assert violation.expected == "no status 500"
    assert violation.got.startswith("status 500: Server error")
    assert violation.where == "answer `positive-1`"


def test_values_that_an_enumeration_does_not_name_are_legal_in_answers() -> None:
    with serve(MockSettings()) as mock, urllib.request.urlopen(_voices(mock.url)) as reply:
        page = json.load(reply)
    page["data"][0]["gender"] = "a gender added later"
    page["data"][0]["language"] = "tlh"
    page["data"][0]["added_later"] = {"a": 1}

    with raw_server(answering(lambda *_: answer(200, page))) as target:
        results = fuzzed(target.url)
    (voices,) = (r for r in results if (r.trace.case, r.trace.variant) == ("fuzz/listVoices", "positive"))
    assert voices.verdicts["http.responses-match-schema"] == []


def _voices(url: str) -> urllib.request.Request:
    headers = {"authorization": f"Bearer {KEY}", "cartesia-version": VERSION}
    return urllib.request.Request(f"{url}/voices?limit=2", headers=headers)
