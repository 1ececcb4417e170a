"""Rules of the format itself, and of what YAML lets slip through."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import jsonschema_rs

from contralto_spec.placed import Json, Location, mapping, plain, text, walk
from contralto_spec.ranges import SINCE, UNTIL
from contralto_spec.view import View

from .registry import Hit, checks

_MAX_ERRORS = 50
_NULL_BELONGS = {"default", "const", "example", "value", "payload"}
_ANY_KEYS = {"paths", "mapping", "properties", "responses", "scopes", "securitySchemes", "tags", "callbacks"}


@checks("openapi")
def valid_openapi(view: View) -> Iterator[Hit]:
    """The document against the schema of the OpenAPI initiative, and its schemas against that of JSON Schema."""
    version = "v3.0" if text(view.root.get("openapi")).startswith("3.0") else "v3.1"
    document = plain(view.root)
    document.pop("x-external", None)
    for count, error in enumerate(_openapi_schema(version).iter_errors(document)):
        if count == _MAX_ERRORS:
            break
        inside = tuple(error.instance_path)
        yield Hit(inside, f"{_clipped(error.message)} (at `{'/'.join(str(part) for part in inside) or 'the top'}`)")
    if version == "v3.1":
        for location, schema in view.schemas:
            if len(location) == 3 or location[-1] == "schema":
                yield from _bad_schema(location, schema)


@checks("message-schema")
def valid_payloads(view: View) -> Iterator[Hit]:
    """The schemas of a socket document against that of JSON Schema."""
    for location, schema in view.schemas:
        if len(location) == 3 or location[-1] == "payload":
            yield from _bad_schema(location, schema)


def _bad_schema(location: Location, schema: Json) -> Iterator[Hit]:
    try:
        errors = list(_meta_schema().iter_errors(plain(schema)))
    except ValueError:
        return
    for error in errors[:_MAX_ERRORS]:
        yield Hit((*location, *error.instance_path), f"not a JSON Schema: {_clipped(error.message)}")


def _clipped(message: str) -> str:
    return message if len(message) <= 300 else message[:297] + "..."


@cache
def _openapi_schema(version: str) -> jsonschema_rs.Validator:
    resource = files("openapi_spec_validator") / "resources/schemas" / version / "schema.json"
    return jsonschema_rs.validator_for(json.loads(resource.read_text(encoding="utf-8")))


@cache
def _meta_schema() -> jsonschema_rs.Validator:
    draft = "https://json-schema.org/draft/2020-12/schema"
    return jsonschema_rs.validator_for({"$schema": draft, "$ref": draft})


@checks("yaml-slip")
def yaml_slips(view: View) -> Iterator[Hit]:
    """`{a: b, description: text, with a comma}` has a key `with a comma` without a value."""
    for location, value in walk(view.root):
        if not isinstance(value, dict):
            continue
        inside_example = any(part in _NULL_BELONGS or part in ("examples", "enum") for part in location)
        for key, child in value.items():
            here = (*location, key)
            if child is None and (" " in key or (not inside_example and key not in _NULL_BELONGS)):
                yield Hit(here, f"key `{key}` has no value")
            elif " " in key and view.own and not inside_example and not (set(location[-1:]) & _ANY_KEYS):
                yield Hit(here, f"key `{key}` has a blank")


@checks("version-name")
def version_name(view: View) -> Iterator[Hit]:
    name = text(mapping(view.root.get("info")).get("version"))
    if not _is_date(name):
        yield Hit(("info", "version"), f"`info.version` is `{name}`, expected the date of the version")
    for location, value in walk(view.root):
        if isinstance(value, str) and "${" in value:
            yield Hit(location, f"the placeholder in `{value}` was not replaced")


def _is_date(name: str) -> bool:
    parts = name.split("-")
    return [len(part) for part in parts] == [4, 2, 2] and all(part.isdecimal() for part in parts)


def range_hits(root: Json, dates: list[str]) -> Iterator[Hit]:
    """Markers of versions that name no version, or that end before they begin."""
    for location, value in walk(root):
        if not isinstance(value, dict):
            continue
        for key in (SINCE, UNTIL):
            if key in value and value[key] not in dates:
                yield Hit((*location, key), f"`{key}` names `{value[key]}`, which is no version")
        if text(value.get(SINCE)) > text(value.get(UNTIL)) != "":
            yield Hit((*location, SINCE), "the range ends before it begins")
        for index, date in enumerate(value["x-unlisted"] if isinstance(value.get("x-unlisted"), list) else ()):
            if date not in dates:
                yield Hit((*location, "x-unlisted", index), f"`x-unlisted` names `{date}`, which is no version")
