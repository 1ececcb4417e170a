"""JSON Schemas as rows to read: one row per member, its type a short phrase that links to named schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]

_PREFIX = "#/components/schemas/"
_LIMITS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "maxLength": "at most {} characters",
    "pattern": "like {}",
    "format": "{}",
    "contentEncoding": "{}",
    "default": "default {}",
}


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of a type phrase: plain text, a literal (`code`), or the name of a schema to link to (`schema`)."""

    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Member:
    """One member of an object."""

    name: str
    phrase: tuple[Word, ...]
    limits: tuple[str, ...]
    required: bool
    deprecated: bool
    description: str


@dataclass(frozen=True, slots=True)
class SchemaView:
    """One named schema: its phrase when it is no object, its members when it is one."""

    name: str
    description: str
    phrase: tuple[Word, ...]
    limits: tuple[str, ...]
    members: tuple[Member, ...]
    known_values: tuple[str, ...]
    excludes: tuple[Word, ...]


def schema_name(reference: str) -> str:
    """The name at the end of a reference to a component."""
    return reference.rsplit("/", 1)[-1]


def schema_view(name: str, schema: Schema) -> SchemaView:
    """What there is to say about one schema of the document."""
    return SchemaView(
        name=name,
        description=schema.get("description", ""),
        phrase=phrase(schema),
        limits=tuple(_limits(schema)),
        members=members(schema),
        known_values=tuple(str(value) for value in schema.get("x-known-values", ())),
        excludes=tuple(_phrase(schema["not"])) if "not" in schema else (),
    )


def phrase(schema: Schema) -> tuple[Word, ...]:
    """The type of a schema in a few words."""
    return tuple(_phrase(schema))


def members(schema: Schema) -> tuple[Member, ...]:
    """The members of an object, those that are required first, else in the order of the document."""
    required = set(schema.get("required", ()))
    rows = [
        Member(
            name=name,
            phrase=phrase(member),
            limits=tuple(_limits(member)),
            required=name in required,
            deprecated=bool(member.get("deprecated")),
            description=member.get("description", ""),
        )
        for name, member in schema.get("properties", {}).items()
    ]
    return tuple(sorted(rows, key=lambda row: not row.required))


def _phrase(schema: Schema) -> Iterator[Word]:
    reference = schema.get("$ref")
    if reference is not None:
        kind = "schema" if reference.startswith(_PREFIX) else "text"
        yield Word(schema_name(reference), kind)
    elif "const" in schema:
        yield Word(_literal(schema["const"]), "code")
    elif "enum" in schema:
        yield from _joined([[Word(_literal(value), "code")] for value in schema["enum"]])
    elif branches := schema.get("anyOf") or schema.get("oneOf"):
        yield from _joined([list(_phrase(branch)) for branch in branches])
    else:
        named = schema.get("type", "any")
        types = named if isinstance(named, list) else [named]
        yield from _joined([list(_typed(kind, schema)) for kind in types])


def _typed(kind: str, schema: Schema) -> Iterator[Word]:
    if kind == "array" and "items" in schema:
        yield Word("list of ")
        yield from _phrase(schema["items"])
    elif kind == "string" and schema.get("minLength") == 1:
        yield Word("non-empty string")
    else:
        yield Word("list" if kind == "array" else kind)


def _joined(phrases: list[list[Word]]) -> Iterator[Word]:
    for index, phrase in enumerate(phrases):
        if index:
            yield Word(" or " if index == len(phrases) - 1 else ", ")
        yield from phrase


def _limits(schema: Schema) -> Iterator[str]:
    for keyword, wording in _LIMITS.items():
        # A default of null says no more than that the member may be left out.
        if schema.get(keyword) is not None:
            yield wording.format(_literal(schema[keyword]) if keyword == "default" else schema[keyword])
    if schema.get("minLength", 0) > 1:
        yield f"at least {schema['minLength']} characters"


def _literal(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
