"""No check complains of what the API allows: each variation of the mock is as sound as the mock itself."""

from __future__ import annotations

import pytest

from .legal_runs import GROUPS, accused
from .matrix import SPEC

pytestmark = pytest.mark.timeout(900)  # whole runs, beside others


@pytest.mark.parametrize(("date", "name"), [(date, name) for date, groups in GROUPS.items() for name in groups])
def test_what_the_api_allows_is_not_complained_of(date: str, name: str) -> None:
    assert accused(date, name) == {}


def test_both_error_formats_have_variations() -> None:
    assert {SPEC.described(date).errors for date in GROUPS} == {"structured", "legacy"}
