"""The three forms for one small pair. `CONTRALTO_UPDATE_GOLDEN=1 pytest` writes the golden files anew."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import jsonschema_rs
import pytest
from tests.diff.documents import CHANNELS, OPERATIONS, Json, contract, openapi

from contralto_spec.data import data_root
from contralto_spec.diff import (
    Contract,
    Difference,
    compare,
    render_changelog,
    render_console,
    render_json,
    render_markdown,
    render_rules,
)

GOLDEN = Path(__file__).parent / "golden"
SCHEMA = jsonschema_rs.validator_for(json.loads((data_root() / "schemas/diff.schema.json").read_text(encoding="utf-8")))


def _voices(voice: Json, *, newer: bool) -> Json:
    reference = {"application/json": {"schema": {"$ref": "#/components/schemas/Voice"}}}
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer", "default": 20 if newer else 10}}
    paths = {
        "/voices": {
            "get": {"operationId": "listVoices", "parameters": [limit], "responses": {"200": {"content": reference}}}
        },
        "/voices/{id}": {"patch": {"operationId": "updateVoice", "requestBody": {"content": reference}}},
    }
    gone = {"/voices/{id}/pin": {"post": {"operationId": "pinVoice"}}}
    come = {"/accents": {"get": {"operationId": "listAccents"}}}
    return openapi({**paths, **(come if newer else gone)}, schemas={"Voice": voice})


@pytest.fixture(scope="module")
def difference() -> Difference:
    before = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "string"}, "tag_line": {"type": "string"}, "mode": {"enum": ["a", "`b`"]}},
    }
    after = {
        "type": "object",
        "required": ["id", "language"],
        "properties": {
            "id": {"type": "string", "minLength": 1},
            "tagline": {"type": "string"},
            "mode": {"enum": ["a", "`b`", "<c>\u202e"]},
            "language": {"type": ["string", "null"]},
        },
    }
    return compare(
        Contract("2025-04-16", _voices(before, newer=False)), Contract("2025-11-04", _voices(after, newer=True))
    )


@pytest.mark.parametrize(
    ("name", "render"),
    [
        ("console.txt", lambda difference: render_console(difference, width=72)),
        ("console-color.txt", lambda difference: render_console(difference, color=True)),
        ("diff.md", render_markdown),
        ("diff.json", lambda difference: render_json([difference])),
    ],
)
def test_output_is_the_golden_one(name: str, render: Callable[[Difference], str], difference: Difference) -> None:
    text = render(difference)
    golden = GOLDEN / name
    if os.environ.get("CONTRALTO_UPDATE_GOLDEN") == "1":
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", [*OPERATIONS, *CHANNELS], ids=lambda case: f"{case.kind}-{case.text}")
def test_json_follows_the_published_schema(case: object) -> None:
    found = compare(contract(case.before), contract(case.after))  # type: ignore[attr-defined]
    SCHEMA.validate(json.loads(render_json([found, found])))


@pytest.mark.parametrize("width", [1, 40, 60, 80, 120, 500])
def test_no_line_of_the_console_is_wider_than_asked_for(difference: Difference, width: int) -> None:
    limit = max(40, min(width, 120))
    assert all(len(line) <= limit for line in render_console(difference, width=width).splitlines())


def test_colour_only_repeats_what_the_words_say(difference: Difference) -> None:
    assert "\x1b[" in render_console(difference, color=True)
    assert "\x1b" not in render_console(difference)
    assert "breaks clients" in render_console(difference)


def test_one_side_hides_the_reasons_of_the_other(difference: Difference) -> None:
    text = render_console(difference, side="client")
    assert "breaks clients:" in text
    assert "breaks servers:" not in text


def test_what_cannot_be_seen_is_escaped_and_markup_stays_text() -> None:
    nasty = "a\x1b[31m\n`<b>`|\udc80"
    before = openapi({}, schemas={nasty: {"type": "string"}})
    found = compare(contract(before, "x"), contract(openapi({}), "*y*"))
    for text in (render_console(found), render_markdown(found)):
        assert "\x1b" not in text
        assert "\\x1b[31m\\n" in text
        text.encode("utf-8")
    assert "\\*y\\*" in render_markdown(found)
    assert json.loads(render_json([found]))["differences"][0]["changes"][0]["before"].startswith("a\x1b[31m\n")


def test_nothing_is_a_sentence() -> None:
    same = compare(contract(openapi({}), "a"), contract(openapi({}), "b"))
    assert render_console(same) == "nothing differs between a and b\n"
    assert render_markdown(same) == "# a to b\n\nNothing differs between a and b.\n"


def test_the_changelog_begins_with_the_newest(difference: Difference) -> None:
    older = compare(contract(openapi({}), "2024-11-13"), contract(openapi({}), "2025-04-16"))
    headings = [line for line in render_changelog([older, difference]).splitlines() if line.startswith("## ")]
    assert headings == ["## 2025-11-04", "## 2025-04-16"]


def test_the_table_of_rules_is_a_table() -> None:
    rows = render_rules().splitlines()
    assert all(row.count("|") == 5 for row in rows)
    assert (
        "| optional member removed | server | **breaks**: clients that read it find nothing | clients pass over it |"
        in rows
    )
