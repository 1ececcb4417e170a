"""Runs of the suite against what the API allows: which variations are complained of."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from contralto_conformance.runner.engine import run
from contralto_conformance.runner.model import Target, Verdict
from contralto_conformance.runner.plan import make_plan

from . import legal, legal_resources, legal_speech, legal_stt
from .legal import KEY, WITH_SESSIONS, Variation, serving
from .legal_agents import AGENT_GROUPS, LINE_GROUPS
from .matrix import CASES, SPEC, Faults

GROUPS: Mapping[str, Mapping[str, tuple[type[Variation], ...]]] = {
    "2026-08-14": {
        **legal.GROUPS,
        **legal_resources.GROUPS,
        **legal_speech.GROUPS,
        **legal_stt.GROUPS,
        **AGENT_GROUPS,
    },
    "2025-04-16": {**legal.LEGACY_GROUPS, **legal_speech.LEGACY_GROUPS, **legal_stt.LEGACY_GROUPS, **LINE_GROUPS},
}
"""By version and name: variations that go together."""
FINE = {Verdict.PASS, Verdict.NOT_VERIFIED}
PATIENCE_S = 20.0
"""Nothing that these services do is waited for in vain."""


async def complaints(date: str, variations: Sequence[Variation], *, sessions: bool) -> list[str]:
    """What the suite says against a mock with these variations, beside what they are told to be unlike."""
    unlike = frozenset[str]().union(*(each.unlike for each in variations))
    assert all(SPEC.requirement(name).level == "observed" for name in unlike)
    plan = make_plan(SPEC, CASES, versions=(date,), fuzz=False, sessions=sessions, concurrency=8)
    faults = Faults()
    with serving(variations) as running:
        result = await run(plan, Target(running.url, KEY, patience_s=PATIENCE_S), CASES, SPEC, listeners=[faults])
    if result.summary.exit_code == 2:
        return [result.summary.exit_reason, *faults.said]
    return [
        f"{row.requirement} {row.verdict}: {row.findings}"
        for row in result.rows
        if row.verdict not in FINE and row.requirement not in unlike
    ]


def accused(date: str, name: str) -> Mapping[str, Sequence[str]]:
    """What is said against the variations of a group, each by itself if they are accused together.

    A variation that had no occasion to vary anything is accused of that.
    """
    return asyncio.run(_accused(date, name, GROUPS[date][name]))


async def _accused(date: str, name: str, group: tuple[type[Variation], ...]) -> Mapping[str, Sequence[str]]:
    sessions = name in WITH_SESSIONS
    variations = [each() for each in group]
    together = await complaints(date, variations, sessions=sessions)
    if not together:
        return {type(each).__name__: ["it never happened"] for each in variations if not each.has_happened}
    alone = {each.__name__: await complaints(date, [each()], sessions=sessions) for each in group}
    return {each: said for each, said in alone.items() if said} or {name: together}
