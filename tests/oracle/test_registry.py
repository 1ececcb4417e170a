"""Requirements, checks and cases belong together: none without the others."""

from __future__ import annotations

import pytest

import contralto_spec
from contralto_conformance import oracle
from contralto_conformance.cases import loader
from contralto_conformance.cases.model import Case
from contralto_conformance.examine.scenarios import unseen
from contralto_conformance.oracle.clients import CLIENT_CHECKS
from contralto_conformance.oracle.performances import PROVOKED_CHECKS, provoked_check
from contralto_conformance.oracle.registry import check
from contralto_conformance.trace import Trace

from .builders import NEW, OLD, refused, trace

SPEC = contralto_spec.load()
CASES = loader.cases_of(loader.bundled())
GENERATED = ("fuzz/", "sessions/")


def test_every_check_has_a_requirement_and_what_has_none_is_listed_with_the_reason() -> None:
    judged = {*oracle.CHECKS, *CLIENT_CHECKS, *PROVOKED_CHECKS}
    assert judged <= set(SPEC.requirements)
    without = set(SPEC.requirements) - judged
    on_clients = {name for name in without if SPEC.requirement(name).party == "client"}
    assert set(oracle.unjudged()) == without - on_clients
    assert on_clients <= set(unseen())


def test_checks_of_clients_are_of_requirements_on_clients() -> None:
    assert {SPEC.requirement(name).party for name in {*CLIENT_CHECKS, *PROVOKED_CHECKS}} == {"client"}
    assert {SPEC.requirement(name).party for name in oracle.CHECKS} == {"server", "proxy"}


def test_second_check_of_a_requirement_is_refused() -> None:
    with pytest.raises(ValueError, match=r"requirement `tts.ws.done-is-last` has two checks"):
        check("tts.ws.done-is-last", cases="*")(lambda trace, contract: None)
    with pytest.raises(ValueError, match=r"requirement `client.answers-pings` has two checks"):
        provoked_check("client.answers-pings")(lambda played: None)


def _is_played(requirement: str, case: Case) -> bool:
    """Whether the case is played for the requirement under some described version that it holds for."""
    versions = [version.date for version in SPEC.described_versions]
    applies = SPEC.requirements[requirement].applies_to
    wanted = oracle.CHECKS[requirement].wants(case.name)
    return wanted and any(applies(date) and case.applies_to(date) for date in versions)


@pytest.mark.parametrize("requirement", oracle.CHECKS)
def test_requirement_has_a_case(requirement: str) -> None:
    patterns = oracle.CHECKS[requirement].cases
    generated = any(pattern.startswith(GENERATED) for pattern in patterns)
    assert generated or any(_is_played(requirement, case) for case in CASES.values())


@pytest.mark.parametrize("requirement", oracle.CHECKS)
def test_every_glob_of_a_check_matches_a_case(requirement: str) -> None:
    for pattern in oracle.CHECKS[requirement].cases:
        only = oracle.Check(requirement, (pattern,), lambda trace, contract: None)
        assert pattern.startswith(GENERATED) or any(map(only.wants, CASES)), pattern


@pytest.mark.parametrize("name", CASES)
def test_case_is_played_for_a_requirement(name: str) -> None:
    assert any(_is_played(requirement, CASES[name]) for requirement in oracle.CHECKS)


def test_judge_counts_traces_and_keeps_their_findings() -> None:
    traces = [trace(refused()), trace(refused(status=500)), trace()]
    judgement = oracle.judge(traces, oracle.contract(NEW), ["http.no-server-error"])["http.no-server-error"]
    assert (judgement.judged, len(judgement.findings)) == (2, 1)


def test_judge_passes_over_other_versions() -> None:
    old: list[Trace] = [trace(refused(version=OLD), version=OLD)]
    assert oracle.judge(old, oracle.contract(NEW), ["http.no-server-error"])["http.no-server-error"].judged == 0


def test_judge_passes_over_requirements_of_other_versions() -> None:
    name = "errors.structured-members"
    assert oracle.judge([trace(refused())], oracle.contract(OLD), [name])[name] == oracle.Judgement()


def test_judge_names_an_id_without_check() -> None:
    with pytest.raises(KeyError, match=r"requirement `tts.ws.sings` has no check"):
        oracle.judge([], oracle.contract(NEW), ["tts.ws.sings"])


def test_only_some_findings_of_a_trace_are_kept() -> None:
    wrong = [refused(status=500, label=f"call-{number}") for number in range(50)]
    found = oracle.judge([trace(*wrong)], oracle.contract(NEW), ["http.no-server-error"])["http.no-server-error"]
    assert len(found.findings) == 10
