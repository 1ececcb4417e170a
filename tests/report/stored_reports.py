"""Reports as they stand in files, made of the hand-made run, for what reads them back."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from contralto_conformance.report.stored import Stored, read_reports

Document = dict[str, Any]


def changed(document: Document, verdicts: Mapping[tuple[str, str], str | None], **run: Any) -> Document:
    """The same report with other verdicts, by requirement and version; None takes one away."""
    made = copy.deepcopy(document)
    made["run"].update(run)
    for (name, version), verdict in verdicts.items():
        requirement = next(item for item in made["requirements"] if item["id"] == name)
        if verdict is None:
            del requirement["verdicts"][version]
            continue
        row = requirement["verdicts"].setdefault(version, _row())
        row["verdict"] = verdict
        if verdict in ("fail", "warn"):
            row["findings"] = [{"trace": "a/b", "expected": "this", "got": "that", "where": "answer `first`"}]
        elif verdict == "not-verified":
            row["reason"], row["findings"] = "nothing to judge was seen", []
    made["requirements"] = [item for item in made["requirements"] if item["verdicts"]]
    return made


def _row() -> Document:
    empty: Document = {"verdict": "pass", "total": "met", "reason": "", "blocked_by": None, "judged": 1}
    return {**empty, "traces": [], "failed": [], "findings": [], "again": "contralto check http://x"}


def stored(folder: Path, *, clients: bool = False, **documents: Document) -> tuple[Stored, ...]:
    """These reports, written to files of these names and read back."""
    paths = []
    for name, document in documents.items():
        paths.append(folder / f"{name}.json")
        paths[-1].write_text(json.dumps(document), encoding="utf-8")
    return read_reports(paths, clients=clients)
