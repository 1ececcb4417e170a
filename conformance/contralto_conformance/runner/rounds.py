"""Several rounds of the same plan: what they come to together, and what differs between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from contralto_conformance.runner.model import Row, Verdict

_MET = frozenset({Verdict.PASS, Verdict.UNEXPECTED_PASS})
_VIOLATED = frozenset({Verdict.FAIL, Verdict.WARN, Verdict.KNOWN_FAILURE})

_GRAVEST_FIRST = (
    Verdict.ERROR,
    Verdict.FAIL,
    Verdict.WARN,
    Verdict.KNOWN_FAILURE,
    Verdict.UNEXPECTED_PASS,
    Verdict.PASS,
    Verdict.BLOCKED,
    Verdict.SKIPPED,
    Verdict.NOT_VERIFIED,
)


def together(rounds: Sequence[Sequence[Row]], seed: int) -> tuple[Row, ...]:
    """The rows of all rounds of one version as those of one run.

    The gravest verdict counts. What was met in one round and violated in another says so, with the seeds of the rounds
    that violated it. seed: of the first round; each further round has the next.
    """
    if len(rounds) == 1:
        return tuple(rounds[0])
    return tuple(_together(rows, seed) for rows in zip(*rounds, strict=True))


def _together(rows: Sequence[Row], seed: int) -> Row:
    gravest = min(rows, key=lambda row: _GRAVEST_FIRST.index(row.verdict))
    met = [row for row in rows if row.verdict in _MET]
    violated = {seed + place: row for place, row in enumerate(rows) if row.verdict in _VIOLATED}
    reason = gravest.reason
    if met and violated:
        seeds = ", ".join(map(str, list(violated)[:5])) + (", ..." if len(violated) > 5 else "")
        flake = f"flaky: violated in {len(violated)} of {len(rows)} rounds, with seed {seeds}"
        reason = f"{flake}; {reason}" if reason else flake
    seen = [row for row in rows if row.judged]
    return replace(
        gravest,
        reason=reason,
        findings=tuple(finding for row in violated.values() for finding in row.findings) or gravest.findings,
        judged=sum(row.judged for row in seen),
        traces=tuple(dict.fromkeys(key for row in seen for key in row.traces)),
        failed=tuple(dict.fromkeys(key for row in rows for key in row.failed)),
    )
