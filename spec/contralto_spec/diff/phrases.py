"""JSON values and schemas as short phrases for people."""

from __future__ import annotations

import json

from contralto_spec.placed import Json, mapping, sequence, text

_LIMIT = 120
_SCHEMA_KEYS = frozenset({"type", "$ref", "oneOf", "anyOf", "allOf", "enum", "const", "properties", "items"})


def visible(value: str) -> str:
    """The text on one line, with every character that cannot be seen as an escape."""
    if value.isprintable():
        return value
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in value)


def shown(value: Json) -> str:
    """A value of a change: names and numbers as they are, schemas as a phrase, all else as JSON."""
    if isinstance(value, str):
        phrase = value
    elif is_schema(value):
        phrase = schema_phrase(value)
    elif isinstance(value, list) and all(isinstance(item, str | int | float) for item in value):
        phrase = ", ".join(item if isinstance(item, str) else json.dumps(item) for item in value)
    else:
        phrase = json.dumps(value, ensure_ascii=False, default=str)
    phrase = visible(phrase)
    return phrase if len(phrase) <= _LIMIT else f"{phrase[: _LIMIT - 1]}…"


def is_schema(value: Json) -> bool:
    """True if an object reads as a schema."""
    return isinstance(value, dict) and bool(_SCHEMA_KEYS & value.keys())


def schema_phrase(schema: Json, depth: int = 0) -> str:
    """A schema in a few words: `list of Voice`, `string or null, default "a"`."""
    schema = mapping(schema)
    if depth > 4:
        return "…"
    if "$ref" in schema:
        phrase = text(schema["$ref"]).rsplit("/", 1)[-1]
    elif "const" in schema:
        phrase = json.dumps(schema["const"], ensure_ascii=False, default=str)
    elif sequence(schema.get("enum")):
        phrase = "one of " + ", ".join(json.dumps(value, ensure_ascii=False, default=str) for value in schema["enum"])
    elif branches := sequence(schema.get("oneOf")) or sequence(schema.get("anyOf")):
        phrase = " or ".join(dict.fromkeys(schema_phrase(branch, depth + 1) for branch in branches))
    elif sequence(schema.get("allOf")):
        phrase = " and ".join(schema_phrase(branch, depth + 1) for branch in schema["allOf"])
    else:
        named = schema.get("type", "any")
        kinds = [str(kind) for kind in (named if isinstance(named, list) else [named])]
        if "items" in schema:
            items = schema_phrase(schema["items"], depth + 1)
            kinds = [f"list of {items}" if kind == "array" else kind for kind in kinds]
        phrase = " or ".join(kinds)
    if schema.get("default") is not None:
        phrase += f", default {json.dumps(schema['default'], ensure_ascii=False, default=str)}"
    return phrase
