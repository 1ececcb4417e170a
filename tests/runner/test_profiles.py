"""Profiles: the table, what each plays, and what is said of what it leaves out."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from inspect import signature

import jsonschema_rs
import pytest

import contralto_spec
from contralto_conformance import oracle
from contralto_conformance.cases import loader
from contralto_conformance.cases.grid import EVERY_OPERATION
from contralto_conformance.cases.model import Case, Pause
from contralto_conformance.fuzz import SIZES, http, sessions
from contralto_conformance.runner import generated
from contralto_conformance.runner.model import DEFAULT_PROFILE
from contralto_conformance.runner.plan import LONG_WAIT, NO_LONG_WAITS, make_plan
from contralto_conformance.runner.profiles import FILE, UnknownProfile, profile, profiles
from contralto_spec.data import data_schema
from contralto_spec.yaml_source import read_yaml

SPEC = contralto_spec.load()
CASES = loader.cases_of(loader.bundled())


def test_the_table_fits_its_schema() -> None:
    data = json.loads(json.dumps(read_yaml(FILE).data))
    assert [str(e.message) for e in jsonschema_rs.Draft202012Validator(data_schema("profiles")).iter_errors(data)] == []


def test_every_name_in_the_table_is_that_of_a_case() -> None:
    unknown = [n for p in profiles().values() for n in p.names if not any(fnmatchcase(case, n) for case in CASES)]
    assert unknown == []


def test_the_usual_one_is_standard() -> None:
    assert profile().name == DEFAULT_PROFILE


def test_a_profile_that_does_not_exist_is_told_with_those_that_do() -> None:
    with pytest.raises(UnknownProfile, match="there are smoke, standard, full, soak"):
        profile("everything")


def test_smoke_touches_every_area_that_has_a_check() -> None:
    plan = make_plan(SPEC, CASES, played=profile("smoke"))
    # What only generated sessions show is nothing that a scripted case could touch.
    checked = {
        r.area for r in SPEC.requirements.values() if r.party == "server" and any(_wants(r.id, c) for c in CASES)
    }
    touched = {SPEC.requirement(name).area for name in plan.requirements for case in plan.cases if _wants(name, case)}
    assert touched == checked


def _wants(requirement: str, case: str) -> bool:
    check = oracle.CHECKS.get(requirement)
    return check is not None and "*" not in check.cases and check.wants(case)


def test_smoke_generates_nothing_and_says_so() -> None:
    plan = make_plan(SPEC, CASES, played=profile("smoke"))
    assert not plan.fuzz
    assert not plan.sessions
    assert plan.withheld["fuzz/ttsBytes"] == "left out by profile `smoke`"
    assert plan.withheld["sessions/tts-ws"] == "left out by profile `smoke`"


def test_long_waits_are_for_the_full_profile() -> None:
    cases = {
        "a/long": Case("a/long", "waits", (Pause(11),)),
        "a/tagged": Case("a/tagged", "x", (), tags=frozenset({LONG_WAIT})),
    }
    assert [name for name, case in cases.items() if profile("standard").plays(case)] == []
    assert [name for name, case in cases.items() if profile("full").plays(case)] == list(cases)


def test_what_is_left_out_says_what_would_play_it() -> None:
    withheld = make_plan(SPEC, CASES).withheld
    assert withheld["idle/speech"] == NO_LONG_WAITS
    assert make_plan(SPEC, CASES, played=profile("smoke")).withheld["idle/speech"] == "left out by profile `smoke`"
    grid = [name for name, case in CASES.items() if EVERY_OPERATION in case.tags]
    assert {withheld[name] for name in grid} == {"left out by profile `standard`"}
    assert [name for name in make_plan(SPEC, CASES, long_waits=True).withheld if name.startswith("idle/")] == []


def test_a_case_is_in_smoke_by_its_tag() -> None:
    assert profile("smoke").plays(Case("mine/quick", "x", (), tags=frozenset({"smoke"})))
    assert not profile("smoke").plays(Case("mine/quick", "x", ()))


def test_standard_generates_as_much_as_the_engines_do_by_themselves() -> None:
    depth = profile().depth
    assert depth is not None
    assert signature(http.run).parameters["size"].default == SIZES[depth]
    assert signature(sessions.run).parameters["scripts"].default == SIZES[depth].sessions
    assert generated.CALL_CHARACTERS == http.MAX_TRANSCRIPT


def test_features_that_are_not_claimed_are_not_asked_for() -> None:
    plan = make_plan(SPEC, CASES, unclaimed={"voice-changer": "none", "line-agents": "none"})
    assert not [name for name in plan.cases if name.startswith(("voice-changer/wav", "agents/line/call"))]
