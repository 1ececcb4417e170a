"""A run from preflight to summary, against the mock and against servers that are something else."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

import contralto_spec
from contralto_conformance.cases.loader import cases_of, parse
from contralto_conformance.mock import MockSettings, serve
from contralto_conformance.runner.engine import Result, run
from contralto_conformance.runner.events import (
    CannotJudge,
    CaseFinished,
    Event,
    HarnessError,
    RequirementJudged,
    RunFinished,
    RunStarted,
    VersionFinished,
    VersionStarted,
)
from contralto_conformance.runner.model import Plan, Target, Verdict
from contralto_conformance.runner.plan import make_plan
from contralto_conformance.trace import Trace

from .targets import answer, answering, hang, raw_server

KEY = "sk_car_test"
SPEC = contralto_spec.load()
SUITE = parse(
    """
    suite: tts/ws
    cases:
      - name: one-shot
        about: one request without continuation
        steps:
          - connect: {path: /tts/websocket}
          - send: {transcript: "Hello there.", context_id: $a}
          - await: {type: done, context_id: $a}
          - barrier: true
      - name: flush
        about: takes its time
        tags: [slow]
        steps:
          - pause_s: 1
          - connect: {path: /tts/websocket}
          - send: {transcript: "Hello there.", context_id: $a}
          - await: {type: done, context_id: $a}
    """,
    "engine.yaml",
)
CASES = cases_of([SUITE])
VERSION = "2026-08-14"


class Heard:
    """A listener that keeps every event."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def handle(self, event: Event) -> None:
        self.events.append(event)

    def kinds(self) -> list[str]:
        names = [type(event).__name__ for event in self.events]
        return [name for i, name in enumerate(names) if i == 0 or names[i - 1] != name]

    def of(self, kind: type) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]


def plan(*cases: str, **changes: Any) -> Plan:
    made = make_plan(SPEC, CASES, versions=[VERSION], fuzz=False, sessions=False)
    return dataclasses.replace(made, cases=cases, **changes)


def carried_out(
    url: str, made: Plan, *listeners: Any, key: str = KEY, patience_s: float = 2, stop_after_s: float | None = None
) -> Result:
    async def main() -> Result:
        task = asyncio.current_task()
        assert task is not None
        if stop_after_s is not None:
            asyncio.get_running_loop().call_later(stop_after_s, task.cancel)
        return await run(made, Target(url, key, patience_s=patience_s), CASES, SPEC, listeners)

    return asyncio.run(main())


def test_a_run_is_told_as_events_in_order() -> None:
    heard = Heard()
    with serve(MockSettings()) as mock:
        result = carried_out(mock.url, plan("tts/ws/one-shot"), heard)
    assert heard.kinds() == [
        "RunStarted",
        "VersionStarted",
        "CaseStarted",
        "CaseFinished",
        "Progress",
        "RequirementJudged",
        "VersionFinished",
        "RunFinished",
    ]
    (started,) = heard.of(RunStarted)
    assert (started.identity.auth, started.spec_digest) == ("bearer", SPEC.digest)
    (began,) = heard.of(VersionStarted)
    assert (began.cases, began.requirements) == (1, len(result.rows))
    verdicts = {row.requirement: row.verdict for row in result.rows}
    assert verdicts["tts.ws.chunks-then-one-done"] is Verdict.PASS
    assert verdicts["voices.list-is-a-page"] is Verdict.NOT_VERIFIED
    assert result.summary.exit_code == 0
    assert result.summary.total.met + result.summary.total.not_verified == len(result.rows)
    assert heard.of(VersionFinished)[0].rows == result.rows == heard.of(RunFinished)[0].rows
    assert [event.row for event in heard.of(RequirementJudged)] == list(result.rows)


def test_the_key_is_in_no_event() -> None:
    heard = Heard()
    key = "sk_car_very.secret-0123456789"
    with serve(MockSettings(api_keys=(key,))) as mock:
        carried_out(mock.url, plan("tts/ws/one-shot"), heard, key=key)
    assert heard.of(CaseFinished)
    assert not any("very.secret" in repr(event) for event in heard.events)


def test_a_run_cut_off_keeps_the_verdicts_so_far() -> None:
    heard = Heard()
    with serve(MockSettings()) as mock:
        result = carried_out(mock.url, plan("tts/ws/one-shot", "tts/ws/flush"), heard, stop_after_s=0.5)
    assert (result.summary.exit_code, result.summary.interrupted) == (2, "interrupted")
    by_id = {row.requirement: row for row in result.rows}
    assert by_id["tts.ws.chunks-then-one-done"].verdict is Verdict.PASS
    assert by_id["tts.ws.flush-is-answered"].verdict is Verdict.NOT_VERIFIED
    assert by_id["tts.ws.flush-is-answered"].reason == "interrupted"
    assert [event.case for event in heard.of(CaseFinished)] == ["tts/ws/one-shot"]
    assert heard.kinds()[-1] == "RunFinished"


def test_a_run_out_of_time_is_judged_by_what_it_saw() -> None:
    with serve(MockSettings()) as mock:
        result = carried_out(mock.url, plan("tts/ws/one-shot", "tts/ws/flush", max_time_s=0.5))
    assert result.summary.interrupted == "time limit of 0.5 s reached"
    reasons = {row.reason for row in result.rows if row.verdict is Verdict.NOT_VERIFIED}
    assert "time limit of 0.5 s reached" in reasons


def test_a_case_that_breaks_the_suite_is_a_harness_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*args: Any, **kwargs: Any) -> Trace:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("contralto_conformance.runner.engine.play", broken)
    heard = Heard()
    with serve(MockSettings()) as mock:
        result = carried_out(mock.url, plan("tts/ws/one-shot"), heard)
    (fault,) = heard.of(HarnessError)
    assert fault.where == f"case tts/ws/one-shot (engine.yaml:4), version {VERSION}"
    assert fault.message == "ZeroDivisionError: oh"
    assert (result.summary.exit_code, result.summary.exit_reason) == (2, "the suite itself broke 1 time")


def test_a_report_that_breaks_takes_no_other_with_it() -> None:
    class Broken:
        def handle(self, event: Event) -> None:
            raise OSError("disk full")

    heard = Heard()
    with serve(MockSettings()) as mock:
        result = carried_out(mock.url, plan("tts/ws/one-shot"), Broken(), heard)
    assert [fault.message for fault in heard.of(HarnessError)] == ["OSError: disk full"]
    assert heard.kinds()[-1] == "RunFinished"
    assert result.summary.exit_code == 2


def test_a_key_that_only_works_as_x_api_key_is_used_that_way() -> None:
    def old(method: str, path: str, headers: dict[str, str]) -> bytes:
        if path.startswith("/voices") and headers.get("x-api-key") != KEY:
            return answer(401, b"Unauthorized: no", "text/plain")
        return answer(200, {"data": [], "has_more": False})

    heard = Heard()
    with raw_server(answering(old)) as target:
        carried_out(target.url, plan("tts/ws/one-shot"), heard, patience_s=0.5)
    assert heard.of(RunStarted)[0].identity.auth == "x-api-key"
    socket = heard.of(CaseFinished)[0].trace.sockets[0]
    assert socket.request_header("x-api-key") == "[redacted-key]"
    assert socket.request_header("authorization") is None


def page(method: str, path: str, headers: dict[str, str]) -> bytes:
    return answer(200, b"<html>hi</html>", "text/html; charset=utf-8")


def nowhere(method: str, path: str, headers: dict[str, str]) -> bytes:
    return answer(404, {"detail": "Not Found"})


def other_api(method: str, path: str, headers: dict[str, str]) -> bytes:
    return answer(200, {"items": []})


def refusing(method: str, path: str, headers: dict[str, str]) -> bytes:
    return answer(401, {"title": "Unauthorized", "message": "no", "request_id": "1", "error_code": None})


def moved(method: str, path: str, headers: dict[str, str]) -> bytes:
    return b"HTTP/1.1 301 Moved\r\nlocation: https://elsewhere/\r\ncontent-length: 0\r\n\r\n"


@pytest.mark.parametrize(
    ("answers", "code", "message"),
    [
        (page, "not-this-api", "is not this API: GET /voices was answered 200 with a web page"),
        (nowhere, "not-this-api", "has nothing at its base URL: GET / and GET /voices were both answered 404"),
        (other_api, "not-this-api", "is not this API: GET /voices was answered 200 with a body of type"),
        (refusing, "key-refused", "refused the API key: GET /voices was answered 401 with it as bearer and 401"),
        (moved, "redirect", "redirects (status 301) to https://elsewhere/"),
    ],
)
def test_a_target_that_cannot_be_judged_is_said_so(
    answers: Callable[[str, str, dict[str, str]], bytes], code: str, message: str
) -> None:
    heard = Heard()
    with raw_server(answering(answers)) as target:
        result = carried_out(target.url, plan("tts/ws/one-shot"), heard)
    (cannot,) = heard.of(CannotJudge)
    assert cannot.code == code
    assert message in cannot.message
    assert heard.kinds() == ["CannotJudge", "RunFinished"]
    assert (result.summary.exit_code, result.summary.exit_reason) == (2, cannot.message)
    assert {row.verdict for row in result.rows} == {Verdict.NOT_VERIFIED}


def test_a_server_that_hangs_is_told_from_one_that_is_not_there() -> None:
    heard = Heard()
    with raw_server(hang) as target:
        carried_out(target.url, plan(), heard, patience_s=0.2)
    carried_out(target.url, plan(), heard, patience_s=0.2)
    hanging, absent = heard.of(CannotJudge)
    assert (hanging.code, absent.code) == ("timeout", "unreachable")
    assert "sent no answer: nothing arrived for 0.2 s" in hanging.message


def test_a_voice_that_the_target_lists_is_used() -> None:
    def listed(method: str, path: str, headers: dict[str, str]) -> bytes:
        return answer(200, {"data": [{"id": "voice-7"}], "has_more": False})

    heard = Heard()
    with raw_server(answering(listed)) as target:
        carried_out(target.url, plan("tts/ws/one-shot"), heard, patience_s=0.5)
    assert heard.of(CaseFinished)[0].trace.values["voice"] == "voice-7"
