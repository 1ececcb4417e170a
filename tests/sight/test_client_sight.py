"""Every defect of a client is seen by its own check, and by that alone."""

from __future__ import annotations

import pytest
from tests.sight.clients import defects, golden_rows, near, row

from contralto_conformance.examine.scenarios import bundled

JUDGED = {name for scenario in bundled().values() for name in scenario.judges}


def test_every_requirement_that_is_judged_has_a_defect() -> None:
    assert {defect.partition(":")[0] for defect in defects()} == JUDGED


def test_the_matrix_names_every_defect_once() -> None:
    assert tuple(golden_rows()) == defects(), "run `make sight` and read its diff"


def test_the_matrix_has_each_defect_seen_by_its_own_check_alone() -> None:
    seen = {defect: line.split()[1:] for defect, line in golden_rows().items()}
    assert seen == {defect: [defect.partition(":")[0]] for defect in seen}


@pytest.mark.parametrize("defect", defects())
def test_a_defect_is_seen_as_the_matrix_says(defect: str) -> None:
    scenarios = near(defect.partition(":")[0])
    assert row(defect, scenarios) == golden_rows().get(defect), "run `make sight` and read its diff"
