"""Differences as Markdown: one alone, or all of them as a changelog."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .model import Change, Difference
from .phrases import visible
from .rules import rule_rows
from .wording import SECTION_TITLES, certainty, headline, reached, reasons, subjects, values

_USES_SHOWN = 12


def render_markdown(difference: Difference) -> str:
    """One difference under a heading of the first level."""
    title = f"# {_text(difference.before)} to {_text(difference.after)}\n\n"
    return title + "\n".join(_body(difference, "##")) + "\n"


def render_changelog(differences: Sequence[Difference]) -> str:
    """Every difference under a heading of its newer side, newest first."""
    lines = ["# Changelog of the API", ""]
    for difference in reversed(differences):
        lines += [f"## {_text(difference.after)}", "", *_body(difference, "###"), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def render_rules() -> str:
    """The table of rules."""
    lines = ["| change | sent by | client that stays | server that stays |", "|---|---|---|---|"]
    sender = {"any": "", "request": "client", "answer": "server"}
    for words, flow, client, server in rule_rows():
        cells = [f"**breaks**: {item.reason}" if item.breaking else item.reason for item in (client, server)]
        lines.append(f"| {words} | {sender[flow]} | {cells[0]} | {cells[1]} |")
    return "\n".join(lines) + "\n"


def _body(difference: Difference, level: str) -> Iterator[str]:
    yield f"{_text(headline(difference)[:1].upper() + headline(difference)[1:])}."
    for note in difference.notes:
        yield ""
        yield f"Note: {_text(note)}."
    section = ""
    was_whole = False
    for subject in subjects(difference):
        is_line = len(subject.changes) == 1 and subject.changes[0].is_whole
        if subject.section != section:
            section = subject.section
            yield from ("", f"{level} {SECTION_TITLES[subject.section]}", "")
        elif not (is_line and was_whole):
            yield ""
        was_whole = is_line
        if is_line:
            yield f"- {_line(subject.changes[0])}"
            continue
        yield f"{level}# {_code(subject.name)}"
        yield ""
        if subject.uses:
            yield f"Used by {', '.join(_text(use) for use in reached(subject.uses, _USES_SHOWN))}."
            yield ""
        for change in subject.changes:
            yield f"- {_line(change)}"


def _line(change: Change) -> str:
    name = change.place.subject if change.is_whole else change.place.trail
    line = f"{_code(name)} {change.words}" if name else change.words
    shown = values(change)
    if shown and shown != change.place.subject:
        line += f": {_code(shown)}"
    if certainty(change):
        line += f" ({certainty(change)})"
    for side, reason in reasons(change):
        line += f"; **breaks {side}s**: {reason}"
    return line


def _code(value: str) -> str:
    """The value as a code span, with a fence longer than any run of backticks in it."""
    value = visible(value)
    runs = [len(run) for run in re.findall(r"`+", value)]
    if not runs:
        return f"`{value}`"
    fence = "`" * (max(runs) + 1)
    return f"{fence} {value} {fence}"


def _text(value: str) -> str:
    """The value as plain text: what Markdown or HTML would read as markup is escaped."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", visible(value))
