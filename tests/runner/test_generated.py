"""Generated tests: bounded, the same for the same seed, and readable when they fail."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import urllib.request

import contralto_spec
from contralto_conformance.drivers.endpoint import Endpoint
from contralto_conformance.drivers.redact import Redactor
from contralto_conformance.fuzz import ADMINISTERING, CHANGING, EXERCISED, REACHING_OUT, Size, exercised, http
from contralto_conformance.fuzz.chains import families
from contralto_conformance.mock import MockSettings, serve

from .targets import answer, answering, raw_server, read_request

KEY = "sk_car_test"
VERSION = "2026-08-14"
SPEC = contralto_spec.load()
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


def test_a_server_that_hangs_is_given_up_soon() -> None:
    calls: list[str] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, path, _, _ = await read_request(reader)
        calls.append(path)
        await asyncio.sleep(30)

    with raw_server(handle) as target:
        impatient = dataclasses.replace(endpoint(target.url), patience_s=0.03)
        results = list(http.run(SPEC.openapi(VERSION), impatient, seed=0, should_stop=never))
    assert sum(len(result.trace.exchanges) for result in results) == http.SILENT
    assert all(len(result.trace.exchanges) <= len(http.KINDS) * http.UNANSWERED for result in results)
    assert all(exchange.status is None for result in results for exchange in result.trace.exchanges)
    assert all(result.verdicts == {} for result in results)


DOCUMENT = SPEC.openapi(VERSION)
FEW = Size(sessions=0, usual=4, others=2, paid=4, boundaries=2, chains=0)


def fuzzed(url: str, seed: int = 0, size: Size = FEW, operations: tuple[str, ...] | None = None) -> list[http.Fuzzed]:
    return list(
        http.run(DOCUMENT, endpoint(url), seed=seed, should_stop=never, size=size, operations=operations or EXERCISED)
    )


def bodies(results: list[http.Fuzzed]) -> list[tuple[str, bytes]]:
    return [(exchange.url, exchange.request_body) for result in results for exchange in result.trace.exchanges]


def test_fuzzing_covers_its_operations_and_finds_nothing_in_a_correct_server() -> None:
    called = exercised(DOCUMENT).called
    with serve(MockSettings()) as mock:
        results = fuzzed(mock.url, operations=called)
    assert {result.trace.case for result in results} == {f"fuzz/{name}" for name in called}
    assert frozenset().union(*(result.trace.tags for result in results)) == {"boundaries", "positive", "negative"}
    found = [violation for result in results for many in result.verdicts.values() for violation in many]
    assert found == []
    judged = {requirement for result in results for requirement in result.verdicts}
    assert judged == set(http.CHECKS) <= set(SPEC.requirements)


def test_every_operation_is_called_or_left_out_for_a_reason() -> None:
    described = {
        operation["operationId"]
        for item in DOCUMENT["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict) and "operationId" in operation
    }
    careful = exercised(DOCUMENT)
    assert set(careful.left_out) == {CHANGING, REACHING_OUT, ADMINISTERING}
    assert {"deleteVoice", "createAgent", "createOutboundCall"} & set(careful.called) == set()
    bold = exercised(DOCUMENT, changes=True, outward=True)
    assert set(bold.left_out) == {ADMINISTERING}
    for operations in (careful, bold):
        named = [*operations.called, *(name for names in operations.left_out.values() for name in names)]
        assert sorted(named) == sorted(described)


def test_chains_follow_what_they_made_and_leave_nothing_behind() -> None:
    size = dataclasses.replace(FEW, chains=6, chain_steps=6, takes_turns=False)
    family = ("createDataset", "getDataset", "updateDataset", "deleteDataset", "listDatasets")
    with serve(MockSettings()) as mock:
        before = datasets(mock.url)
        results = fuzzed(mock.url, size=size, operations=family)
        after = datasets(mock.url)
    chains = [result.trace for result in results if result.trace.tags == {"chain"}]
    assert len(chains) == size.chains
    followed = {
        (exchange.method, exchange.status)
        for chain in chains
        for exchange in chain.exchanges
        if exchange.path.startswith("/datasets/d")
    }
    assert {("GET", 200), ("DELETE", 204)} <= followed
    assert after == before


def datasets(url: str) -> list[str]:
    headers = {"authorization": f"Bearer {KEY}", "cartesia-version": VERSION}
    with urllib.request.urlopen(urllib.request.Request(f"{url}/datasets/", headers=headers)) as reply:
        return [dataset["id"] for dataset in json.load(reply)["data"]]


def test_only_what_was_made_is_followed_to_be_changed_or_deleted() -> None:
    found = {family.makes: family for family in families(DOCUMENT, exercised(DOCUMENT, changes=True).called)}
    assert found["createFolder"].uses == {"getFolder": "id", "updateFolder": "id", "deleteFolder": "id"}
    assert found["createFolder"].deletes == "/agents/folders/{}"
    assert "updateVoice" in found["cloneVoice"].uses
    assert not any(name.startswith("list") for name in found)


def test_fuzzing_repeats_for_its_seed() -> None:
    def deaf(method: str, path: str, headers: dict[str, str]) -> bytes:
        return answer(400, {"title": "t", "message": "m", "request_id": "r", "error_code": None})

    with raw_server(answering(deaf)) as target:
        called = ("listVoices", "ttsBytes", "createFolder", "getFolder", "deleteFolder", "uploadFile")
        first, again, other = (bodies(fuzzed(target.url, seed, operations=called)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_calls_are_authenticated_versioned_cheap_and_redacted() -> None:
    with serve(MockSettings()) as mock:
        results = fuzzed(mock.url, size=dataclasses.replace(FEW, usual=8))
    for result in results:
        for exchange in result.trace.exchanges:
            assert exchange.request_header("authorization") == "Bearer [redacted-key]"
            assert exchange.request_header("cartesia-version") == VERSION
            assert exchange.status != 401
            if exchange.label.startswith("positive") and exchange.path.startswith("/tts/"):
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
    assert violation.where == "answer `boundaries-1`"


def test_values_that_an_enumeration_does_not_name_are_legal_in_answers() -> None:
    with serve(MockSettings()) as mock, urllib.request.urlopen(_voices(mock.url)) as reply:
        page = json.load(reply)
    page["data"][0]["gender"] = "a gender added later"
    page["data"][0]["language"] = "tlh"
    page["data"][0]["added_later"] = {"a": 1}

    with raw_server(answering(lambda *_: answer(200, page))) as target:
        results = fuzzed(target.url)
    (voices,) = (r for r in results if r.trace.case == "fuzz/listVoices")
    assert voices.verdicts["http.responses-match-schema"] == []


def _voices(url: str) -> urllib.request.Request:
    headers = {"authorization": f"Bearer {KEY}", "cartesia-version": VERSION}
    return urllib.request.Request(f"{url}/voices?limit=2", headers=headers)
