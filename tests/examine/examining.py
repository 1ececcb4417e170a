"""Programs of the tests, examined in this process."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import contralto_spec
from contralto_conformance.examine.examination import Examination
from contralto_conformance.examine.scenarios import Scenario, bundled, unseen
from contralto_conformance.oracle.performances import Performance
from contralto_conformance.runner.model import Plan, Row, Summary, Verdict

SPEC = contralto_spec.load()
CLIENTS = tuple(r.id for r in SPEC.requirements.values() if r.party == "client")
PROGRAMS = Path(__file__).parent / "programs"


@dataclass(frozen=True)
class Examined:
    """What came of an examination."""

    summary: Summary
    rows: Mapping[str, Row]
    performances: Mapping[str, Performance]

    @property
    def violated(self) -> tuple[str, ...]:
        """Ids of the violated requirements, in the order of the spec."""
        return tuple(name for name, row in self.rows.items() if row.verdict.total == "violated")

    @property
    def told(self) -> list[str]:
        """What was found, for the message of a test."""
        findings = [(f.trace, f.expected, f.got) for row in self.rows.values() for f in row.findings]
        return [*(f"{place}: expected {expected}, got {got}" for place, expected, got in findings)]


class _Rows:
    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}

    def handle(self, event: object) -> None:
        row = getattr(event, "row", None)
        if isinstance(row, Row):
            self.rows[row.requirement] = row


def program(name: str, *arguments: str) -> tuple[str, ...]:
    """The command of one of our programs."""
    return (sys.executable, str(PROGRAMS / name), *arguments)


def examined(
    words: Sequence[str],
    scenarios: Sequence[Scenario] | None = None,
    *,
    stays: bool = True,
    patience: float = 1.0,
) -> Examined:
    """An examination by these scenarios; by all of them if left out.

    patience: factor on the time of a program; great for one that never hangs, which a busy machine must not hurt.
    """
    plan = Plan((SPEC.latest.date,), CLIENTS, (), fuzz=False, sessions=False, concurrency=4)
    rows = _Rows()
    chosen = tuple(bundled().values()) if scenarios is None else scenarios
    examination = Examination(words, chosen, SPEC, plan, [rows], unseen=unseen(), stays=stays, patience=patience)
    summary = asyncio.run(examination.all())
    assert Verdict.ERROR not in {row.verdict for row in rows.rows.values()}
    return Examined(summary, rows.rows, examination.performances)
