"""A document as the rules look at it: its parts by kind, references followed, nothing taken on trust.

Documents of strangers may have any shape. Whatever is not of the shape expected is left out here; the rule `openapi`
says that it is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal
from urllib.parse import quote

import jsonschema_rs

from .placed import Json, Location, location_of, mapping, plain, pointer, sequence, text, value_at, walk
from .ranges import METHODS

Kind = Literal["openapi", "asyncapi"]
Direction = Literal["in", "out"]

_SCHEMA_MAPS = ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions")
_SCHEMA_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_SCHEMA_CHILDREN = (
    "items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames", "unevaluatedProperties",
    "unevaluatedItems",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of an OpenAPI document. `parameters` are those of its path and its own, references followed."""

    location: Location
    path: str
    method: str
    data: dict[str, Any]
    parameters: tuple[tuple[Location, dict[str, Any]], ...]

    @property
    def title(self) -> str:
        """How messages name it."""
        return f"{self.method.upper()} {self.path}"


class View:
    """One OpenAPI or AsyncAPI document. `own`: it is ours, with our extensions."""

    def __init__(self, kind: Kind, root: dict[str, Any], *, own: bool = False) -> None:
        self.kind = kind
        self.root = root
        self.own = own

    @property
    def components(self) -> dict[str, Any]:
        """The shared parts, by section."""
        return mapping(self.root.get("components"))

    def resolve(self, reference: str) -> tuple[Location, Json] | None:
        """Where a reference leads, following references on the way; None if nowhere."""
        seen: set[str] = set()
        while reference not in seen:
            seen.add(reference)
            location = location_of(reference)
            found = self.at(location) if location is not None else None
            if found is None:
                return None
            if not isinstance(found[1], dict) or not isinstance(found[1].get("$ref"), str):
                return found
            reference = found[1]["$ref"]
        return None

    def at(self, location: Location) -> tuple[Location, Json] | None:
        """The value at a location, whose parts may be indexes written as text; None if there is none."""
        return value_at(self.root, location)

    def followed(self, location: Location, value: Json) -> tuple[Location, dict[str, Any]]:
        """The value, or what it refers to; an empty mapping if that is nothing."""
        if isinstance(value, dict) and isinstance(value.get("$ref"), str):
            found = self.resolve(value["$ref"])
            return (found[0], mapping(found[1])) if found else (location, {})
        return location, mapping(value)

    @cached_property
    def references(self) -> list[tuple[Location, str]]:
        """Every `$ref` of the document outside of examples."""
        return [
            ((*location, "$ref"), value["$ref"])
            for location, value in self.nodes
            if isinstance(value, dict) and isinstance(value.get("$ref"), str) and location[-1:] != ("properties",)
        ]

    @cached_property
    def nodes(self) -> list[tuple[Location, Json]]:
        """Every mapping and list outside of example values, parents first."""
        result: list[tuple[Location, Json]] = []
        waiting: list[tuple[Location, Json]] = [((), self.root)]
        while waiting:
            location, value = waiting.pop()
            result.append((location, value))
            if isinstance(value, dict):
                opaque = location[-1:] != ("properties",)
                for key, child in reversed(value.items()):
                    if isinstance(child, (dict, list)) and not (opaque and key in _OPAQUE):
                        waiting.append(((*location, key), child))
            elif isinstance(value, list):
                for index in range(len(value) - 1, -1, -1):
                    if isinstance(value[index], (dict, list)):
                        waiting.append(((*location, index), value[index]))
        return result

    @cached_property
    def operations(self) -> list[Operation]:
        """The operations of an OpenAPI document."""
        result: list[Operation] = []
        for path, item in mapping(self.root.get("paths")).items():
            here, item = self.followed(("paths", path), item)
            shared = [((*here, "parameters", i), one) for i, one in enumerate(sequence(item.get("parameters")))]
            for method in METHODS:
                data = item.get(method)
                if not isinstance(data, dict):
                    continue
                location = (*here, method)
                own = [((*location, "parameters", i), one) for i, one in enumerate(sequence(data.get("parameters")))]
                followed = tuple(self.followed(at, one) for at, one in [*shared, *own])
                result.append(Operation(location, path, method, data, followed))
        return result

    def contents(self, location: Location, holder: Json) -> Iterator[tuple[Location, str, dict[str, Any]]]:
        """Media types of a body, an answer or a parameter: location, name and entry."""
        for media, entry in mapping(mapping(holder).get("content")).items():
            if isinstance(entry, dict):
                yield (*location, "content", media), media, entry

    @cached_property
    def messages(self) -> list[tuple[str, str, Location, dict[str, Any]]]:
        """Messages of the channels: channel, key, location and message, references followed."""
        result = []
        for name, channel in mapping(self.root.get("channels")).items():
            for key, value in mapping(mapping(channel).get("messages")).items():
                at, message = self.followed(("channels", name, "messages", key), value)
                if message:
                    result.append((name, key, at, message))
        return result

    @cached_property
    def schemas(self) -> list[tuple[Location, dict[str, Any]]]:
        """Every schema, inner ones too; none twice."""
        return list(self.within(self._roots()))

    def _roots(self) -> Iterator[tuple[Location, Json]]:
        for name, schema in mapping(self.components.get("schemas")).items():
            yield ("components", "schemas", name), schema
        for location, value in self.nodes:
            if not isinstance(value, dict) or location[-1:] == ("properties",):
                continue
            for key in ("schema", "payload"):
                if isinstance(value.get(key), dict) and not (key == "payload" and self.kind == "openapi"):
                    yield (*location, key), value[key]

    def within(self, roots: Any) -> Iterator[tuple[Location, dict[str, Any]]]:
        """These schemas and those inside of them, without following references."""
        seen: set[int] = set()
        waiting = [(location, value) for location, value in roots]
        waiting.reverse()
        while waiting:
            location, value = waiting.pop()
            if not isinstance(value, dict) or id(value) in seen:
                continue
            seen.add(id(value))
            yield location, value
            inner: list[tuple[Location, Json]] = []
            for key in _SCHEMA_MAPS:
                inner += [((*location, key, name), child) for name, child in mapping(value.get(key)).items()]
            for key in _SCHEMA_LISTS:
                inner += [((*location, key, index), child) for index, child in enumerate(sequence(value.get(key)))]
            inner += [((*location, key), value[key]) for key in _SCHEMA_CHILDREN if isinstance(value.get(key), dict)]
            waiting.extend(reversed(inner))

    @cached_property
    def directions(self) -> dict[Location, set[Direction]]:
        """For each schema of `schemas`: whether clients send it (in) or receive it (out)."""
        result: dict[Location, set[Direction]] = {}
        for direction, roots in (("in", self._sent()), ("out", self._received())):
            waiting = list(roots)
            seen: set[str] = set()
            while waiting:
                for location, schema in self.within([waiting.pop()]):
                    result.setdefault(location, set()).add(direction)  # type: ignore[arg-type]
                    reference = text(schema.get("$ref"))
                    if reference and reference not in seen:
                        seen.add(reference)
                        target = location_of(reference)
                        found = self.at(target) if target is not None else None
                        if found:
                            waiting.append(found)
        return result

    def _sent(self) -> Iterator[tuple[Location, Json]]:
        for operation in self.operations:
            for at, parameter in operation.parameters:
                yield (*at, "schema"), parameter.get("schema")
            at, body = self.followed((*operation.location, "requestBody"), operation.data.get("requestBody"))
            for where, _, entry in self.contents(at, body):
                yield (*where, "schema"), entry.get("schema")
        yield from self._payloads("send")

    def _received(self) -> Iterator[tuple[Location, Json]]:
        for operation in self.operations:
            for status, response in mapping(operation.data.get("responses")).items():
                at, answer = self.followed((*operation.location, "responses", status), response)
                for where, _, entry in self.contents(at, answer):
                    yield (*where, "schema"), entry.get("schema")
        yield from self._payloads("receive")

    def _payloads(self, action: str) -> Iterator[tuple[Location, Json]]:
        for name, operation in mapping(self.root.get("operations")).items():
            if mapping(operation).get("action") != action:
                continue
            for index, reference in enumerate(sequence(mapping(operation).get("messages"))):
                at, message = self.followed(("operations", name, "messages", index), reference)
                yield (*at, "payload"), message.get("payload")

    @cached_property
    def validators(self) -> Validators:
        """Validators of the schemas in the document."""
        return Validators(self.root)


_OPAQUE = {"example", "examples", "default", "const", "enum", "value", "x-known-values"}


class Validators:
    """JSON Schema validators of schemas that stand somewhere in one document, each made once."""

    _DRAFT = "https://json-schema.org/draft/2020-12/schema"

    def __init__(self, root: Json) -> None:
        document = plain(root)
        if text(document.get("openapi")).startswith("3.0"):
            _modernise(document)
        self._registry = jsonschema_rs.Registry([("urn:document", document)], draft=jsonschema_rs.Draft202012)
        self._made: dict[str, jsonschema_rs.Validator] = {}

    def of(self, location: Location) -> jsonschema_rs.Validator:
        """The validator of the schema at this location. Raises ValueError if it is no valid schema."""
        reference = "urn:document#" + quote(pointer(location)[1:], safe="/~")
        if reference not in self._made:
            self._made[reference] = jsonschema_rs.validator_for(
                {"$schema": self._DRAFT, "$ref": reference}, registry=self._registry, validate_formats=True
            )
        return self._made[reference]


def _modernise(document: Json) -> None:
    """Write the schemas of OpenAPI 3.0 as those of JSON Schema, in place."""
    for _, value in list(walk(document)):
        if not isinstance(value, dict):
            continue
        if value.get("nullable") is True and isinstance(value.get("type"), str):
            value["type"] = [value["type"], "null"]
            if isinstance(value.get("enum"), list) and None not in value["enum"]:
                value["enum"] = [*value["enum"], None]
        for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
            if isinstance(value.get(exclusive), bool) and value.pop(exclusive) and bound in value:
                value[exclusive] = value.pop(bound)
