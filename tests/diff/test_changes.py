"""Every kind of change on a document that holds nothing else, and whom it breaks."""

from __future__ import annotations

import pytest
from tests.diff.documents import (
    CHANNELS,
    OPERATIONS,
    SCHEMAS,
    Case,
    Json,
    SchemaCase,
    asyncapi,
    contract,
    openapi,
    with_schema,
)

from contralto_spec.diff import Change, Contract, compare
from contralto_spec.diff.rules import RULES, rule_rows
from contralto_spec.diff.wording import broken

# Sentences of the table that no single document shows by itself.
ALONE_IN_TEXTS = {"text-changed"}


def changes(before: Json, after: Json, *, texts: bool = False) -> list[Change]:
    return list(compare(contract(before), contract(after), texts=texts).changes)


def found(before: Json, after: Json, kind: str) -> Change:
    listed = changes(before, after)
    assert [change.kind for change in listed] == [kind]
    return listed[0]


@pytest.mark.parametrize("flow", ["request", "answer"])
@pytest.mark.parametrize("case", SCHEMAS, ids=lambda case: case.kind)
def test_a_schema_change_is_told_and_judged_by_who_sends_it(case: SchemaCase, flow: str) -> None:
    change = found(with_schema(case.before, flow), with_schema(case.after, flow), case.kind)
    assert broken(change) == getattr(case, flow)
    assert (change.place.subject, change.place.trail) == ("Thing", case.trail)
    assert [(use.where, use.flow) for use in change.uses] == [("POST /tts", flow)]


@pytest.mark.parametrize("case", [*OPERATIONS, *CHANNELS], ids=lambda case: f"{case.kind}-{case.text}")
def test_a_change_outside_of_schemas_is_told_and_judged(case: Case) -> None:
    change = found(case.before, case.after, case.kind)
    assert (change.place.text, broken(change)) == (case.text, case.breaks)


@pytest.mark.parametrize("case", [*OPERATIONS, *CHANNELS], ids=lambda case: f"{case.kind}-{case.text}")
def test_read_backwards_it_is_the_opposite(case: Case) -> None:
    change = found(case.after, case.before, RULES[case.kind].opposite)
    assert RULES[change.kind].opposite == case.kind


def test_every_rule_has_a_case() -> None:
    cases: list[SchemaCase | Case] = [*SCHEMAS, *OPERATIONS, *CHANNELS]
    shown = {case.kind for case in cases}
    assert shown | ALONE_IN_TEXTS == set(RULES)


def test_every_rule_judges_both_sides_with_a_reason() -> None:
    for words, flow, client, server in rule_rows():
        assert words
        assert flow in ("any", "request", "answer")
        assert client.reason
        assert server.reason
    for rule in RULES.values():
        assert RULES[rule.opposite].opposite == rule.kind


def test_texts_count_only_when_asked_for() -> None:
    before = with_schema({"type": "object", "description": "A."}, "request")
    after = with_schema({"type": "object", "description": "B."}, "request")
    assert changes(before, after) == []
    (change,) = changes(before, after, texts=True)
    assert (change.kind, change.place.text) == ("text-changed", "Thing \u203a description")
    assert not change.breaks()


def test_markers_and_sources_are_no_changes() -> None:
    marked = {"type": "object", "x-since": "2025-04-16", "x-until": "2026-03-01", "x-sources": ["a"]}
    assert changes(with_schema({"type": "object"}, "answer"), with_schema(marked, "answer")) == []


def test_a_shared_schema_is_told_once_with_all_that_it_reaches() -> None:
    def document(thing: Json) -> Json:
        thing_ref = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
        held = {"application/json": {"schema": {"$ref": "#/components/schemas/Box"}}}
        paths = {
            "/a": {"post": {"requestBody": {"content": thing_ref}, "responses": {"200": {"content": held}}}},
            "/b": {"get": {"responses": {"200": {"content": thing_ref}}}},
        }
        box = {"type": "object", "properties": {"thing": {"$ref": "#/components/schemas/Thing"}}}
        return openapi(paths, schemas={"Thing": thing, "Box": box})

    change = found(document({"enum": ["a"]}), document({"enum": ["a", "b"]}), "values-added")
    assert [(use.where, use.flow) for use in change.uses] == [
        ("GET /b", "answer"),
        ("POST /a", "answer"),
        ("POST /a", "request"),
    ]
    assert broken(change) == "both"


def test_one_component_in_place_of_another_is_told_once() -> None:
    def document(name: str, kind: str) -> Json:
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
        refused = {"responses": {"401": {"$ref": f"#/components/responses/{name}"}}}
        components = {"responses": {name: {"content": content}}, "schemas": {name: {"type": kind, "maxLength": 3}}}
        return openapi({"/a": {"get": refused}, "/b": {"get": refused}}, **components)

    listed = changes(document("Unauthorized", "string"), document("Gone", "integer"))
    (change,) = [item for item in listed if item.place.subject == "Unauthorized → Gone"]
    assert change.kind == "type-changed"
    assert [use.where for use in change.uses] == ["GET /a", "GET /b"]


def test_what_both_documents_share_is_one_change() -> None:
    def both(schema: Json) -> Contract:
        message = {"c_in": {"payload": {"$ref": "#/components/schemas/Thing"}}}
        return Contract("x", with_schema(schema, "answer"), asyncapi({"messages": message}, schemas={"Thing": schema}))

    (change,) = compare(both({"type": "integer"}), both({"type": "number"})).changes
    assert change.documents == ("openapi", "asyncapi")
    assert [(use.where, use.flow) for use in change.uses] == [("POST /tts", "answer"), ("tts \u203a c_in", "request")]


def test_a_change_that_nothing_uses_breaks_nobody() -> None:
    before, after = (openapi({}, schemas={"Thing": {"type": kind}}) for kind in ("string", "integer"))
    change = found(before, after, "type-changed")
    assert not change.breaks()
    assert change.client.reason == "nothing that both contracts have uses it"


def test_a_renamed_schema_is_followed_and_compared() -> None:
    def document(name: str, **more: Json) -> Json:
        schema = {"type": "object", "properties": {"id": {"type": "string"}, "name": {"type": "string"}, **more}}
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
        return openapi({"/v": {"get": {"responses": {"200": {"content": content}}}}}, schemas={name: schema})

    listed = changes(document("Voice"), document("VoiceInfo", age={"type": "integer"}))
    assert [(change.kind, change.place.text) for change in listed] == [
        ("schema-renamed", "VoiceInfo"),
        ("optional-member-added", "VoiceInfo \u203a age"),
    ]
    assert listed[0].confidence is not None
    assert 0.7 <= listed[0].confidence < 1
    assert (listed[1].place.before, listed[1].place.after) == (None, "#/components/schemas/VoiceInfo/properties/age")


def test_schemas_that_refer_to_each_other_come_to_an_end() -> None:
    def document(left: str, right: str, kind: str) -> Json:
        schemas = {
            left: {
                "type": "object",
                "properties": {"next": {"$ref": f"#/components/schemas/{right}"}, "v": {"type": kind}},
            },
            right: {"type": "object", "properties": {"back": {"$ref": f"#/components/schemas/{left}"}}},
        }
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{left}"}}}
        return openapi({"/v": {"get": {"responses": {"200": {"content": content}}}}}, schemas=schemas)

    listed = changes(document("A", "B", "string"), document("Quite", "Different", "integer"))
    assert "type-changed" in [change.kind for change in listed]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"type": ["string", "null"]}, {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        ({"type": ["string", "null"]}, {"type": "string", "nullable": True}),
        ({"enum": ["a", None]}, {"oneOf": [{"enum": ["a"]}, {"type": "null"}]}),
        ({"const": "a"}, {"enum": ["a"]}),
        ({"oneOf": [{"type": "string"}]}, {"type": "string"}),
        ({"type": ["integer", "string"]}, {"type": ["string", "integer"]}),
        ({"required": ["a", "b"]}, {"required": ["b", "a"]}),
        ({"default": None}, {}),
    ],
)
def test_two_ways_to_say_one_thing_do_not_differ(before: Json, after: Json) -> None:
    assert changes(with_schema(before, "request"), with_schema(after, "request")) == []


def test_pointers_lead_to_the_part_in_either_document() -> None:
    (change,) = changes(
        with_schema({"type": "object", "properties": {"a/b": {"minimum": 1}}}, "request"),
        with_schema({"type": "object", "properties": {"a/b": {"minimum": 2}}}, "request"),
    )
    assert change.place.before == change.place.after == "#/components/schemas/Thing/properties/a~1b/minimum"
