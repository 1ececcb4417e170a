"""Scenarios are whole, load with clear messages, and have the service do nothing that it may not do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.examine.examining import CLIENTS

from contralto_conformance.examine.scenarios import Scenario, bundled, load, unseen
from contralto_conformance.examine.service import audio_of, expanded, voice_of
from contralto_conformance.oracle.clients import CLIENT_CHECKS
from contralto_conformance.oracle.contracts import contract
from contralto_conformance.oracle.performances import PROVOKED_CHECKS
from contralto_spec.findings import SpecError

NEWEST = contract("2026-08-14")
JUDGED = {name for scenario in bundled().values() for name in scenario.judges}
SCHEMAS = {
    "/tts/websocket": {
        "chunk": "ChunkEvent",
        "timestamps": "TimestampsEvent",
        "flush_done": "FlushDoneEvent",
        "done": "DoneEvent",
        "error": "ErrorEvent",
    },
    "/stt/websocket": {"transcript": "SttTranscript", "flush_done": "SttFlushDone", "done": "SttDone"},
    "/stt/turns/websocket": {
        "connected": "TurnsConnected",
        "turn.start": "TurnStart",
        "turn.update": "TurnUpdate",
        "turn.eager_end": "TurnEagerEnd",
        "turn.end": "TurnEnd",
    },
    "/agents/stream/agent_1": {
        "ack": "LineAck",
        "media_output": "LineMediaOutput",
        "transfer_call": "LineTransferCall",
    },
}
BEYOND_THE_DOCUMENTS = {
    # Services did it, or may do it one day; that a client bears it is what is required.
    "tts-socket/null-timestamps": "timestamps",
    "voices/null-next-page": "",
}


def test_each_requirement_on_clients_is_judged_by_a_scenario_or_says_why_not() -> None:
    assert JUDGED | set(unseen()) == set(CLIENTS)
    assert not JUDGED & set(unseen())
    assert all(reason.strip() for reason in unseen().values())


def test_what_a_scenario_judges_has_a_check() -> None:
    assert set(PROVOKED_CHECKS) <= JUDGED
    assert {*PROVOKED_CHECKS, *CLIENT_CHECKS} >= JUDGED


@pytest.mark.parametrize("scenario", bundled().values(), ids=lambda scenario: scenario.name)
def test_a_scenario_judges_something_or_is_needed(scenario: Scenario) -> None:
    assert scenario.judges or any(other.needs == scenario.name for other in bundled().values())


def sent(scenario: Scenario) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Messages of the scenario's sockets, with the path."""
    for socket in scenario.sockets:
        for step in socket["steps"]:
            for message in step.get("send", ()):
                yield socket["at"], expanded(message)


@pytest.mark.parametrize("scenario", bundled().values(), ids=lambda scenario: scenario.name)
def test_messages_are_as_documented(scenario: Scenario) -> None:
    for path, message in sent(scenario):
        kind = message.get("type") or message["event"]
        schema = SCHEMAS[path].get(kind)
        if schema is None or BEYOND_THE_DOCUMENTS.get(scenario.name) == kind:
            assert kind.startswith("contralto_") or scenario.name in BEYOND_THE_DOCUMENTS
            continue
        assert NEWEST.message_problems(schema, message) == []


@pytest.mark.parametrize("scenario", bundled().values(), ids=lambda scenario: scenario.name)
def test_answers_are_as_documented(scenario: Scenario) -> None:
    for answer in scenario.answers:
        method, _, path = answer["to"].partition(" ")
        operation = NEWEST.operation(method, path.replace("*", "voice-1"))
        assert operation is not None
        status = answer.get("status", 200)
        if "text" in answer or "events" in answer or scenario.name in BEYOND_THE_DOCUMENTS:
            continue
        value = answer.get("json")
        if "voice" in answer:
            value = voice_of(answer["voice"])
        elif "page" in answer:
            page = dict(answer["page"])
            value = {"data": [voice_of(number) for number in page.pop("voices")], **page}
        if operation.documents(status):
            assert operation.answer_problems(status, "application/json", value) == []


def test_no_two_chunks_are_alike() -> None:
    assert len({audio_of(number) for number in range(40)}) == 40


HEAD = "suite: mine\nabout: Mine.\nscenarios:\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("  - {name: one, about: A sentence., task: sing}\n", r"mine\.yaml:4:.*scenario-schema.*sing"),
        ("  - {name: one, about: no stop, task: speak}\n", r"mine\.yaml:4:.*scenario-schema"),
        ("  - {name: one, about: A., task: speak}\n", r"`mine/one` needs `mine/plain`, which does not stand before it"),
        ("  - {name: plain, about: A., task: speak}\n" * 2, r"scenario `mine/plain` stands twice"),
    ],
)
def test_a_bad_file_says_what_and_where(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "mine.yaml").write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(SpecError, match=told):
        load([tmp_path / "mine.yaml"])
