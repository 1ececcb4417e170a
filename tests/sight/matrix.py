"""All defects against all checks.

One row per defect: which requirements are found violated when the mock commits it, and which are blocked by them.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from contralto_conformance.cases import loader
from contralto_conformance.mock import MockSettings, defects, serve
from contralto_conformance.oracle import CHECKS
from contralto_conformance.runner.engine import Result, run
from contralto_conformance.runner.model import Target, Verdict
from contralto_conformance.runner.plan import FILLS_PLAN, LONG_WAIT, make_plan
from contralto_spec import load

KEY = "sk_car_mock.sight"
ADMIN_KEY = "sk_car_admin_mock.sight"
SPENT_KEY = "sk_car_spent.sight"
PLAN: Literal["scale"] = "scale"
"""Allows so much at once that ordinary cases, side by side, do not come near it."""
IDLE_TIMEOUT_S = 8.0
"""Longer than any case rests that is not about idle sockets."""
GOLDEN = Path(__file__).parent / "matrix.txt"
PATIENCE_S = 5.0
"""Only a defect that keeps silent waits that long; everything else goes on when an answer is there."""

SPEC = load()
CASES = loader.cases_of(loader.bundled())


@dataclass(frozen=True)
class SightRow:
    """What the suite made of one defect. `seen`: violated requirements; `blocked`: hidden behind them."""

    defect: str
    version: str
    seen: tuple[str, ...]
    blocked: tuple[str, ...]

    def __str__(self) -> str:
        blocked = f"  (blocked: {' '.join(self.blocked)})" if self.blocked else ""
        return f"{self.defect:<52} {self.version}  {' '.join(self.seen) or 'NOTHING'}{blocked}"


def newest_version(requirement_id: str) -> str:
    """The newest described version that the requirement holds for."""
    requirement = SPEC.requirement(requirement_id)
    return max(version.date for version in SPEC.described_versions if requirement.applies_to(version.date))


def judge(settings: MockSettings, version: str, *, generated: bool, seed: int = 0, known: bool = True) -> Result:
    """A run of all requirements of one version against a mock with these settings.

    known: whether the run has keys of all kinds, the plan, and a mock that closes idle sockets soon.
    """
    plan = make_plan(
        SPEC, CASES, versions=(version,), seed=seed, fuzz=generated, sessions=generated, concurrency=6, long_waits=known
    )
    # A sound mock lets nobody wait in vain; how long a busy machine takes must not count against it.
    target = Target("", KEY, patience_s=PATIENCE_S if settings.defects else 10 * PATIENCE_S)
    if known:
        settings = replace(
            settings,
            api_keys=(*settings.api_keys, ADMIN_KEY),
            spent_keys=(SPENT_KEY,),
            plan=PLAN,
            idle_timeout_s=IDLE_TIMEOUT_S,
        )
        target = replace(target, admin_key=ADMIN_KEY, spent_key=SPENT_KEY, plan=PLAN, idle_timeout_s=IDLE_TIMEOUT_S)
    with serve(settings) as running:
        return asyncio.run(run(plan, replace(target, url=running.url), CASES, SPEC))


def needs_known(requirement_id: str) -> bool:
    """True if a case that provokes the requirement needs more than a key: see `judge`."""
    watched = [case for name, case in CASES.items() if CHECKS[requirement_id].wants(name)]
    keys = {getattr(step, "auth", "") for case in watched for step in case.all_steps()}
    return bool(keys & {"admin", "no-credits"}) or any({FILLS_PLAN, LONG_WAIT} & case.tags for case in watched)


def needs_generated(requirement_id: str) -> bool:
    """True if no scripted case provokes the requirement, only generated requests."""
    return all(pattern.startswith(("fuzz/", "sessions/")) for pattern in CHECKS[requirement_id].cases)


def sight_of(info: defects.DefectInfo) -> SightRow:
    """The row of one defect. Raises AssertionError if the run could not judge."""
    version = newest_version(info.requirement)
    settings = MockSettings(api_keys=(KEY,), defects=(info.id,))
    known = needs_known(info.requirement)
    result = judge(settings, version, generated=needs_generated(info.requirement), known=known)
    assert result.summary.exit_code != 2, result.summary.exit_reason
    return SightRow(
        info.id,
        version,
        tuple(row.requirement for row in result.rows if row.verdict in (Verdict.FAIL, Verdict.WARN)),
        tuple(row.requirement for row in result.rows if row.verdict is Verdict.BLOCKED),
    )


def dependents(requirement_id: str) -> set[str]:
    """Requirements whose violation this one explains, by way of others too."""
    found: set[str] = set()
    waiting = [requirement_id]
    while waiting:
        name = waiting.pop()
        for other in SPEC.requirements.values():
            if name in other.depends_on and other.id not in found:
                found.add(other.id)
                waiting.append(other.id)
    return found


def golden_rows() -> dict[str, str]:
    """The committed row of each defect."""
    lines = GOLDEN.read_text(encoding="utf-8").splitlines() if GOLDEN.exists() else []
    return {line.split()[0]: line for line in lines if line and not line.startswith("#")}
