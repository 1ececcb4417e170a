"""Several rounds as one run."""

from __future__ import annotations

import pytest

from contralto_conformance.runner.model import Finding, Row, Verdict
from contralto_conformance.runner.rounds import together

DATE = "2026-08-14"


def row(verdict: Verdict, reason: str = "") -> Row:
    findings = (Finding("t", "a", "b", "c"),) if verdict is Verdict.FAIL else ()
    return Row("a.one", DATE, "must", verdict, reason, findings, judged=1, traces=("t",))


def merged(*verdicts: Verdict) -> Row:
    (found,) = together([[row(verdict)] for verdict in verdicts], seed=7)
    return found


def test_what_is_violated_now_and_then_is_a_failure_that_says_with_which_seed() -> None:
    found = merged(Verdict.PASS, Verdict.FAIL, Verdict.PASS)
    assert found.verdict is Verdict.FAIL
    assert found.reason == "flaky: violated in 1 of 3 rounds, with seed 8"
    assert len(found.findings) == 1


def test_what_is_always_violated_is_not_flaky() -> None:
    found = merged(Verdict.FAIL, Verdict.FAIL)
    assert (found.verdict, found.reason, len(found.findings)) == (Verdict.FAIL, "", 2)


def test_what_was_met_in_a_whole_round_is_met_although_the_last_was_cut_off() -> None:
    found = merged(Verdict.PASS, Verdict.NOT_VERIFIED)
    assert (found.verdict, found.judged) == (Verdict.PASS, 2)


@pytest.mark.parametrize("other", [Verdict.UNEXPECTED_PASS, Verdict.PASS])
def test_a_known_failure_that_comes_and_goes_is_no_stale_waiver(other: Verdict) -> None:
    found = merged(other, Verdict.KNOWN_FAILURE)
    assert found.verdict is Verdict.KNOWN_FAILURE
    assert "flaky" in found.reason


def test_one_round_is_what_it_is() -> None:
    assert merged(Verdict.PASS) == row(Verdict.PASS)
