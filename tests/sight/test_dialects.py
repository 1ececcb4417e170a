"""A dialect is judged by what it promises: the mock that speaks it is not accused, and departs where it says."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from types import MappingProxyType

import pytest

from contralto_conformance.mock import MockSettings, serve
from contralto_conformance.runner.engine import Result, run
from contralto_conformance.runner.model import Target, Verdict
from contralto_conformance.runner.plan import make_plan
from contralto_spec import Spec

from .matrix import CASES, KEY, SOUND_PATIENCE_S, SPEC

pytestmark = pytest.mark.timeout(600)  # whole runs, beside others

SPOKEN = [(name, date) for name, dialect in SPEC.dialects.items() for date in dialect.versions]


def judged(dialect: str, date: str, spec: Spec) -> Result:
    """The mock in a dialect, by a spec."""
    plan = make_plan(spec, CASES, versions=(date,))
    with serve(MockSettings(api_keys=(KEY,), dialect=dialect)) as running:
        return asyncio.run(run(plan, Target(running.url, KEY, patience_s=SOUND_PATIENCE_S), CASES, spec))


@pytest.mark.parametrize(("dialect", "date"), SPOKEN)
def test_a_mock_in_a_dialect_is_not_accused(dialect: str, date: str) -> None:
    result = judged(dialect, date, SPEC.in_dialect(dialect))
    assert result.summary.exit_code == 0, result.summary.exit_reason
    assert {row.requirement: row.findings for row in result.rows if row.verdict.total == "violated"} == {}
    told = {row.requirement for row in result.rows if row.reason.startswith("the dialect departs")}
    assert told == {name for name in SPEC.dialects[dialect].departures if SPEC.requirement(name).applies_to(date)}


@pytest.mark.parametrize("dialect", SPEC.dialects)
def test_a_dialect_departs_where_it_says(dialect: str) -> None:
    departures = SPEC.dialects[dialect].departures
    faithful = SPEC.in_dialect(dialect)
    faithful.dialects = MappingProxyType({dialect: replace(SPEC.dialects[dialect], departures={})})
    violated: set[str] = set()
    for date in SPEC.dialects[dialect].versions:
        rows = judged(dialect, date, faithful).rows
        violated |= {row.requirement for row in rows if row.verdict in (Verdict.FAIL, Verdict.WARN, Verdict.BLOCKED)}
    assert set(departures) - violated == set()
