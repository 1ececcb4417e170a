"""The JSON document keeps to its published schema, whatever the run was like."""

from __future__ import annotations

import errno
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import jsonschema_rs
import pytest

from contralto_conformance.report import json_report
from contralto_conformance.report.collect import Report
from contralto_conformance.report.stream import StreamReport
from contralto_conformance.runner.events import CannotJudge, Event, HarnessError, RunFinished
from contralto_conformance.runner.model import Identity, Row, Verdict
from contralto_conformance.trace import Trace
from contralto_spec.data import data_root

Collect = Callable[[Iterable[Event]], Report]


@pytest.fixture(scope="module")
def schema() -> Any:
    return json.loads((data_root() / "schemas" / "report.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def validator(schema: Any) -> Any:
    jsonschema_rs.meta.validate(schema)
    return jsonschema_rs.validator_for(schema)


def _parsed(report: Report) -> Any:
    return json.loads(json_report.render(report))


def test_run_with_every_verdict_keeps_to_the_schema(report: Report, validator: Any) -> None:
    document = _parsed(report)
    validator.validate(document)
    assert {v["verdict"] for r in document["requirements"] for v in r["verdicts"].values()} == set(Verdict)


def test_schema_knows_every_verdict_and_no_other(schema: Any) -> None:
    assert schema["$defs"]["verdict"]["enum"] == list(Verdict)


def test_members_stand_in_the_order_of_the_schema(report: Report, schema: Any) -> None:
    document = _parsed(report)
    assert list(document) == list(schema["properties"])
    assert list(document["run"]) == list(schema["properties"]["run"]["properties"])
    assert list(document["requirements"][0]) == list(schema["$defs"]["requirement"]["properties"])


def test_requirements_stand_in_the_order_of_the_spec(report: Report, requirements: Any) -> None:
    assert [r["id"] for r in _parsed(report)["requirements"]] == list(requirements)


def test_traces_of_findings_are_kept_whole_and_others_are_not(report: Report) -> None:
    traces = _parsed(report)["traces"]
    assert {version: list(named) for version, named in traces.items()} == {
        "2025-04-16": ["tts/ws/one-shot"],
        "2026-08-14": ["errors/bad-body"],
    }
    trace = Trace.from_dict(traces["2025-04-16"]["tts/ws/one-shot"][0])
    assert trace == report.traces["2025-04-16", "tts/ws/one-shot"][0]


def test_too_much_traffic_is_named_instead_of_kept(report: Report, monkeypatch: Any, validator: Any) -> None:
    monkeypatch.setattr(json_report, "MAX_TRACE_CHARACTERS", 5000)
    document = _parsed(report)
    validator.validate(document)
    assert document["traces_left_out"] == [{"version": "2025-04-16", "trace": "tts/ws/one-shot"}]


def test_interrupted_run_says_so(events: list[Event], collect: Collect, validator: Any) -> None:
    finished = events[-1]
    assert isinstance(finished, RunFinished)
    cut = replace(finished, summary=replace(finished.summary, interrupted="interrupted", exit_code=2))
    document = _parsed(collect([*events[:8], cut]))
    validator.validate(document)
    assert document["run"]["interrupted"] is True
    assert document["run"]["interrupted_by"] == "interrupted"


def test_run_that_could_not_begin_keeps_to_the_schema(events: list[Event], collect: Collect, validator: Any) -> None:
    finished = events[-1]
    assert isinstance(finished, RunFinished)
    rows = (Row("tts.ws.opens", "2026-08-14", "must", Verdict.NOT_VERIFIED, "connection refused"),)
    summary = replace(finished.summary, identity=Identity("http://127.0.0.1:1"), by_version={}, exit_code=2)
    document = _parsed(
        collect([CannotJudge("unreachable", "connection refused", "is it running?"), RunFinished(summary, rows)])
    )
    validator.validate(document)
    assert document["problems"][0]["message"] == "connection refused"
    assert document["run"]["started_at"] == ""
    assert document["versions"] == ["2026-08-14"]


def test_unknown_requirement_keeps_to_the_schema(events: list[Event], collect: Collect, validator: Any) -> None:
    finished = events[-1]
    assert isinstance(finished, RunFinished)
    own = Row("acme.bill.is-right", "2026-08-14", "must", Verdict.PASS)
    document = _parsed(collect([*events[:-1], replace(finished, rows=(*finished.rows, own))]))
    validator.validate(document)
    assert document["requirements"][-1]["area"] == "acme.bill"


def test_report_that_could_not_be_written_changes_the_exit_code(met_events: list[Event], collect: Collect) -> None:
    fault = HarnessError("report", "cannot write `out/report.html`: no space left on the device")
    document = _parsed(collect([*met_events[:-1], fault, met_events[-1]]))
    assert document["run"]["exit_code"] == 2
    assert document["run"]["exit_reason"] == "cannot write `out/report.html`: no space left on the device"


def test_lone_surrogates_can_be_written(report: Report) -> None:
    summary = replace(report.summary, exit_reason="a \ud800 b")
    text = json_report.render(replace(report, summary=summary))
    data = text.encode("utf-8", "backslashreplace")
    assert json.loads(data)["run"]["exit_reason"] == "a \ud800 b"


def test_a_reader_that_went_away_changes_nothing(met_events: list[Event]) -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    report = StreamReport(Gone(), lambda _: "{}")
    for event in met_events:
        report.handle(event)
