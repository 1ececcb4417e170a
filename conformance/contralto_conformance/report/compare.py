"""What changed between two runs, requirement by requirement and version by version.

    worse     newly violated; no longer verified, though it had been met; no longer verified, though it was violated
    better    repaired; newly verified and met
    neither   new requirements, requirements that are gone, versions that are new or gone

Renders as text for a console, as Markdown for a pull request, and as JSON by `spec/schemas/comparison.schema.json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from contralto_conformance.report.markdown import code, inline
from contralto_conformance.report.stored import Stored, StoredRequirement, StoredRow
from contralto_conformance.report.text import clip, count, one_line
from contralto_conformance.report.words import LEVEL_WORDS, SIGNS, WORDS
from contralto_conformance.runner.model import Totals

FORMAT_VERSION = 1

Kind = Literal["violated", "unverified", "hidden", "repaired", "verified", "new", "gone"]

TITLES: Mapping[Kind, str] = {
    "violated": "newly violated",
    "unverified": "met before, no longer verified",
    "hidden": "violated before, no longer verified",
    "repaired": "repaired",
    "verified": "newly verified and met",
    "new": "new requirements",
    "gone": "requirements that are gone",
}
"""Kinds of changes in the order in which they are shown."""

WORSE: frozenset[Kind] = frozenset({"violated", "unverified", "hidden"})

_KINDS: Mapping[tuple[str, str], Kind] = {
    ("met", "violated"): "violated",
    ("not_verified", "violated"): "violated",
    ("met", "not_verified"): "unverified",
    ("violated", "not_verified"): "hidden",
    ("violated", "met"): "repaired",
    ("not_verified", "met"): "verified",
}
_VALUE_LIMIT = 300
_MARKDOWN_ROWS = 100


@dataclass(frozen=True)
class Change:
    """One verdict that is another one now. old, new: None where there was, or is, none."""

    kind: Kind
    requirement: StoredRequirement
    version: str
    old: StoredRow | None
    new: StoredRow | None

    @property
    def why(self) -> str:
        """What the newer run says to it: what was seen, or why nothing was."""
        row = self.new
        return "" if row is None else row.got or row.reason


@dataclass(frozen=True)
class Comparison:
    """Two runs and what differs between them; versions that only one of them looked at stand apart."""

    old: Stored
    new: Stored
    changes: tuple[Change, ...]
    new_versions: tuple[str, ...]
    gone_versions: tuple[str, ...]

    def of(self, kind: Kind) -> tuple[Change, ...]:
        """The changes of one kind."""
        return tuple(change for change in self.changes if change.kind == kind)

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions that both runs looked at."""
        return tuple(version for version in self.new.versions if version in self.old.versions)

    @property
    def is_worse(self) -> bool:
        """Whether something is violated or no longer known that had been better."""
        return any(change.kind in WORSE for change in self.changes)


def compare(old: Stored, new: Stored) -> Comparison:
    """The changes from an older run to a newer one, in the order of the newer one's requirements."""
    common = [version for version in new.versions if version in old.versions]
    requirements = {**old.requirements, **new.requirements}
    ordered = [*new.requirements, *(name for name in old.requirements if name not in new.requirements)]
    changes = (_change(requirements[name], version, old, new) for name in ordered for version in common)
    return Comparison(
        old=old,
        new=new,
        changes=tuple(change for change in changes if change is not None),
        new_versions=tuple(version for version in new.versions if version not in old.versions),
        gone_versions=tuple(version for version in old.versions if version not in new.versions),
    )


def _change(requirement: StoredRequirement, version: str, old: Stored, new: Stored) -> Change | None:
    before, after = _row(old, requirement.id, version), _row(new, requirement.id, version)
    kind: Kind | None
    if before is None or after is None:
        kind = "new" if after is not None else "gone" if before is not None else None
        if after is not None and after.verdict.total == "violated":
            kind = "violated"
    else:
        kind = _KINDS.get((before.verdict.total, after.verdict.total))
    return None if kind is None else Change(kind, requirement, version, before, after)


def _row(report: Stored, name: str, version: str) -> StoredRow | None:
    requirement = report.requirements.get(name)
    return None if requirement is None else requirement.rows.get(version)


# Text.


def render_text(comparison: Comparison, *, exit_code: int, signs: bool = False) -> str:
    """For a console. signs: an arrow in place of `->`."""
    lines = [*_heads(comparison), ""]
    width = max((len(change.requirement.id) for change in comparison.changes), default=0)
    arrow = "→" if signs else "->"
    for kind, title in TITLES.items():
        found = comparison.of(kind)
        if not found:
            continue
        lines.append(title)
        for change, versions in _grouped(found, comparison):
            level = LEVEL_WORDS.get(change.requirement.level, change.requirement.level)
            verdicts = f"{_word(change.old)} {arrow} {_word(change.new)}"
            name = one_line(change.requirement.id)
            lines.append(f"  {name:<{width}}  {level:<8}  {verdicts}, {one_line(versions)}")
            if change.kind in WORSE and change.why:
                lines.append(f"      {clip(one_line(change.why), _VALUE_LIMIT)}")
        lines.append("")
    lines += [*_totals_text(comparison), "", f"{_sentence(comparison)}: exit {exit_code}"]
    return "\n".join(lines) + "\n"


def _grouped(changes: Iterable[Change], comparison: Comparison) -> list[tuple[Change, str]]:
    """Changes that are the same under several versions, once, with these versions in words."""
    groups: dict[tuple[str, str, str], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.requirement.id, _word(change.old), _word(change.new)), []).append(change)
    found = []
    for group in groups.values():
        versions = [change.version for change in group]
        held = [v for v in comparison.versions if v in group[0].requirement.rows]
        is_all = len(versions) > 2 and len(versions) == len(held)
        found.append((group[0], f"all {len(versions)} versions" if is_all else ", ".join(versions)))
    return found


def _heads(comparison: Comparison) -> Iterable[str]:
    for label, report in (("old", comparison.old), ("new", comparison.new)):
        suite = f"contralto {report.suite_version}, spec {report.spec_digest}"
        yield f"{label}  {one_line(report.name)}: {one_line(report.target)}, {report.started_at or 'no date'}, {suite}"
        if report.incomplete:
            yield f"     not complete: {clip(one_line(report.incomplete), _VALUE_LIMIT)}"
    yield from (f"     version {version} is new" for version in comparison.new_versions)
    yield from (f"     version {version} is not looked at any more" for version in comparison.gone_versions)


def _totals_text(comparison: Comparison) -> Iterable[str]:
    yield f"{'':<10}{'met':>16}{'violated':>16}{'not verified':>16}"
    for level, old, new in _totals(comparison):
        cells = [(old.met, new.met), (old.violated, new.violated), (old.not_verified, new.not_verified)]
        yield f"{LEVEL_WORDS[level]:<10}" + "".join(f"{_figures(before, after):>16}" for before, after in cells)


def _figures(before: int, after: int) -> str:
    return f"{after}" if before == after else f"{after} ({after - before:+d})"


def _totals(comparison: Comparison) -> Iterable[tuple[str, Totals, Totals]]:
    for level in LEVEL_WORDS:
        old, new = (each.totals([level], comparison.versions) for each in (comparison.old, comparison.new))
        if old != Totals() or new != Totals():
            yield level, old, new


def _sentence(comparison: Comparison) -> str:
    counts = {"newly violated": len(comparison.of("violated"))}
    counts["no longer verified"] = len(comparison.of("unverified")) + len(comparison.of("hidden"))
    counts |= {"repaired": len(comparison.of("repaired")), "newly met": len(comparison.of("verified"))}
    counts |= {"new": len(comparison.of("new")), "gone": len(comparison.of("gone"))}
    text = ", ".join(f"{number:,} {word}" for word, number in counts.items() if number) or "no verdict changed"
    return text[:1].upper() + text[1:]


def _word(row: StoredRow | None) -> str:
    return "none" if row is None else WORDS[row.verdict]


# Markdown.


def render_markdown(comparison: Comparison) -> str:
    """For a pull request; text of a target stands in code spans only."""
    sign = "❌" if comparison.is_worse else "✅"
    lines = [f"## {sign} Contralto: {inline(_sentence(comparison))}", ""]
    for label, report in (("Old", comparison.old), ("New", comparison.new)):
        ended = f", **not complete**: {inline(clip(report.incomplete, _VALUE_LIMIT))}" if report.incomplete else ""
        lines.append(f"{label}: {code(report.name)}, {code(report.target)}, {inline(report.started_at)}{ended}  ")
    for word, versions in (("New", comparison.new_versions), ("No longer looked at", comparison.gone_versions)):
        lines += [f"{word}: {', '.join(map(code, versions))}  "] if versions else []
    lines += ["", "| level | met | violated | not verified |", "|---|--:|--:|--:|"]
    for level, old, new in _totals(comparison):
        cells = [(old.met, new.met), (old.violated, new.violated), (old.not_verified, new.not_verified)]
        lines.append(f"| {LEVEL_WORDS[level]} | {' | '.join(_figures(*cell) for cell in cells)} |")
    for kind, title in TITLES.items():
        found = comparison.of(kind)
        if found:
            lines += ["", f"### {title[:1].upper() + title[1:]}", "", *_markdown_rows(_grouped(found, comparison))]
    return "\n".join(lines) + "\n"


def _markdown_rows(changes: Sequence[tuple[Change, str]]) -> list[str]:
    lines = ["| requirement | level | versions | before | now | |", "|---|---|---|---|---|---|"]
    for change, versions in changes[:_MARKDOWN_ROWS]:
        why = code(clip(change.why, 120)).replace("|", "\\|") if change.kind in WORSE and change.why else ""
        requirement = change.requirement
        level = LEVEL_WORDS.get(requirement.level, requirement.level)
        cells = [code(requirement.id), level, inline(versions), _cell(change.old), _cell(change.new), why]
        lines.append(f"| {' | '.join(cells)} |")
    rest = len(changes) - _MARKDOWN_ROWS
    return lines if rest <= 0 else [*lines, "", f"And {count(rest, 'more change')}."]


def _cell(row: StoredRow | None) -> str:
    return "" if row is None else f"{SIGNS[row.verdict]} {WORDS[row.verdict]}"


# JSON.


def render_json(comparison: Comparison) -> str:
    """The document as text, indented, with a newline at its end."""
    return json.dumps(document(comparison), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def document(comparison: Comparison) -> dict[str, Any]:
    """The document as JSON values."""
    return {
        "format": "contralto-comparison",
        "format_version": FORMAT_VERSION,
        "old": _side(comparison.old),
        "new": _side(comparison.new),
        "new_versions": list(comparison.new_versions),
        "gone_versions": list(comparison.gone_versions),
        "is_worse": comparison.is_worse,
        "counts": {kind: len(comparison.of(kind)) for kind in TITLES},
        "changes": [_change_document(change) for kind in TITLES for change in comparison.of(kind)],
    }


def _side(report: Stored) -> dict[str, Any]:
    totals = report.totals()
    return {
        "name": report.name,
        "target": report.target,
        "started_at": report.started_at,
        "suite_version": report.suite_version,
        "spec_digest": report.spec_digest,
        "incomplete": report.incomplete,
        "totals": {"met": totals.met, "violated": totals.violated, "not_verified": totals.not_verified},
    }


def _change_document(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "requirement": change.requirement.id,
        "level": change.requirement.level,
        "version": change.version,
        "statement": change.requirement.statement,
        "old": None if change.old is None else str(change.old.verdict),
        "new": None if change.new is None else str(change.new.verdict),
        "why": change.why,
        "again": change.new.again if change.new is not None else "",
    }
