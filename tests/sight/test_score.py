"""The score says in figures what the matrix says in rows."""

from __future__ import annotations

from pathlib import Path

from tests.sight.matrix import SPEC, SightRow, golden_rows
from tests.sight.score import Share, score

SINGLE = Path(__file__).parent / "single.txt"
"""MUSTs with one defect, each with the reason."""

MUST = "tts.ws.done-is-last"
OTHER_MUST = "tts.ws.flush-is-answered"
VERSION = "2026-08-14"
SEEN = SightRow(MUST, VERSION, (MUST,), ())
UNSEEN = SightRow(f"{MUST}:late", VERSION, (), ())
WIDE = SightRow(OTHER_MUST, VERSION, (OTHER_MUST, MUST), ())
ROWS = (SEEN, UNSEEN, WIDE)


def test_a_defect_counts_as_seen_by_its_own_check_alone() -> None:
    found = score(ROWS, SPEC.requirements, ())
    assert found.total() == Share(2, 3)
    assert found.total(area="tts.ws", level="must") == Share(2, 3)
    assert found.total(level="should") == Share(0, 0)
    assert found.unseen == (UNSEEN.defect,)


def test_what_else_a_defect_violates_is_told() -> None:
    assert score(ROWS, SPEC.requirements, ()).also == {OTHER_MUST: (MUST,)}


def test_a_check_without_a_defect_is_told() -> None:
    assert score((SEEN,), SPEC.requirements, (MUST, OTHER_MUST)).without == (OTHER_MUST,)


def test_a_must_with_one_defect_is_told() -> None:
    assert score(ROWS, SPEC.requirements, ()).single == (OTHER_MUST,)


def test_every_must_has_two_defects_or_a_reason_for_one() -> None:
    lines = [line for line in SINGLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    listed = dict(line.split(maxsplit=1) for line in lines)
    assert all(listed.values())
    assert set(score(golden_rows().values(), SPEC.requirements, ()).single) == set(listed)


def test_a_variation_that_is_flagged_spoils_the_score() -> None:
    assert score((SEEN,), SPEC.requirements, (), flagged={}).is_fine
    assert not score((SEEN,), SPEC.requirements, (), flagged={"MoreMembers": ["tts.ws.done-is-last: x"]}).is_fine
