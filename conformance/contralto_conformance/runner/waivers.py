"""Known violations: what waivers make of verdicts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from contralto_conformance.runner.model import Row, Verdict, Waiver

_VIOLATED = frozenset({Verdict.FAIL, Verdict.WARN})
_UNKNOWN = frozenset({Verdict.NOT_VERIFIED, Verdict.BLOCKED, Verdict.ERROR})


def waived(rows: Sequence[Row], waivers: Sequence[Waiver], others: Collection[str] = ()) -> tuple[Row, ...]:
    """The rows of one version with the waivers that hold for it. others: requirements that were not chosen this time.

    What is violated and covered becomes a known failure. A waiver under which nothing is violated any more is stale:
    what it covers and is met becomes an unexpected pass, unless it covers something that was not judged, or some of the
    others. One that has ended changes no verdict, and what it covered says so.
    """
    return tuple(_waived(row, rows, waivers, others) for row in rows)


def _waived(row: Row, rows: Sequence[Row], waivers: Sequence[Waiver], others: Collection[str]) -> Row:
    covering = [waiver for waiver in waivers if waiver.covers(row.requirement, row.version)]
    holding = [waiver for waiver in covering if not waiver.has_ended]
    if row.verdict in _VIOLATED and holding:
        return replace(row, verdict=Verdict.KNOWN_FAILURE, reason=_known(holding[0]))
    if row.verdict in _VIOLATED and covering:
        return replace(row, reason=_ended(covering[0]))
    if row.verdict is Verdict.PASS:
        stale = next((waiver for waiver in holding if _is_stale(waiver, rows, others)), None)
        if stale is not None:
            return replace(row, verdict=Verdict.UNEXPECTED_PASS, reason=_stale(stale))
    return row


def _is_stale(waiver: Waiver, rows: Sequence[Row], others: Collection[str]) -> bool:
    if any(fnmatchcase(name, waiver.pattern) for name in others):
        return False
    covered = (row for row in rows if waiver.covers(row.requirement, row.version))
    return not any(row.verdict in _VIOLATED | _UNKNOWN for row in covered)


def _known(waiver: Waiver) -> str:
    return f"known until {waiver.until}: {waiver.reason}{_at(waiver)}"


def _ended(waiver: Waiver) -> str:
    return f"its waiver ended on {waiver.until}: {waiver.reason}{_at(waiver)}"


def _stale(waiver: Waiver) -> str:
    return f"waived as violated, but met: take the waiver of `{waiver.pattern}` out{_at(waiver)}"


def _at(waiver: Waiver) -> str:
    return f" ({waiver.where})" if waiver.where else ""
