"""Failures of generated tests are kept as case files, which the next run tries first."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

import contralto_spec
from contralto_conformance.cases import loader
from contralto_conformance.cases.model import Case, File, Request
from contralto_conformance.drivers import forms
from contralto_conformance.mock import MockSettings, serve
from contralto_conformance.runner.engine import Result, run
from contralto_conformance.runner.events import Event, HarnessError
from contralto_conformance.runner.examples import Examples, case_of
from contralto_conformance.runner.model import Row, Target, Verdict
from contralto_conformance.runner.plan import make_plan
from contralto_conformance.runner.profiles import profile
from contralto_conformance.trace import Exchange, Trace

from .targets import answer, answering, raw_server

KEY = "sk_car_test"
VERSION = "2026-08-14"
SPEC = contralto_spec.load()
ORDER = "tts.ws.done-is-last"
NO_500 = "http.no-server-error"


class Faults:
    """Hears what the suite itself did wrong."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def handle(self, event: Event) -> None:
        if isinstance(event, HarnessError):
            self.said.append(event.message)


def judged(
    url: str,
    requirement: str,
    examples: Examples | None,
    *,
    cases: Mapping[str, Case] | None = None,
    seed: int = 0,
    fuzz: bool = False,
    sessions: bool = False,
    faults: Faults | None = None,
) -> Row:
    """The row of one requirement in a run of generated tests and nothing else."""
    plan = make_plan(
        SPEC,
        cases or {},
        versions=(VERSION,),
        only=(requirement,),
        seed=seed,
        fuzz=fuzz,
        sessions=sessions,
        played=replace(profile(), depth="small"),
    )
    target = Target(url, KEY, patience_s=20)
    listeners = [faults] if faults is not None else []
    result: Result = asyncio.run(run(plan, target, cases or {}, SPEC, listeners, examples=examples))
    (row,) = result.rows
    return row


def broken(method: str, path: str, headers: dict[str, str]) -> bytes:
    """A server that fails when a single voice is asked for."""
    if path.startswith("/voices/"):
        return answer(500, {"title": "t", "message": "m", "request_id": "r", "error_code": None})
    if path.startswith("/voices"):
        return answer(200, {"data": [], "has_more": False})
    return answer(404, {"title": "t", "message": "m", "request_id": "r", "error_code": None})


def test_a_session_that_failed_fails_again_at_once_with_another_seed(tmp_path: Path) -> None:
    with serve(MockSettings(defects=(ORDER,))) as mock:
        first = judged(mock.url, ORDER, Examples(tmp_path), sessions=True)
        again = judged(mock.url, ORDER, Examples(tmp_path), seed=99)
        without = judged(mock.url, ORDER, None, seed=99)
    assert first.verdict is again.verdict is Verdict.FAIL
    assert without.verdict is Verdict.NOT_VERIFIED
    assert again.failed == ("sessions/tts-ws#kept-1",)
    assert again.example == first.example
    assert Path(first.example).read_text().startswith(f"# violated: {ORDER}\nsuite: sessions\n")
    with serve(MockSettings()) as mock:
        assert judged(mock.url, ORDER, Examples(tmp_path)).verdict is Verdict.PASS
    assert Path(first.example).exists(), "what was mended is tried again as well"


def test_a_request_that_failed_fails_again_at_once_with_another_seed(tmp_path: Path) -> None:
    with raw_server(answering(broken)) as target:
        first = judged(target.url, NO_500, Examples(tmp_path), fuzz=True)
        again = judged(target.url, NO_500, Examples(tmp_path), seed=99)
    assert first.verdict is again.verdict is Verdict.FAIL
    assert again.failed == (f"{first.failed[0]}#kept-1",)
    assert again.example == first.example


@pytest.mark.parametrize("kind", ["session", "request"])
def test_the_file_alone_repeats_the_verdict(kind: str, tmp_path: Path) -> None:
    if kind == "session":
        with serve(MockSettings(defects=(ORDER,))) as mock:
            first = judged(mock.url, ORDER, Examples(tmp_path), sessions=True)
            cases = loader.cases_of(loader.load([Path(first.example)]))
            again = judged(mock.url, ORDER, None, cases=cases)
    else:
        with raw_server(answering(broken)) as target:
            first = judged(target.url, NO_500, Examples(tmp_path), fuzz=True)
            cases = loader.cases_of(loader.load([Path(first.example)]))
            again = judged(target.url, NO_500, None, cases=cases)
    assert again.verdict is Verdict.FAIL
    assert len(cases) == 1


def test_a_folder_beside_the_report_is_written_and_not_read(tmp_path: Path) -> None:
    with serve(MockSettings(defects=(ORDER,))) as mock:
        beside = Examples(tmp_path, is_tried=False)
        assert judged(mock.url, ORDER, beside, sessions=True).example
        assert judged(mock.url, ORDER, beside).verdict is Verdict.NOT_VERIFIED


def test_a_file_that_is_no_case_file_is_told_and_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / VERSION
    folder.mkdir()
    (folder / "notes.yaml").write_text("shopping: [bread]\n")
    faults = Faults()
    with serve(MockSettings()) as mock:
        judged(mock.url, ORDER, Examples(tmp_path), faults=faults)
    (said,) = faults.said
    assert said.startswith(f"`{folder / 'notes.yaml'}` cannot be played: ")


def exchange(body: bytes, media_type: str, path: str = "/stt") -> Exchange:
    return Exchange(
        label="positive-1",
        transport="http",
        method="POST",
        url=f"http://target{path}",
        path=path,
        query=(("price", "$5"),),
        request_headers=(("authorization", "Bearer [redacted-key]"), ("content-type", media_type)),
        request_body=body,
        status=500,
        response_headers=(),
        frames=(),
        ending="complete",
    )


def request_of(sent: Exchange) -> Request | None:
    case = case_of(Trace("fuzz/sttTranscribe", VERSION, exchanges=(sent,)), "answer `positive-1`")
    if case is None:
        return None
    (step,) = case.steps
    assert isinstance(step, Request)
    return step


def test_a_kept_request_holds_its_form_and_no_credential() -> None:
    parts = [forms.Part("file", b"\x00\xff", "a.wav", "audio/wav"), forms.Part("model", b"$x")]
    request = request_of(exchange(*forms.encode(parts)))
    assert request is not None
    assert request.form == (("file", File("a.wav", "audio/wav", content=b"\x00\xff")), ("model", "$$x"))
    assert request.headers == {}
    assert request.query == (("price", "$$5"),)


def test_a_kept_request_holds_its_body_as_it_was_written() -> None:
    request = request_of(exchange(b'{"a":  "$b"}', "application/json"))
    assert request is not None
    assert request.body == '{"a":  "$$b"}'
    assert request.headers == {"content-type": "application/json"}


def test_a_request_that_no_case_file_can_hold_is_not_kept() -> None:
    assert request_of(exchange(base64.b64decode("/w=="), "application/json")) is None
