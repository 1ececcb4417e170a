"""The report on a client: a table for people, or JSON for programs."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .examiner import Grade

_SIGNS = {"met": "met", "violated": "VIOLATED", "not seen": "not seen"}


def write_report(path: Path, grades: Sequence[Grade], *, n_exchanges: int) -> None:
    """Writes the report whole or not at all: JSON for a name that ends so, else Markdown. Raises OSError."""
    is_json = path.suffix == ".json"
    text = json.dumps(as_json(grades, n_exchanges), indent=2) + "\n" if is_json else as_markdown(grades, n_exchanges)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(draft, path)
    except OSError:
        Path(draft).unlink(missing_ok=True)
        raise


def as_json(grades: Sequence[Grade], n_exchanges: int) -> dict[str, Any]:
    """The report as JSON values."""
    return {
        "exchanges": n_exchanges,
        "totals": totals(grades),
        "requirements": [
            {
                "id": grade.requirement.id,
                "level": grade.requirement.level,
                "statement": grade.requirement.statement,
                "verdict": grade.verdict,
                "observable": grade.is_observable,
                "findings": [
                    {"expected": finding.expected, "got": finding.got, "where": finding.where}
                    for finding in grade.findings
                ],
            }
            for grade in grades
        ],
    }


def totals(grades: Sequence[Grade]) -> dict[str, int]:
    """How many requirements have each verdict."""
    return {verdict: sum(grade.verdict == verdict for grade in grades) for verdict in _SIGNS}


def as_markdown(grades: Sequence[Grade], n_exchanges: int) -> str:
    """The report as Markdown; what the client sent is in code spans and cannot break out of them."""
    counted = ", ".join(f"{number} {verdict}" for verdict, number in totals(grades).items())
    lines = ["# What this client keeps", "", f"{n_exchanges} exchanges; {counted}.", ""]
    lines += ["| requirement | level | verdict |", "|---|---|---|"]
    lines += [
        f"| `{grade.requirement.id}` | {grade.requirement.level.upper()} | {_SIGNS[grade.verdict]} |"
        for grade in grades
        if grade.is_observable
    ]
    for grade in grades:
        if grade.findings:
            lines += ["", f"## `{grade.requirement.id}`", "", grade.requirement.statement, ""]
            for finding in grade.findings:
                lines += [
                    f"- expected {_inline(finding.expected)}, got {_inline(finding.got)}",
                    f"  at {_inline(finding.where)}",
                ]
    hidden = [f"`{grade.requirement.id}`" for grade in grades if not grade.is_observable]
    lines += ["", f"Not to be seen by watching: {', '.join(hidden)}. `contralto examine` provokes most of them.", ""]
    return "\n".join(lines)


def _inline(text: str) -> str:
    """Text of a finding on one line, with what could be markup of HTML escaped."""
    return " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")
