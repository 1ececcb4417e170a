"""Reports that were written earlier, read back: what `matrix`, `compare` and `badge` work on.

A document is held against its published schema before anything is made of it. Members that the schema does not know are
passed over: a newer minor version may have added them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from contralto_conformance.json_file import Unreadable, load
from contralto_conformance.report.collect import LEVELS
from contralto_conformance.report.json_report import FORMAT_VERSION
from contralto_conformance.runner.model import Totals, Verdict
from contralto_spec.data import data_schema

REPORT_FORMAT = "contralto-report"


@dataclass(frozen=True)
class StoredRow:
    """One verdict. got: what was seen first where it is violated, or ""."""

    verdict: Verdict
    reason: str = ""
    expected: str = ""
    got: str = ""
    where: str = ""
    again: str = ""


@dataclass(frozen=True)
class StoredRequirement:
    """One requirement with its verdict by version."""

    id: str
    area: str
    level: str
    party: str
    statement: str
    rows: Mapping[str, StoredRow]


@dataclass(frozen=True)
class Stored:
    """One report. name: what people call it; unique among those that were read together.

    incomplete: why it does not say everything (it could not judge, or ended early), or "".
    """

    name: str
    target: str
    versions: tuple[str, ...]
    requirements: Mapping[str, StoredRequirement]
    exit_code: int = 0
    incomplete: str = ""
    started_at: str = ""
    suite_version: str = ""
    spec_digest: str = ""
    notes: tuple[str, ...] = field(default=())

    def totals(self, levels: Collection[str] = LEVELS, versions: Collection[str] | None = None) -> Totals:
        """Totals of these levels together. versions: those that count; all if left out."""
        totals = [
            row.verdict.total
            for requirement in self.requirements.values()
            if requirement.level in levels
            for version, row in requirement.rows.items()
            if versions is None or version in versions
        ]
        return Totals(totals.count("met"), totals.count("violated"), totals.count("not_verified"))


def read_reports(paths: Sequence[Path], names: Sequence[str] = ()) -> tuple[Stored, ...]:
    """Reports by their files. names: what to call the first ones; the others are called after their files.

    Raises Unreadable for a file that holds no report, or one of a newer format.
    """
    documents = [_document(path) for path in paths]
    called = [*names, *_names(paths)[len(names) :]]
    return tuple(_stored(name, document) for name, document in zip(called, documents, strict=True))


def schema() -> Mapping[str, Any]:
    """The published JSON Schema of a report."""
    return data_schema("report")


def _document(path: Path) -> dict[str, Any]:
    document = load(path)
    if not isinstance(document, dict) or document.get("format") != REPORT_FORMAT:
        raise Unreadable(path, "it is no report of contralto, such as report.json of `contralto check --report`")
    version = document.get("format_version")
    if isinstance(version, int) and version > FORMAT_VERSION:
        raise Unreadable(
            path, f"it is a report of format {version}; this contralto reads formats up to {FORMAT_VERSION}"
        )
    # The traffic is the greater part of it, and nobody here looks at it.
    document = {**document, "traces": {}}
    try:
        problem = next(_validator().iter_errors(document), None)
    except ValueError as error:
        raise Unreadable(path, f"it cannot be held against the schema of reports: {error}") from None
    if problem is not None:
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in problem.instance_path)
        text = " ".join(str(problem.message).split())
        shown = text if len(text) <= 200 else text[:200] + "..."
        raise Unreadable(path, f"it is no sound report: {shown}", place.lstrip("."))
    return document


@cache
def _validator() -> Any:
    return jsonschema_rs.validator_for(_opened(data_schema("report")))


def _opened(node: Any) -> Any:
    """The same schema, open to members that it does not name."""
    if isinstance(node, list):
        return [_opened(item) for item in node]
    if isinstance(node, dict):
        return {k: _opened(v) for k, v in node.items() if (k, v) != ("additionalProperties", False)}
    return node


def _names(paths: Sequence[Path]) -> list[str]:
    """Names that tell the files apart, as short as they can be: the file's, with as many folders as it takes."""
    parts = [[*path.parts[:-1], path.stem] for path in paths]
    names = [_shortest(own, [other for other in parts if other != own]) for own in parts]
    # Every run writes `report.json`: where the folder alone tells them apart, it is enough.
    folders = [name.removesuffix("/report") for name in names]
    if len(set(folders)) == len(set(names)):
        names = folders
    return [
        name if names.count(name) == 1 else f"{name} ({names[: place + 1].count(name)})"
        for place, name in enumerate(names)
    ]


def _shortest(own: Sequence[str], others: Sequence[Sequence[str]]) -> str:
    for length in range(1, len(own)):
        if not any(other[-length:] == own[-length:] for other in others):
            return "/".join(own[-length:])
    return "/".join(own)


def _stored(name: str, document: Mapping[str, Any]) -> Stored:
    run = document["run"]
    incomplete = run["interrupted_by"] or (run["exit_reason"] if run["exit_code"] == 2 else "")
    return Stored(
        name=name,
        target=document["target"]["url"],
        versions=tuple(document["versions"]),
        requirements={item["id"]: _requirement(item) for item in document["requirements"]},
        exit_code=run["exit_code"],
        incomplete=incomplete,
        started_at=run["started_at"],
        suite_version=document["suite"]["version"],
        spec_digest=document["suite"]["spec_digest"],
        notes=tuple(run.get("notes", ())),
    )


def _requirement(item: Mapping[str, Any]) -> StoredRequirement:
    return StoredRequirement(
        id=item["id"],
        area=item["area"],
        level=item["level"],
        party=item["party"],
        statement=item["statement"],
        rows={version: _row(row) for version, row in item["verdicts"].items()},
    )


def _row(row: Mapping[str, Any]) -> StoredRow:
    first = row["findings"][0] if row["findings"] else {"expected": "", "got": "", "where": "", "trace": ""}
    return StoredRow(
        verdict=Verdict(row["verdict"]),
        reason=row["reason"],
        expected=first["expected"],
        got=first["got"],
        where=f"{first['trace']}: {first['where']}" if row["findings"] else "",
        again=row["again"],
    )
