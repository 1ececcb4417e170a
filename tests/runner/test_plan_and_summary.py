"""What is planned, and what a run comes to."""

from __future__ import annotations

import pytest

import contralto_spec
from contralto_conformance.cases.model import Case, Pause
from contralto_conformance.runner.model import Row, Target, Verdict
from contralto_conformance.runner.plan import UnknownPattern, make_plan, select
from contralto_conformance.runner.summary import by_level, exit_code

SPEC = contralto_spec.load()


def row(verdict: Verdict, level: str = "must") -> Row:
    return Row("x", "2026-08-14", level, verdict)


def code(*rows: Row, strict: bool = False, cannot: str = "", interrupted: bool = False, faults: int = 0) -> int:
    return exit_code(rows, strict=strict, cannot_judge=cannot, interrupted=interrupted, harness_faults=faults)[0]


PASS, FAIL, WARN = row(Verdict.PASS), row(Verdict.FAIL), row(Verdict.WARN, "should")


def test_all_versions_and_requirements_are_planned_by_default() -> None:
    plan = make_plan(SPEC, {})
    assert plan.versions == tuple(version.date for version in SPEC.described_versions)
    assert plan.requirements == tuple(r.id for r in SPEC.requirements.values() if r.party == "server")
    assert plan.fuzz
    assert plan.sessions


def test_a_glob_chooses_requirements_and_only_the_cases_they_need() -> None:
    names = ["voices/list", "tts/ws/one-shot"]
    cases = {name: Case(name, "a", (Pause(1),)) for name in names}
    plan = make_plan(SPEC, cases, only=["voices.*"])
    assert plan.requirements == tuple(name for name in SPEC.requirements if name.startswith("voices."))
    assert "tts/ws/one-shot" not in plan.cases
    assert not plan.sessions


def test_an_unknown_id_is_refused_with_near_ones() -> None:
    with pytest.raises(
        UnknownPattern, match=r"`tts\.ws\.done-is-lost` matches no requirement; did you mean .*done-is-last"
    ):
        select(SPEC, ["tts.ws.done-is-lost"])


def test_an_unknown_version_is_refused() -> None:
    with pytest.raises(contralto_spec.UnknownVersion, match="2026-01-01"):
        make_plan(SPEC, {}, versions=["2026-01-01"])


def test_exit_0_needs_something_judged_and_nothing_violated() -> None:
    assert code(PASS) == 0
    assert code(PASS, row(Verdict.NOT_VERIFIED)) == 0
    assert code(PASS, WARN) == 0
    assert code(WARN) == 0


def test_exit_1_is_a_violated_must_and_with_strict_a_violated_should() -> None:
    assert code(PASS, FAIL) == 1
    assert code(PASS, WARN, strict=True) == 1
    assert code(row(Verdict.UNEXPECTED_PASS)) == 1


def test_exit_2_is_a_run_that_could_not_judge() -> None:
    assert code(cannot="no answer") == 2
    assert code(row(Verdict.NOT_VERIFIED)) == 2
    assert code() == 2
    assert code(PASS, FAIL, interrupted=True) == 2
    assert code(PASS, FAIL, faults=1) == 2
    assert code(PASS, row(Verdict.ERROR)) == 2


def test_every_row_counts_in_one_of_three_totals() -> None:
    rows = [row(verdict) for verdict in Verdict] + [WARN]
    totals = by_level(rows)
    assert (totals["must"].met, totals["must"].violated, totals["must"].not_verified) == (1, 4, 4)
    assert totals["should"].violated == 1
    assert totals["observed"].met == 0


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:8080/v1/cartesia", True),
        ("http://localhost", True),
        ("http://[::1]:80", True),
        ("https://api.cartesia.ai", False),
        ("http://127.example.com", False),
        ("http://10.0.0.1", False),
    ],
)
def test_only_this_machine_is_local(url: str, local: bool) -> None:
    assert Target(url, "key").is_local is local
