"""JUnit XML says what happened, and any XML parser reads it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contralto_conformance.report import junit
from contralto_conformance.report.collect import Entry, Problem, Report
from contralto_conformance.runner.model import Finding, Row, Verdict


def _case(report: Report, version: str, name: str) -> ET.Element:
    root = ET.fromstring(junit.render(report))
    found = root.find(f"testsuite[@name='contralto {version}']/testcase[@name='{name}']")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "version", "tag", "message"),
    [
        ("tts.ws.done-is-last", "2025-04-16", "failure", "expected nothing for context"),
        ("tts.ws.surprise", "2025-04-16", "failure", "listed as failing, but it passes"),
        ("tts.ws.broken", "2025-04-16", "error", "KeyError in the check"),
        ("tts.ws.flush", "2025-04-16", "skipped", "not verified: feature `flush` is not claimed"),
        ("version.one-observed", "2026-08-14", "skipped", "not verified: no case showed it"),
        ("auth.token", "2026-08-14", "skipped", "not verified: blocked by `auth.bearer`"),
        ("tts.ws.known", "2025-04-16", "skipped", "known failure: waived until"),
        ("errors.json", "2026-08-14", "skipped", "warning: a SHOULD is violated: expected a JSON object"),
    ],
)
def test_verdicts_are_mapped_honestly(report: Report, name: str, version: str, tag: str, message: str) -> None:
    element = _case(report, version, name).find(tag)
    assert element is not None
    assert element.get("message", "").startswith(message)


def test_met_requirement_has_no_remark(report: Report) -> None:
    case = _case(report, "2025-04-16", "auth.bearer")
    assert len(case) == 0
    assert case.get("classname") == "auth"


def test_violated_should_fails_a_strict_run(report: Report) -> None:
    case = _case(replace(report, strict=True), "2026-08-14", "errors.json")
    assert case.find("failure") is not None


def test_counts_are_those_of_the_cases(report: Report) -> None:
    root = ET.fromstring(junit.render(report))
    suites = root.findall("testsuite")
    assert [suite.get("name") for suite in suites] == ["contralto 2025-04-16", "contralto 2026-08-14"]
    for tag, name in (("testcase", "tests"), ("testcase/failure", "failures"), ("testcase/error", "errors")):
        assert [int(suite.get(name, "")) for suite in suites] == [len(suite.findall(tag)) for suite in suites]
    assert root.get("tests") == "22"


def test_run_that_could_not_judge_is_an_error(report: Report) -> None:
    problem = Problem("cannot-judge", "key-refused", "the key is refused", "check the key")
    root = ET.fromstring(junit.render(replace(report, problems=(problem,))))
    error = root.find("testsuite[@name='contralto run']/testcase[@name='key-refused']/error")
    assert error is not None
    assert error.get("message") == "the key is refused"
    assert root.get("errors") == "2"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(text=st.text(st.characters(), max_size=40))
def test_any_text_gives_xml_that_parses(report: Report, text: str) -> None:
    row = Row(text, "2026-08-14", "must", Verdict.FAIL, text, (Finding(text, text, text, text),))
    entries = (Entry(text, "must", None, {"2026-08-14": row}),)
    summary = replace(report.summary, interrupted=text, exit_reason=text)
    problems = (Problem("harness", text, text, text),)
    rendered = junit.render(replace(report, entries=entries, summary=summary, problems=problems))
    assert ET.fromstring(rendered.encode("utf-8")).get("failures") == "1"
