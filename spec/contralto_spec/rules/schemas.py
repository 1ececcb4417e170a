"""Rules of schemas and of values that are held against them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import jsonschema_rs

from contralto_spec.placed import Json, Location, mapping, sequence, text
from contralto_spec.view import View

from .registry import Hit, checks

_PASCAL = re.compile(r"[A-Z][A-Za-z0-9]*")
_SNAKE = re.compile(r"[a-z_][a-z0-9_]*(?:\[[a-z0-9_]*\])*")
_MAX_ERRORS = 5


@checks("missing-description")
def descriptions(view: View) -> Iterator[Hit]:
    for location, schema in view.schemas:
        is_component = location[:2] == ("components", "schemas") and len(location) == 3
        if is_component and "$ref" not in schema and not text(schema.get("description")):
            yield Hit(location, f"schema `{location[2]}` has no description")
        for name, member in mapping(schema.get("properties")).items():
            if not isinstance(member, dict):
                continue
            _, target = view.followed(location, member)
            if not text(member.get("description")) and not text(target.get("description")):
                message = f"member `{name}` of {_shown(location)} has no description"
                yield Hit((*location, "properties", name), message)
    for operation in view.operations:
        for at, parameter in operation.parameters:
            if not text(parameter.get("description")) and parameter.get("name"):
                yield Hit(at, f"parameter `{parameter['name']}` of `{operation.title}` has no description")


def _shown(location: Location) -> str:
    if location[:2] == ("components", "schemas"):
        return f"schema `{'.'.join(str(part) for part in location[2:] if part != 'properties')}`"
    return "an inline schema"


@checks("untagged-union")
def unions(view: View) -> Iterator[Hit]:
    for location, schema in view.schemas:
        discriminator = mapping(schema.get("discriminator"))
        tag = text(discriminator.get("propertyName"))
        if not tag:
            continue
        for key in ("oneOf", "anyOf"):
            seen: dict[str, int] = {}
            for index, branch in enumerate(sequence(schema.get(key))):
                _, target = view.followed((*location, key, index), branch)
                _, member = view.followed(location, mapping(target.get("properties")).get(tag))
                values = [member["const"]] if "const" in member else sequence(member.get("enum"))
                if len(values) != 1:
                    yield Hit(
                        (*location, key, index), f"branch {index + 1} of {_shown(location)} has no constant `{tag}`"
                    )
                    continue
                first = seen.setdefault(repr(values[0]), index)
                if first != index:
                    message = f"branches {first + 1} and {index + 1} of {_shown(location)} have the same `{tag}`"
                    yield Hit((*location, key, index), message)
        targets = {
            text(mapping(branch).get("$ref")) for key in ("oneOf", "anyOf") for branch in sequence(schema.get(key))
        }
        for value, target in mapping(discriminator.get("mapping")).items():
            if text(target).startswith("#") and targets and target not in targets:
                message = f"`{value}` leads to `{target}`, which is no branch"
                yield Hit((*location, "discriminator", "mapping", value), message)


@checks("closed-output")
def closed_outputs(view: View) -> Iterator[Hit]:
    for location, schema in view.schemas:
        values = sequence(schema.get("enum"))
        if view.directions.get(location) == {"out"} and len(values) > 1 and schema.get("x-closed") is not True:
            yield Hit((*location, "enum"), f"clients only receive {_shown(location)}, yet its values are a closed list")


@checks("schema-name")
def schema_names(view: View) -> Iterator[Hit]:
    for section in ("schemas", "messages"):
        for name in mapping(view.components.get(section)):
            if not _PASCAL.fullmatch(name):
                yield Hit(("components", section, name), f"`{name}` is not of the form `VoicePage`")


@checks("member-name")
def member_names(view: View) -> Iterator[Hit]:
    for location, schema in view.schemas:
        for name, member in mapping(schema.get("properties")).items():
            if location[-1] == "headers" or "bindings" in location:
                continue
            if not _SNAKE.fullmatch(name) and not mapping(member).get("x-wire-case") and not schema.get("x-wire-case"):
                yield Hit((*location, "properties", name), f"member `{name}` of {_shown(location)} is not snake_case")
    for operation in view.operations:
        for at, parameter in operation.parameters:
            name = text(parameter.get("name"))
            if parameter.get("in") == "header" or parameter.get("x-wire-case") or not name:
                continue
            if not _SNAKE.fullmatch(name):
                yield Hit(at, f"parameter `{name}` of `{operation.title}` is not snake_case")


@checks("example")
def valid_examples(view: View) -> Iterator[Hit]:
    """Examples against their schemas. A schema that cannot be used is told by other rules."""
    for schema_at, example_at, name, value in _examples(view):
        try:
            errors = view.validators.of(schema_at).iter_errors(value)
            for count, error in enumerate(errors):
                if count == _MAX_ERRORS:
                    break
                inside = tuple(error.instance_path)
                where = f" at `{'/'.join(str(part) for part in inside)}`" if inside else ""
                yield Hit((*example_at, *inside), f"example `{name}`{where}: {_clipped(error.message)}")
        except (ValueError, jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError):
            continue


def _clipped(message: str) -> str:
    return message if len(message) <= 300 else message[:297] + "..."


def _examples(view: View) -> Iterator[tuple[Location, Location, str, Json]]:
    for location, value in view.nodes:
        if not isinstance(value, dict) or location[-1:] == ("properties",):
            continue
        if isinstance(value.get("schema"), dict):
            yield from _of_holder(view, location, value)
        if isinstance(value.get("payload"), dict) and isinstance(value.get("examples"), list):
            for index, example in enumerate(value["examples"]):
                if isinstance(example, dict) and "payload" in example:
                    at = (*location, "examples", index, "payload")
                    yield (*location, "payload"), at, text(example.get("name")) or str(index + 1), example["payload"]
    for location, schema in view.schemas:
        if "default" in schema:
            yield location, (*location, "default"), "default", schema["default"]
        if "example" in schema and view.kind == "openapi":
            yield location, (*location, "example"), "example", schema["example"]
        for index, example in enumerate(sequence(schema.get("examples"))):
            yield location, (*location, "examples", index), str(index + 1), example


def _of_holder(
    view: View, location: Location, holder: dict[str, Json]
) -> Iterator[tuple[Location, Location, str, Json]]:
    schema_at = (*location, "schema")
    if "example" in holder:
        yield schema_at, (*location, "example"), "example", holder["example"]
    for name, example in mapping(holder.get("examples")).items():
        at, example = view.followed((*location, "examples", name), example)
        if "value" in example:
            yield schema_at, (*at, "value"), name, example["value"]
