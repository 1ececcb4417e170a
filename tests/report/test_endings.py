"""Each way an exchange can end has words for people and a place in the schema of the report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

from contralto_conformance.report import wire
from contralto_conformance.trace import Ending

SCHEMA = Path(__file__).parents[2] / "spec" / "schemas" / "report.schema.json"


def endings(node: Any) -> list[list[str]]:
    """The `enum` of every property `ending` in the schema."""
    if isinstance(node, list):
        return [found for item in node for found in endings(item)]
    if not isinstance(node, dict):
        return []
    own = [node["ending"]["enum"]] if "enum" in (node.get("ending") or {}) else []
    return own + [found for value in node.values() for found in endings(value)]


def test_every_ending_has_words() -> None:
    assert set(wire._ENDINGS) == set(get_args(Ending))


def test_the_schema_of_the_report_knows_every_ending() -> None:
    found = endings(json.loads(SCHEMA.read_text()))
    assert found
    assert all(set(enum) == set(get_args(Ending)) for enum in found)
