"""Every defect is seen by its own check, by nothing unexplained, and a sound mock is not accused."""

from __future__ import annotations

import pytest
from tests.sight.matrix import (
    KEY,
    SPEC,
    SightRow,
    dependents,
    golden_rows,
    judge,
    looked_again,
    plain_sight_of,
    sight_of,
    sights_of,
)

from contralto_conformance.mock import MockSettings, defects
from contralto_conformance.oracle import CHECKS
from contralto_conformance.runner.model import Verdict

INFOS = defects.catalogue()
AREAS = tuple(dict.fromkeys(SPEC.requirement(info.requirement).area for info in INFOS))
MAY_STAY_UNSEEN = frozenset(
    {
        "tts.sse.late-errors-are-events",
        "tts.sse.error-members-structured",
        "tts.sse.error-members-legacy",
        "voice.changer.errors-structured",
    }
)
"""Requirements on errors in the middle of a stream, which a sound service need not have."""
DATES = [version.date for version in SPEC.described_versions]
SEAMS = ("reply", "admit", "problem", "page", "sse_event", "incoming", "outgoing")
"""One defect of each of these is examined in both ways."""


def test_every_check_has_a_defect() -> None:
    on_servers = {name for name in CHECKS if SPEC.requirement(name).party == "server"}
    assert {info.requirement for info in INFOS} == on_servers


def test_the_matrix_names_every_defect_once() -> None:
    assert set(golden_rows()) == {info.id for info in INFOS}, "run `make sight` and read its diff"


@pytest.mark.timeout(600)  # dozens of runs
@pytest.mark.parametrize("area", AREAS)
def test_each_defect_is_seen_by_its_own_check(area: str) -> None:
    infos = [info for info in INFOS if SPEC.requirement(info.requirement).area == area]
    rows = looked_again(infos, {row.defect: row for row in sights_of(infos)}, golden_rows())
    assert {info.id: said for info in infos if (said := amiss(info, rows[info.id]))} == {}


def amiss(info: defects.DefectInfo, row: SightRow) -> list[str]:
    """What is wrong with a row."""
    golden = golden_rows().get(info.id)
    unexplained = set(row.blocked) - dependents(info.requirement)
    return [
        *([f"found violated: {row.seen}"] if row.seen != (info.requirement,) else []),
        *([f"blocked, and does not depend on it: {unexplained}"] if unexplained else []),
        *([f"run `make sight` and read its diff: {golden}"] if row != golden else []),
    ]


@pytest.mark.parametrize("seam", SEAMS)
def test_playing_the_cases_that_a_defect_changes_is_as_good_as_playing_all(seam: str) -> None:
    info = next(info for info in INFOS if seam in info.seams)
    assert sight_of(info) == plain_sight_of(info)


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize("seed", range(3))
def test_a_sound_mock_is_not_accused(date: str, seed: int) -> None:
    is_whole = seed == 0
    result = judge(MockSettings(api_keys=(KEY,), seed=seed), date, generated=is_whole, known=is_whole, seed=seed)
    rows = [row for row in result.rows if row.requirement in CHECKS]
    unseen = {row.requirement for row in rows if row.verdict is Verdict.NOT_VERIFIED} & MAY_STAY_UNSEEN
    rows = [row for row in rows if row.requirement not in unseen]
    accused = [f"{row.requirement}: {row.findings}" for row in rows if row.verdict is not Verdict.PASS]
    if not is_whole:
        # Without generated requests and more keys some requirements have nothing to be judged by; none may be violated.
        accused = [
            f"{row.requirement}: {row.findings}"
            for row in rows
            if row.verdict not in (Verdict.PASS, Verdict.NOT_VERIFIED)
        ]
    assert accused == []
