"""What holds for any documents."""

from __future__ import annotations

import copy
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.diff.documents import asyncapi, openapi

from contralto_spec import load
from contralto_spec.diff import (
    Contract,
    Difference,
    Unreadable,
    compare,
    contract,
    render_console,
    render_json,
    render_markdown,
)
from contralto_spec.diff.rules import RULES

NAMES = st.sampled_from(["id", "name", "speed", "speeds", "voice", "voice_id", "created_at"])
SCHEMA_NAMES = st.sampled_from(["Voice", "VoiceInfo", "Page", "Pages"])
WORDS = (
    "openapi", "asyncapi", "paths", "/tts", "get", "post", "components", "schemas", "Voice", "$ref", "parameters",
    "name", "in", "schema", "type", "properties", "required", "enum", "oneOf", "items", "responses", "200", "content",
    "channels", "tts", "messages", "payload", "operations", "x-protocol", "steps", "x-limits", "x-close", "servers",
    "#/components/schemas/Voice", "#/paths/~1tts/get", "#/", "headers", "bindings", "discriminator", "mapping",
)  # fmt: skip

SCALARS = st.none() | st.booleans() | st.integers(-3, 3) | st.floats(allow_nan=False, width=16) | st.text(max_size=4)
ANYTHING = st.recursive(
    SCALARS | st.sampled_from(WORDS),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=3), inner, max_size=5)
    ),
    max_leaves=25,
)
TYPES = st.sampled_from(["string", "integer", "number", "boolean", "array", "object"])
LEAVES = st.one_of(
    st.builds(lambda name: {"$ref": f"#/components/schemas/{name}"}, SCHEMA_NAMES),
    st.builds(lambda kind, null: {"type": [kind, "null"] if null else kind}, TYPES, st.booleans()),
    st.builds(lambda values: {"enum": values}, st.lists(st.sampled_from("abc"), unique=True, min_size=1)),
    st.builds(
        lambda low, high: {"type": "integer", "minimum": low, "maximum": high}, st.integers(0, 2), st.integers(3, 4)
    ),
    st.builds(lambda value: {"type": "string", "default": value}, st.sampled_from(["a", "b", None])),
)
MODELS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(
            lambda members, required, closed: {
                "type": "object",
                "properties": members,
                "required": required,
                **({"additionalProperties": False} if closed else {}),
            },
            st.dictionaries(NAMES, inner, max_size=4),
            st.lists(NAMES, unique=True, max_size=2),
            st.booleans(),
        ),
        st.builds(lambda branches: {"oneOf": branches}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda item: {"type": "array", "items": item}, inner),
    ),
    max_leaves=8,
)


def _document(schemas: dict[str, Any], request: Any, answer: Any, path: str) -> dict[str, Any]:
    operation = {
        "operationId": "one",
        "requestBody": {"content": {"application/json": {"schema": request}}},
        "responses": {"200": {"content": {"application/json": {"schema": answer}}}},
    }
    return openapi({path: {"post": operation}}, schemas=schemas)


DOCUMENTS = st.builds(
    _document,
    st.dictionaries(SCHEMA_NAMES, MODELS, max_size=4),
    MODELS,
    MODELS,
    st.sampled_from(["/a", "/b/{id}", "/b/{x}"]),
)


def kinds(difference: Difference) -> Counter[str]:
    return Counter(change.kind for change in difference.changes)


@settings(deadline=None)
@given(DOCUMENTS)
def test_a_document_does_not_differ_from_itself(document: dict[str, Any]) -> None:
    again = copy.deepcopy(document)
    assert compare(Contract("a", document), Contract("b", again)).changes == ()


@settings(deadline=None)
@given(DOCUMENTS, DOCUMENTS)
def test_the_order_of_keys_does_not_matter(before: dict[str, Any], after: dict[str, Any]) -> None:
    turned = json.loads(json.dumps(before, sort_keys=True)), json.loads(json.dumps(after, sort_keys=True))
    straight = compare(Contract("a", before), Contract("b", after))
    other = compare(Contract("a", turned[0]), Contract("b", turned[1]))
    assert json.loads(render_json([straight])) == json.loads(render_json([other]))


@settings(max_examples=200, deadline=None)
@given(DOCUMENTS, DOCUMENTS)
def test_read_backwards_every_change_is_its_opposite(before: dict[str, Any], after: dict[str, Any]) -> None:
    forth = compare(Contract("a", before), Contract("b", after))
    back = compare(Contract("b", after), Contract("a", before))
    assert kinds(forth) == Counter({RULES[kind].opposite: number for kind, number in kinds(back).items()})


@settings(max_examples=300, deadline=None)
@given(ANYTHING, ANYTHING)
def test_no_json_breaks_the_comparison(before: Any, after: Any) -> None:
    for kind in ("openapi", "asyncapi"):
        old = (
            {**before, kind: "3.0.0"}
            if isinstance(before, dict)
            else {"paths": before, "components": before, "channels": before}
        )
        new = (
            {**after, kind: "3.0.0"}
            if isinstance(after, dict)
            else {"paths": after, "components": after, "channels": after}
        )
        difference = compare(Contract("a", **{kind: old}), Contract("b", **{kind: new}), texts=True)
        for text in (render_json([difference]), render_markdown(difference), render_console(difference)):
            text.encode("utf-8")


@settings(max_examples=150, deadline=None)
@given(ANYTHING, ANYTHING)
def test_no_schema_or_channel_breaks_the_comparison(before: Any, after: Any) -> None:
    def documents(value: Any) -> list[dict[str, Any]]:
        channel = {"messages": {"c_in": {"payload": value}}, "x-protocol": value, "x-limits": value, "x-close": value}
        return [_document({"Voice": value}, value, value, "/a"), asyncapi(channel, schemas={"Voice": value})]

    for kind, old, new in zip(("openapi", "asyncapi"), documents(before), documents(after), strict=True):
        compare(Contract("a", **{kind: old}), Contract("b", **{kind: new}), texts=True)
        assert compare(Contract("a", **{kind: old}), Contract("b", **{kind: copy.deepcopy(old)})).changes == ()


@settings(max_examples=50, deadline=None)
@given(ANYTHING | st.binary())
def test_a_file_is_read_or_refused_in_one_sentence(tmp_path_factory: pytest.TempPathFactory, content: Any) -> None:
    path = tmp_path_factory.mktemp("files") / "any.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    for name in (path, path.replace(path.with_suffix(".yaml"))):
        try:
            assert contract(str(name), load()).name == str(name)
        except Unreadable as error:
            assert str(Path(name)) in str(error)
            assert "\n" not in str(error)
