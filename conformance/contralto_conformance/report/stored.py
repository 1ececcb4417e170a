"""Reports that were written earlier, read back: what `matrix`, `compare` and `badge` work on.

A document is held against its published schema before anything is made of it. Members that the schema does not know are
passed over: a newer minor version may have added them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import jsonschema_rs

import contralto_spec
from contralto_conformance.json_file import Unreadable, load
from contralto_conformance.report.collect import LEVELS
from contralto_conformance.report.json_report import FORMAT_VERSION
from contralto_conformance.report.text import count
from contralto_conformance.runner.model import Totals, Verdict
from contralto_spec.data import data_schema

REPORT_FORMAT = "contralto-report"
EXAMINATION_FORMAT = "contralto-examination"
ANY_VERSION = "any version"
"""The version of what was seen of a client, which names the version that it wants."""

_EXAMINED: Mapping[str, Verdict] = {
    "met": Verdict.PASS,
    "violated": Verdict.FAIL,
    "not seen": Verdict.NOT_VERIFIED,
    "not-seen": Verdict.NOT_VERIFIED,
    "not verified": Verdict.NOT_VERIFIED,
}


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

    kind: `server` for a target of `check` or `verify`, `client` for one that `contralto mock --examine` has seen.
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
    kind: Literal["server", "client"] = "server"

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


def read_reports(paths: Sequence[Path], names: Sequence[str] = (), *, clients: bool = False) -> tuple[Stored, ...]:
    """Reports by their files. names: what to call the first ones; the others are called after their files.

    clients: whether reports on clients are taken as well. Raises Unreadable for a file that holds no report, or one of
    a newer format.
    """
    called = [*names, *_names(paths)[len(names) :]]
    return tuple(_read(path, name, clients=clients) for path, name in zip(paths, called, strict=True))


def _read(path: Path, name: str, *, clients: bool) -> Stored:
    document = load(path)
    if _is_examination(document):
        if not clients:
            raise Unreadable(path, "it is a report on a client; here one on a server is needed")
        return _examined(path, name, document)
    return _stored(name, _sound(path, document))


def _is_examination(document: Any) -> bool:
    """Whether a document is a report on a client, of any age: the first ones did not name their format."""
    if not isinstance(document, dict):
        return False
    return document.get("format", EXAMINATION_FORMAT) == EXAMINATION_FORMAT and {"exchanges", "requirements"} <= (
        document.keys()
    )


def schema() -> Mapping[str, Any]:
    """The published JSON Schema of a report."""
    return data_schema("report")


def _sound(path: Path, document: Any) -> dict[str, Any]:
    """A report of `check` that keeps to its schema."""
    if not isinstance(document, dict) or document.get("format") != REPORT_FORMAT:
        raise Unreadable(path, "it is no report of contralto, such as report.json of `contralto check --report`")
    version = document.get("format_version")
    if isinstance(version, int) and version > FORMAT_VERSION:
        raise Unreadable(
            path, f"it is a report of format {version}; this contralto reads formats up to {FORMAT_VERSION}"
        )
    # The traffic is the greater part of it, and nobody here looks at it.
    checked: dict[str, Any] = {**document, "traces": {}}
    try:
        problem = next(_validator().iter_errors(checked), None)
    except ValueError as error:
        raise Unreadable(path, f"it cannot be held against the schema of reports: {error}") from None
    if problem is not None:
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in problem.instance_path)
        text = " ".join(str(problem.message).split())
        shown = text if len(text) <= 200 else text[:200] + "..."
        raise Unreadable(path, f"it is no sound report: {shown}", place.lstrip("."))
    return checked


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


def _examined(path: Path, name: str, document: Mapping[str, Any]) -> Stored:
    """What was seen of a client, in the form of a report; areas and parties are those of the spec."""
    catalogue = contralto_spec.load().requirements
    found: dict[str, StoredRequirement] = {}
    try:
        for item in document["requirements"]:
            known = catalogue.get(item["id"])
            found[item["id"]] = StoredRequirement(
                id=item["id"],
                area=known.area if known else "clients",
                level=item["level"],
                party=known.party if known else "client",
                statement=item["statement"],
                rows={ANY_VERSION: _examined_row(item)},
            )
        n_exchanges = document["exchanges"]
        seen = n_exchanges if isinstance(n_exchanges, int) else len(n_exchanges)
    except (AttributeError, KeyError, TypeError) as error:
        raise Unreadable(path, f"it is no sound report on a client: {error}") from None
    return Stored(
        name=name,
        target=f"{count(seen, 'exchange')} seen",
        versions=(ANY_VERSION,),
        requirements=found,
        kind="client",
    )


def _examined_row(item: Mapping[str, Any]) -> StoredRow:
    verdict = _EXAMINED[item["verdict"]]
    if verdict is Verdict.FAIL and item["level"] != "must":
        verdict = Verdict.WARN
    hidden = not item.get("observable", True)
    reason = "not to be seen from outside" if hidden else "the client never came to it"
    first = item["findings"][0] if item["findings"] else {"expected": "", "got": "", "where": ""}
    return StoredRow(
        verdict=verdict,
        reason=reason if verdict is Verdict.NOT_VERIFIED else "",
        expected=first["expected"],
        got=first["got"],
        where=first["where"],
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
