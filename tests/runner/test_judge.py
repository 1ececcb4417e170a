"""From findings to verdicts: levels, dependencies, what was not played, and checks that break."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

import contralto_spec
from contralto_conformance import oracle
from contralto_conformance.runner.judge import Judge, blocked
from contralto_conformance.runner.model import Finding, Row, Verdict
from contralto_conformance.trace import Trace
from contralto_spec import Requirement
from contralto_spec.reader import Level

VERSION = "2026-08-14"
Judged = Callable[..., tuple[Row, list[object]]]


def requirement(name: str, level: Level = "must", depends_on: tuple[str, ...] = ()) -> Requirement:
    return Requirement(
        id=name,
        area="x",
        level=level,
        transport="http",
        statement="s",
        sources=(),
        observed_by="o",
        proxy="pass",
        cost="free",
        depends_on=depends_on,
    )


def trace(case: str, stopped: str = "") -> Trace:
    return Trace(case, VERSION, stopped=stopped)


BAD = [oracle.Finding("e", "g", "w")]


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Judged:
    """Judges traces with one check of the id `x.one` over cases `t/*` that answers by case name."""

    def run(
        answers: dict[str, Any],
        traces: list[Trace],
        level: Level = "must",
        missing: Mapping[str, str] = MappingProxyType({}),
    ) -> tuple[Row, list[object]]:
        def check(seen: Trace, contract: oracle.Contract) -> list[oracle.Finding] | None:
            answer = answers.get(seen.case)
            if isinstance(answer, Exception):
                raise answer
            return answer

        made = requirement("x.one", level)
        monkeypatch.setitem(oracle.CHECKS, "x.one", oracle.Check("x.one", ("t/*",), check))
        faults: list[object] = []
        judge = Judge(contralto_spec.load().extended({"x.one": made}), VERSION, ["x.one"], faults.append)
        (row,) = judge.rows(traces, {}, missing)
        return row, faults

    return run


def test_findings_of_a_must_fail_and_name_their_traces(judged: Judged) -> None:
    row, _ = judged({"t/a": [], "t/b": BAD}, [trace("t/a"), trace("t/b"), trace("t/c")])
    assert row.verdict is Verdict.FAIL
    assert row.findings == (Finding("t/b", "e", "g", "w"),)
    assert (row.judged, row.traces, row.failed) == (2, ("t/a", "t/b"), ("t/b",))


@pytest.mark.parametrize("level", ["should", "observed"])
def test_findings_below_a_must_are_warnings(judged: Judged, level: Level) -> None:
    row, _ = judged({"t/a": BAD}, [trace("t/a")], level=level)
    assert row.verdict is Verdict.WARN


def test_what_was_judged_without_findings_passes(judged: Judged) -> None:
    row, _ = judged({"t/a": []}, [trace("t/a"), trace("t/b")])
    assert (row.verdict, row.judged) == (Verdict.PASS, 1)


def test_what_no_trace_offered_is_not_verified_with_the_reason(judged: Judged) -> None:
    row, _ = judged({}, [trace("t/a", stopped="step 2 (send): refused with 401")])
    assert row.verdict is Verdict.NOT_VERIFIED
    assert row.reason == "nothing to judge: `t/a` stopped at step 2 (send): refused with 401"
    row, _ = judged({}, [trace("t/a")])
    assert row.reason == "nothing to judge: the target did not show it in any trace"
    row, _ = judged({}, [])
    assert row.reason == "no case of this run shows it"


def test_an_interrupted_requirement_passes_only_if_all_its_cases_were_played(judged: Judged) -> None:
    row, _ = judged({"t/a": []}, [trace("t/a")], missing={"t/b": "interrupted"})
    assert (row.verdict, row.reason) == (Verdict.NOT_VERIFIED, "interrupted")
    row, _ = judged({"t/a": []}, [trace("t/a")], missing={"other/b": "interrupted"})
    assert row.verdict is Verdict.PASS
    row, _ = judged({"t/a": BAD}, [trace("t/a")], missing={"t/b": "interrupted"})
    assert row.verdict is Verdict.FAIL


def test_a_check_that_breaks_is_an_error_never_a_verdict(judged: Judged) -> None:
    row, faults = judged({"t/a": KeyError("boom")}, [trace("t/a")])
    assert row.verdict is Verdict.ERROR
    assert row.reason == "the check broke on `t/a`: KeyError: 'boom'"
    assert len(faults) == 1


def rows(**verdicts: Verdict) -> list[Row]:
    return [
        Row(name, VERSION, "should" if verdict is Verdict.WARN else "must", verdict, judged=verdict is not NOT_SEEN)
        for name, verdict in verdicts.items()
    ]


NOT_SEEN = Verdict.NOT_VERIFIED
CHAIN = {
    "a": requirement("a"),
    "b": requirement("b", depends_on=("a",)),
    "c": requirement("c", depends_on=("b",)),
}


def outcome(found: tuple[Row, ...]) -> dict[str, tuple[Verdict, str | None]]:
    return {row.requirement: (row.verdict, row.blocked_by) for row in found}


def test_what_depends_on_a_failure_is_blocked_by_its_root() -> None:
    found = outcome(blocked(CHAIN, rows(a=Verdict.FAIL, b=Verdict.FAIL, c=Verdict.FAIL)))
    assert found == {"a": (Verdict.FAIL, None), "b": (Verdict.BLOCKED, "a"), "c": (Verdict.BLOCKED, "a")}


def test_a_dependent_that_passes_stays_a_pass() -> None:
    found = outcome(blocked(CHAIN, rows(a=Verdict.FAIL, b=Verdict.PASS, c=Verdict.FAIL)))
    assert found == {"a": (Verdict.FAIL, None), "b": (Verdict.PASS, None), "c": (Verdict.BLOCKED, "a")}


def test_what_could_not_be_seen_below_a_failure_is_blocked() -> None:
    found = outcome(blocked(CHAIN, rows(a=Verdict.FAIL, b=NOT_SEEN, c=Verdict.PASS)))
    assert found["b"] == (Verdict.BLOCKED, "a")


def test_a_must_hides_behind_a_warning_only_where_that_was_found_too() -> None:
    warned, failed, later = rows(a=Verdict.WARN, b=Verdict.FAIL, c=Verdict.WARN)
    warned = replace(warned, failed=("t/1", "t/2"))
    found = outcome(blocked(CHAIN, [warned, replace(failed, failed=("t/1",)), later]))
    assert found["b"] == (Verdict.BLOCKED, "a")
    found = outcome(blocked(CHAIN, [warned, replace(failed, failed=("t/1", "t/3")), later]))
    assert found == {"a": (Verdict.WARN, None), "b": (Verdict.FAIL, None), "c": (Verdict.BLOCKED, "a")}


def test_requirements_that_depend_on_each_other_do_not_loop() -> None:
    ring = {"a": requirement("a", depends_on=("b",)), "b": requirement("b", depends_on=("a",))}
    assert {row.verdict for row in blocked(ring, rows(a=Verdict.FAIL, b=Verdict.FAIL))} <= {
        Verdict.FAIL,
        Verdict.BLOCKED,
    }


def test_a_requirement_without_a_check_is_not_verified_and_says_so() -> None:
    spec = contralto_spec.load()
    name = next(r.id for r in spec.requirements.values() if r.id not in oracle.CHECKS and r.party == "server")
    date = next(version.date for version in spec.versions if spec.requirement(name).applies_to(version.date))
    (row,) = Judge(spec, date, [name], lambda fault: None).rows([], {})
    assert row.verdict is Verdict.NOT_VERIFIED
    assert row.reason == f"the suite has no check for it: {oracle.unjudged()[name]}"
