"""What waivers make of verdicts."""

from __future__ import annotations

import pytest

from contralto_conformance.runner.model import Row, Verdict, Waiver
from contralto_conformance.runner.waivers import waived

DATE = "2026-08-14"
KNOWN = Waiver("a.one", "an old server", "2027-01-01", where="target.yaml:3")
ENDED = Waiver("a.one", "an old server", "2026-01-01", has_ended=True, where="target.yaml:3")
GLOB = Waiver("a.*", "an old server", "2027-01-01")


def row(verdict: Verdict, name: str = "a.one") -> Row:
    return Row(name, DATE, "must", verdict)


def verdicts(*waivers: Waiver, **rows: Verdict) -> list[str]:
    made = [row(verdict, f"a.{name}") for name, verdict in rows.items()]
    return [str(found.verdict) for found in waived(made, waivers)]


@pytest.mark.parametrize("verdict", [Verdict.FAIL, Verdict.WARN])
def test_what_is_waived_and_violated_is_a_known_failure(verdict: Verdict) -> None:
    (found,) = waived([row(verdict)], [KNOWN])
    assert found.verdict is Verdict.KNOWN_FAILURE
    assert found.reason == "known until 2027-01-01: an old server (target.yaml:3)"


def test_what_is_waived_and_met_is_an_unexpected_pass() -> None:
    (found,) = waived([row(Verdict.PASS)], [KNOWN])
    assert found.verdict is Verdict.UNEXPECTED_PASS
    assert found.reason == "waived as violated, but met: take the waiver of `a.one` out (target.yaml:3)"


def test_a_waiver_that_has_ended_changes_no_verdict_and_says_so() -> None:
    violated, met = waived([row(Verdict.FAIL), row(Verdict.PASS, "a.two")], [ENDED])
    assert violated.verdict is Verdict.FAIL
    assert violated.reason == "its waiver ended on 2026-01-01: an old server (target.yaml:3)"
    assert met == row(Verdict.PASS, "a.two")


def test_a_glob_is_stale_only_when_nothing_under_it_is_violated() -> None:
    assert verdicts(GLOB, one=Verdict.FAIL, two=Verdict.PASS) == ["known-failure", "pass"]
    assert verdicts(GLOB, one=Verdict.PASS, two=Verdict.PASS) == ["unexpected-pass", "unexpected-pass"]


@pytest.mark.parametrize("verdict", [Verdict.NOT_VERIFIED, Verdict.BLOCKED, Verdict.ERROR])
def test_a_glob_is_not_stale_where_not_all_of_it_was_judged(verdict: Verdict) -> None:
    assert verdicts(GLOB, one=verdict, two=Verdict.PASS) == [verdict, "pass"]


def test_a_glob_is_not_stale_where_not_all_of_it_was_chosen() -> None:
    (found,) = waived([row(Verdict.PASS)], [GLOB], others=["a.two"])
    assert found == row(Verdict.PASS)
    (found,) = waived([row(Verdict.PASS)], [KNOWN], others=["a.two"])
    assert found.verdict is Verdict.UNEXPECTED_PASS


@pytest.mark.parametrize("verdict", [Verdict.NOT_VERIFIED, Verdict.BLOCKED, Verdict.SKIPPED, Verdict.ERROR])
def test_what_was_not_judged_stays_as_it_is(verdict: Verdict) -> None:
    assert waived([row(verdict)], [KNOWN]) == (row(verdict),)


def test_a_waiver_of_other_versions_says_nothing() -> None:
    elsewhere = Waiver("a.one", "x", "2027-01-01", versions=("2024-06-10",))
    assert waived([row(Verdict.FAIL)], [elsewhere]) == (row(Verdict.FAIL),)


def test_a_waiver_that_holds_counts_beside_one_that_has_ended() -> None:
    assert verdicts(ENDED, KNOWN, one=Verdict.FAIL) == ["known-failure"]
