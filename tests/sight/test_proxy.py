"""Every defect of the gateway is seen by its own check alone, and a sound gateway is not accused."""

from __future__ import annotations

import pytest
from tests.sight.legal_proxy import GROUPS
from tests.sight.matrix import SPEC
from tests.sight.proxy import golden_rows, judge, sight_of, sights_of

from contralto_conformance.gateway import defects
from contralto_conformance.gateway.hooks import Hooks
from contralto_conformance.oracle import CHECKS
from contralto_conformance.runner.model import Verdict

INFOS = defects.catalogue()
AT_ONCE = 16
"""Defects in one test."""
ON_PROXIES = {name for name in CHECKS if SPEC.requirement(name).party == "proxy"}


def test_every_check_on_proxies_has_a_defect() -> None:
    assert {info.requirement for info in INFOS} == ON_PROXIES


def test_the_matrix_names_every_defect_of_the_gateway_once() -> None:
    assert set(golden_rows()) == {info.id for info in INFOS}, "run `python -m tests.sight.proxy` and read its diff"


@pytest.mark.timeout(600)  # dozens of runs
@pytest.mark.parametrize("first", range(0, len(INFOS), AT_ONCE), ids=lambda first: INFOS[first].id)
def test_defects_of_the_gateway_are_seen_by_their_own_checks(first: int) -> None:
    infos = INFOS[first : first + AT_ONCE]
    rows = dict(zip(infos, sights_of(infos), strict=True))
    # What a busy machine hid is looked at once more, by itself.
    rows |= {info: sight_of(info) for info, row in rows.items() if str(row) != golden_rows().get(info.id)}
    assert {info.id: row.seen for info, row in rows.items() if row.seen != (info.requirement,)} == {}
    changed = [str(row) for info, row in rows.items() if str(row) != golden_rows().get(info.id)]
    assert changed == [], "run `python -m tests.sight.proxy` and read its diff"


@pytest.mark.parametrize("version", [version.date for version in SPEC.described_versions])
def test_a_sound_gateway_meets_every_requirement_on_proxies(version: str) -> None:
    rows = [row for row in judge(version=version).rows if row.requirement in ON_PROXIES]
    assert [f"{row.requirement}: {row.reason} {row.findings}" for row in rows if row.verdict is not Verdict.PASS] == []


@pytest.mark.parametrize("variation", GROUPS, ids=lambda each: each.__name__)
def test_nothing_is_said_against_what_a_gateway_may_do(variation: type[Hooks]) -> None:
    rows = judge(variation()).rows
    fine = (Verdict.PASS, Verdict.NOT_VERIFIED)
    assert [f"{row.requirement}: {row.reason} {row.findings}" for row in rows if row.verdict not in fine] == []


def test_the_gateway_is_as_conformant_as_the_mock_behind_it() -> None:
    # Cases that rest do so beside the others, each with a key of its own.
    result = judge(only=(), per_key=100)
    accused = [row for row in result.rows if row.verdict not in (Verdict.PASS, Verdict.NOT_VERIFIED)]
    assert [f"{row.requirement}: {row.reason} {row.findings}" for row in accused] == []
    assert result.summary.total.met > len(ON_PROXIES) + 200
