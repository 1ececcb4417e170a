"""The run as Markdown for a pull request: totals first, then what is violated, the whole table folded.

Text of the target stands in fenced blocks and code spans only, where Markdown means nothing: no link, no mention and
no tag of it comes to life.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from contralto_conformance.report.account import account_facts
from contralto_conformance.report.collect import LEVELS, Alike, Entry, Report
from contralto_conformance.report.text import clip, count, listed, one_line, said
from contralto_conformance.report.words import (
    LEVEL_WORDS,
    SIGNS,
    WORDS,
    grouped_reasons,
    headline,
    known_violations,
    outcome,
    run_words,
)
from contralto_conformance.runner.model import Row, Totals

MAX_SHOWN = 20
"""Violations shown in full: a comment on the usual forges holds 65,536 characters."""

_VALUE_LIMIT = 400
_OUTCOME_SIGNS = {"met": "✅", "partial": "✅", "warned": "⚠️", "violated": "❌", "broken": "⛔"}


def render(report: Report) -> str:
    """The document as text, with a newline at its end."""
    parts = [*_head(report), *_totals(report), *_violations(report), *_unverified(report), *_matrix(report)]
    return "\n".join(parts).rstrip("\n") + "\n"


def _head(report: Report) -> list[str]:
    summary = report.summary
    identity = summary.identity
    about = f" said {code(said(identity.reported))}" if identity.reported else ""
    suite = f"spec {code(summary.spec_digest)}, contralto {summary.suite_version}"
    facts = [f"Target {code(identity.shown)}{about}", f"{', '.join(run_words(report))}, {suite}"]
    facts += [inline(f"{label.capitalize()} {value}".strip()) for label, value in account_facts(report)]
    facts += [inline(note) for note in report.notes]
    lines = [f"## {_OUTCOME_SIGNS[outcome(report)]} Contralto: {inline(headline(report))}", ""]
    if summary.interrupted:
        lines += [f"**The run ended early** ({inline(summary.interrupted)}): what follows is not complete.", ""]
    lines += ["  \n".join(facts), ""]
    for problem in report.problems:
        lines += [*_block([problem.message, *([problem.hint] if problem.hint else [])]), ""]
    return lines


def _totals(report: Report) -> list[str]:
    lines = ["| version | level | met | violated | not verified |", "|---|---|--:|--:|--:|"]
    for version in report.versions:
        by_level = report.summary.by_version.get(version, {})
        lines += [_totals_line(version, level, by_level.get(level, Totals())) for level in LEVELS]
    if len(report.versions) > 1:
        by_level = report.summary.by_level
        lines += [_totals_line("**all**", level, by_level.get(level, Totals())) for level in LEVELS]
    return [*(line for line in lines if line), ""]


def _totals_line(version: str, level: str, totals: Totals) -> str:
    if level == "observed" and totals == Totals():
        return ""
    violated = f"**{totals.violated}**" if totals.violated else "0"
    return f"| {version} | {LEVEL_WORDS[level]} | {totals.met} | {violated} | {totals.not_verified} |"


def _violations(report: Report) -> list[str]:
    found = report.reported
    if not found:
        return []
    lines = ["### Violated", ""]
    for entry, group in found[:MAX_SHOWN]:
        lines += _violation(report, entry, group)
    if len(found) > MAX_SHOWN:
        lines += [f"And {count(len(found) - MAX_SHOWN, 'more violation')}: see the table.", ""]
    return lines


def _violation(report: Report, entry: Entry, group: Alike) -> list[str]:
    row = group.shown
    level = LEVEL_WORDS.get(row.level, row.level)
    versions = listed(group.versions, "version", len(report.versions))
    lines = [f"**{SIGNS[row.verdict]} `{entry.id}`** {level}, {versions}  ", entry.statement, ""]
    facts = []
    for finding in row.findings[:1]:
        facts += [f"expected  {finding.expected}", f"got       {finding.got}"]
        facts += [f"where     {finding.trace}: {finding.where}"]
    if row.reason:
        facts.append(f"reason    {row.reason}")
    if len(row.findings) > 1:
        facts.append(f"more      {count(len(row.findings) - 1, 'more finding')}")
    if entry.sources:
        facts.append(f"source    {'; '.join(entry.sources)}")
    return [*lines, *_block([*facts, f"again     {report.again(*group.rows)}"]), ""]


def _unverified(report: Report) -> list[str]:
    return [
        *_folded("Known violations", known_violations(report)),
        *_folded("Not verified", grouped_reasons(report.unverified), report.summary.total.not_verified),
    ]


def _folded(title: str, groups: Sequence[tuple[str, str, tuple[str, ...]]], total: int = 0) -> list[str]:
    if not groups:
        return []
    lines = [f"<details><summary>{title}{f': {total}' if total else ''}</summary>", ""]
    for verdict, why, ids in groups:
        lines.append(f"- {verdict}, {code(clip(why, _VALUE_LIMIT))}: {count(len(ids), 'requirement')}")
    return [*lines, "", "</details>", ""]


def _matrix(report: Report) -> list[str]:
    if not report.entries:
        return []
    head = ["requirement", "level", *report.versions]
    lines = [f"<details><summary>All {count(len(report.entries), 'requirement')}</summary>", ""]
    lines += [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    for entries in report.areas.values():
        for entry in entries:
            cells = [_cell(entry.rows.get(version)) for version in report.versions]
            lines.append(f"| `{entry.id}` | {LEVEL_WORDS.get(entry.level, entry.level)} | {' | '.join(cells)} |")
    return [*lines, "", "</details>", ""]


def _cell(row: Row | None) -> str:
    return f"{SIGNS[row.verdict]} {WORDS[row.verdict]}" if row else ""


def _block(lines: list[str]) -> list[str]:
    text = [clip(one_line(line), _VALUE_LIMIT) if not line.startswith("again ") else one_line(line) for line in lines]
    longest = max((len(run) for line in text for run in re.findall(r"`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}text", *text, fence]


def code(text: str) -> str:
    """A code span, whatever the text holds."""
    text = one_line(text)
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") or not text else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def inline(text: str) -> str:
    """Text of our own that may quote the target, without any Markdown or HTML in it."""
    return re.sub(r"([\\`*_\[\]<>&|@#~])", r"\\\1", one_line(text))
