"""The pieces that pages are made of, each on a small example."""

from __future__ import annotations

import json
from typing import Any

import pytest

from contralto_generator.site.diagram import diagram
from contralto_generator.site.markup import prose, script_json, shown_json
from contralto_generator.site.schemas import members, schema_view
from contralto_generator.site.states import state_table
from contralto_spec import FactSource

SOURCES = {"page": FactSource("page", "a page", "official", "2026-11-21")}

TURNS: dict[str, Any] = {
    "about": "Turns.",
    "instance": "turn",
    "initial": "idle",
    "states": {"gone": {"terminal": True}, "idle": {"about": "Nobody speaks."}, "busy": {}},
    "symbols": {
        "client": [
            {"name": "stop", "message": "command", "where": {"type": "stop", "now": True}},
            {"name": "start", "message": "command", "where": {}},
        ],
        "server": [{"name": "news", "message": "news", "where": {"type": "news"}}],
    },
    "steps": [
        {"by": "server", "step": "news", "from": ["idle", "busy"], "to": "same", "sources": ["page"]},
        {"by": "client", "step": "start", "from": ["idle"], "to": "busy"},
        {"by": "client", "step": "stop", "from": ["busy"], "to": "idle", "note": "it may start again"},
    ],
}


def test_prose_escapes_everything_and_sets_code() -> None:
    assert prose('a < b, `<script>` & "c"') == "a &lt; b, <code>&lt;script&gt;</code> &amp; &#34;c&#34;"


def test_a_lone_backtick_stays_a_backtick() -> None:
    assert prose("it`s") == "it`s"


def test_embedded_json_cannot_leave_its_script() -> None:
    value = {"</script><script>alert(1)//": "<!-- & \u2028 \u2029 ]]>"}
    text = str(script_json(value))
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == value


def test_shown_json_keeps_what_fits_on_one_line() -> None:
    value = {"type": "chunk", "format": {"rate": 8000}, "words": ["x" * 40, "y" * 40], "empty": []}
    text = shown_json(value)
    assert json.loads(text) == value
    assert '  "format": {"rate": 8000},\n' in text
    assert f'  "words": [\n    "{"x" * 40}",\n' in text


def test_a_table_tells_which_step_goes_first() -> None:
    table = state_table(TURNS, SOURCES)
    assert table.precedence == (("client", ("stop", "start")),)
    assert [step.condition for step in table.steps] == ["type: news", "otherwise", "type: stop, now: true"]
    assert table.steps[0].sources == (SOURCES["page"],)


@pytest.mark.parametrize(
    ("symbol", "condition"),
    [
        ({"message": "close", "text": "close"}, "the word close"),
        ({"message": "audio", "frame": "binary"}, "binary frame"),
        ({"close": [1000, 1001]}, "close with 1000 or 1001"),
        ({"close": 1000}, "close with 1000"),
    ],
)
def test_a_step_may_be_a_word_a_frame_or_a_close(symbol: dict[str, Any], condition: str) -> None:
    symbols = {"client": [{"name": "go", **symbol}], "server": []}
    steps = [{"by": "client", "step": "go", "from": ["idle"], "to": "gone"}]
    table = state_table({**TURNS, "symbols": symbols, "steps": steps, "notes": [{"note": "Once."}]}, SOURCES)
    assert (table.steps[0].condition, table.steps[0].message) == (condition, symbol.get("message", ""))
    assert [note.text for note in table.notes] == ["Once."]


def test_a_step_of_an_unknown_symbol_is_refused() -> None:
    broken = {**TURNS, "steps": [{"by": "client", "step": "sing", "from": ["idle"], "to": "same"}]}
    with pytest.raises(KeyError, match="sing"):
        state_table(broken, SOURCES)


def test_ends_stand_on_the_right_of_a_diagram() -> None:
    picture = diagram(state_table(TURNS, SOURCES))
    assert [column.state.name for column in picture.columns] == ["idle", "busy", "gone"]
    assert [column.state.initial for column in picture.columns] == [True, False, False]


def test_no_two_rows_of_a_diagram_share_a_height() -> None:
    picture = diagram(state_table(TURNS, SOURCES))
    heights = [row.y for row in picture.rows] + [group.y for group in picture.groups]
    assert len(heights) == len(set(heights))
    assert max(heights) < picture.height
    assert [row.step.symbol for row in picture.rows] == ["start", "stop", "news"]


def test_moves_are_told_in_words() -> None:
    rows = diagram(state_table(TURNS, SOURCES)).rows
    assert [row.sentence for row in rows] == [
        "client start: idle to busy",
        "client stop: busy to idle",
        "server news: idle stays idle; busy stays busy",
    ]


def test_a_move_back_points_left() -> None:
    forth, back, _ = diagram(state_table(TURNS, SOURCES)).rows
    assert " l-8 -5 " in forth.moves[0].head
    assert " l8 -5 " in back.moves[0].head


@pytest.mark.parametrize(
    ("schema", "phrase", "limits"),
    [
        ({"type": ["integer", "null"], "minimum": 0, "maximum": 9}, "integer or null", ("at least 0", "at most 9")),
        ({"const": True}, "true", ()),
        ({"enum": ["a", "b", "c"]}, '"a", "b" or "c"', ()),
        ({"type": "array", "items": {"type": "number"}}, "list of number", ()),
        ({"type": "string", "minLength": 1}, "non-empty string", ()),
        ({"type": "string", "minLength": 3, "format": "uuid"}, "string", ("uuid", "at least 3 characters")),
        ({"type": "boolean", "default": False}, "boolean", ("default false",)),
        ({"anyOf": [{"$ref": "#/components/schemas/Voice"}, {"type": "null"}]}, "Voice or null", ()),
        ({}, "any", ()),
    ],
)
def test_a_schema_reads_as_a_phrase(schema: dict[str, Any], phrase: str, limits: tuple[str, ...]) -> None:
    view = schema_view("It", schema)
    assert "".join(word.text for word in view.phrase) == phrase
    assert view.limits == limits


def test_required_members_come_first() -> None:
    schema = {
        "required": ["c"],
        "properties": {"a": {}, "b": {"deprecated": True}, "c": {"$ref": "#/components/schemas/C"}},
    }
    rows = members(schema)
    assert [(row.name, row.required, row.deprecated) for row in rows] == [
        ("c", True, False),
        ("a", False, False),
        ("b", False, True),
    ]
    assert [word.kind for word in rows[0].phrase] == ["schema"]
