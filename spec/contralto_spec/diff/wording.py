"""Sentences that all renderings share: what a change says, whom it breaks, how many there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from .model import Change, Difference, Section, Use
from .phrases import is_schema, shown

SECTION_TITLES: dict[Section, str] = {
    "operations": "Operations",
    "channels": "Channels",
    "shared": "Shared parts",
    "schemas": "Schemas",
    "service": "Service",
}
# Kinds whose values only repeat what their words say.
_TOLD_BY_WORDS = ("made-", "null-", "deprecated", "switched-", "members-", "header-added", "header-removed")


@dataclass(frozen=True, slots=True)
class Subject:
    """The changes of one operation, channel, component or schema."""

    section: Section
    name: str
    changes: tuple[Change, ...]
    uses: tuple[Use, ...]


def subjects(difference: Difference) -> Iterator[Subject]:
    """The changes by what they are listed under, in order."""
    for (section, name), group in groupby(
        difference.changes, lambda change: (change.place.section, change.place.subject)
    ):
        changes = tuple(group)
        uses = {use for change in changes for use in change.uses} if section in ("shared", "schemas") else set()
        yield Subject(section, name, changes, tuple(sorted(uses)))


def values(change: Change) -> str:
    """What was and what is, in a few words: `0 → 3000`, `string`, or nothing where the words say it all."""
    if change.is_whole and change.place.section not in ("channels", "service"):
        return ""
    if any(part in change.kind for part in _TOLD_BY_WORDS):
        return ""
    before, after = change.before, change.after
    if before in (None, []) and after in (None, []):
        return ""
    if before in (None, []):
        return shown(after)
    if after in (None, []):
        return shown(before)
    if isinstance(before, dict) and isinstance(after, dict) and not is_schema(before):
        keys = [
            key for key in (*before, *(key for key in after if key not in before)) if before.get(key) != after.get(key)
        ]
        before, after = ({key: side[key] for key in keys if key in side} for side in (before, after))
    return f"{shown(before)} → {shown(after)}"


def certainty(change: Change) -> str:
    """How sure a renaming is; empty where nothing was guessed."""
    return "" if change.confidence is None else f"{change.confidence:.0%} sure"


def broken(change: Change) -> str:
    """`client`, `server`, `both` or nothing."""
    if change.client.breaking and change.server.breaking:
        return "both"
    return "client" if change.client.breaking else "server" if change.server.breaking else ""


def reasons(change: Change) -> Iterator[tuple[str, str]]:
    """Each side that breaks, with the reason."""
    if change.client.breaking:
        yield "client", change.client.reason
    if change.server.breaking:
        yield "server", change.server.reason


def reached(uses: Iterable[Use], limit: int | None = None) -> list[str]:
    """`GET /voices (answer)`, one per use; both directions of one place are one; the rest beyond `limit` is counted."""
    flows: dict[str, list[str]] = {}
    for use in uses:
        flows.setdefault(use.where, []).append(use.flow)
    listed = [f"{where} ({' and '.join(sorted(flows[where], reverse=True))})" for where in flows]
    if limit is not None and len(listed) > limit:
        return [*listed[:limit], f"{len(listed) - limit} more"]
    return listed


def headline(difference: Difference) -> str:
    """One sentence with the totals."""
    if not difference.changes:
        return f"nothing differs between {difference.before} and {difference.after}"
    counts = difference.counts()
    return (
        f"{_count(counts['total'], 'change')} from {difference.before} to {difference.after}: "
        f"{counts['client']:,} break clients, {counts['server']:,} break servers that stay, "
        f"{counts['neither']:,} break nobody"
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else noun + 's'}"
