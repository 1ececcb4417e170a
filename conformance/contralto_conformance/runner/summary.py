"""Rows into figures, and figures into an exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.metadata import version

from contralto_conformance.runner.model import Cost, Identity, Made, Plan, Row, Summary, Totals, Verdict
from contralto_spec import Spec

LEVELS = ("must", "should", "observed")


def suite_version() -> str:
    """The version of the installed suite."""
    return version("contralto")


def totals(rows: Iterable[Row]) -> Totals:
    """How many of these rows are met, violated, not verified."""
    counts = Counter(row.verdict.total for row in rows)
    return Totals(counts["met"], counts["violated"], counts["not_verified"])


def by_level(rows: Sequence[Row]) -> dict[str, Totals]:
    """Totals per level; every level is there."""
    return {level: totals(row for row in rows if row.level == level) for level in LEVELS}


def exit_code(
    rows: Sequence[Row], *, strict: bool, cannot_judge: str, interrupted: bool, harness_faults: int
) -> tuple[int, str]:
    """Exit code and the reason for it.

    2 comes before 1: a run that broke, was cut off by the user or judged nothing says so, whatever it had
    found. A run that used up its time is judged by what it saw; what it did not see is shown as not verified.
    """
    verdicts = Counter(row.verdict for row in rows)
    if cannot_judge:
        return 2, cannot_judge
    if interrupted:
        return 2, "interrupted before all requirements were judged"
    if harness_faults or verdicts[Verdict.ERROR]:
        count = max(harness_faults, verdicts[Verdict.ERROR])
        return 2, f"the suite itself broke {count} {'time' if count == 1 else 'times'}"
    failures = verdicts[Verdict.FAIL] + (verdicts[Verdict.WARN] if strict else 0)
    stale = verdicts[Verdict.UNEXPECTED_PASS]
    told = []
    if failures:
        told.append(f"the target violates {failures} {'requirement' if failures == 1 else 'requirements'}")
    if stale:
        told.append(f"{stale} waived {'requirement is' if stale == 1 else 'requirements are'} met")
    if told:
        return 1, ", ".join(told)
    counted = totals(rows)
    if not counted.met and not counted.violated:
        return 2, "no requirement could be judged"
    return 0, "everything judged is as expected"


def summarise(
    plan: Plan,
    rows: Sequence[Row],
    spec: Spec,
    *,
    identity: Identity,
    cases: int,
    duration_s: float,
    interrupted: str,
    code: int,
    reason: str,
    rounds: int = 1,
    spent: Cost | None = None,
    left_behind: tuple[Made, ...] = (),
    ledger: str = "",
    cpu_s: float = 0.0,
) -> Summary:
    """The summary of a run."""
    return Summary(
        by_level=by_level(rows),
        by_version={date: by_level([row for row in rows if row.version == date]) for date in plan.versions},
        verdicts={verdict.value: sum(row.verdict is verdict for row in rows) for verdict in Verdict},
        cases=cases,
        duration_s=duration_s,
        seed=plan.seed,
        spec_digest=spec.digest,
        suite_version=suite_version(),
        identity=identity,
        interrupted=interrupted,
        exit_code=code,
        exit_reason=reason,
        profile=plan.profile,
        rounds=rounds,
        spent=spent,
        left_behind=left_behind,
        ledger=ledger,
        cpu_s=cpu_s,
    )
