"""A record seen through a schema: members that the schema does not know are left out, the rest stays as it is."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contralto_conformance.mock.documented import JSON, Documented, operations_at
from contralto_conformance.mock.versions import Described
from contralto_conformance.mock.views import view_of
from contralto_spec import load

from .documents import DATES

NAME = {"type": "string"}
DOCUMENT: dict[str, Any] = {
    "components": {
        "schemas": {
            "Tree": {
                "type": "object",
                "properties": {
                    "name": NAME,
                    "parent": {"anyOf": [{"$ref": "#/components/schemas/Tree"}, {"type": "null"}]},
                },
            },
        }
    }
}


def shown(schema: dict[str, Any], value: Any) -> Any:
    return view_of(DOCUMENT, schema)(value)


def test_unknown_members_are_left_out_at_every_depth() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "array", "items": {"properties": {"b": NAME}}}}}
    assert shown(schema, {"a": [{"b": "x", "c": 1}, {"b": "y"}], "d": 2}) == {"a": [{"b": "x"}, {"b": "y"}]}


def test_a_schema_that_names_no_members_shows_them_all() -> None:
    assert shown({"type": "object"}, {"a": {"b": 1}}) == {"a": {"b": 1}}


def test_described_additional_members_are_shown() -> None:
    schema = {"type": "object", "properties": {"a": NAME}, "additionalProperties": {"type": "string"}}
    assert shown(schema, {"b": "x", "a": "y"}) == {"b": "x", "a": "y"}


def test_members_of_all_parts_are_shown() -> None:
    schema = {"allOf": [{"properties": {"a": NAME}}, {"$ref": "#/components/schemas/Tree"}]}
    assert shown(schema, {"a": 1, "name": 2, "b": 3}) == {"a": 1, "name": 2}


def test_only_the_branch_whose_constants_fit_is_shown() -> None:
    branches = [{"type": "object", "properties": {"kind": {"const": kind}, kind: NAME}} for kind in ("file", "link")]
    assert shown({"oneOf": branches}, {"kind": "file", "file": "a", "link": "b"}) == {"kind": "file", "file": "a"}


def test_a_branch_of_text_does_not_open_an_object() -> None:
    schema = {"anyOf": [NAME, {"type": "object", "properties": {"a": NAME}}]}
    assert shown(schema, {"a": "x", "b": "y"}) == {"a": "x"}
    assert shown(schema, "text") == "text"


def test_a_schema_may_hold_itself() -> None:
    tree = {"name": "leaf", "x": 1, "parent": {"name": "root", "x": 1, "parent": None}}
    expected = {"name": "leaf", "parent": {"name": "root", "parent": None}}
    assert shown({"$ref": "#/components/schemas/Tree"}, tree) == expected


def test_the_record_itself_is_not_changed() -> None:
    record = {"name": "leaf", "x": 1}
    shown({"$ref": "#/components/schemas/Tree"}, record)
    assert record == {"name": "leaf", "x": 1}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda each: st.lists(each) | st.dictionaries(st.text(), each),
    )
)
def test_a_second_look_shows_the_same(value: Any) -> None:
    view = view_of(DOCUMENT, {"$ref": "#/components/schemas/Tree"})
    assert view(view(value)) == view(value)


def test_every_documented_example_is_shown_whole() -> None:
    for date in DATES:
        document = load().openapi(date)
        for path, item in document["paths"].items():
            for method in set(item) & {"get", "post", "patch", "delete"}:
                operation = Documented(Described(date), method.upper(), path)
                if JSON not in operation.media_types:
                    continue
                for name, value in _examples(document, item[method], str(operation.status)):
                    assert operation.view(value) == value, f"{method} {path} of {date}, example {name}"


def _examples(document: dict[str, Any], operation: dict[str, Any], status: str) -> list[tuple[str, Any]]:
    content = operation["responses"][status]["content"][JSON]
    return [(name, example["value"]) for name, example in content.get("examples", {}).items()]


def test_fixed_segments_go_before_ids() -> None:
    newest = Described(DATES[-1])
    named = operations_at(newest, "/agents/webhooks")
    by_id = operations_at(newest, "/agents/some-id")
    assert named is not None
    assert by_id is not None
    assert named.what["GET"].path == "/agents/webhooks"
    assert (by_id.what["GET"].path, dict(by_id.parameters)) == ("/agents/{agent_id}", {"agent_id": "some-id"})


def test_every_documented_path_leads_to_itself() -> None:
    for date in DATES:
        for path in load().openapi(date)["paths"]:
            place = operations_at(Described(date), (path.rstrip("/") or "/").replace("{", "x").replace("}", "x"))
            assert place is not None
            assert {operation.path for operation in place.what.values()} == {path}
