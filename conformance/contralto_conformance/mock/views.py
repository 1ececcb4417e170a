"""How a record looks in an answer: the members that the schema of the answer knows, and no other.

A store keeps each record with everything that any version shows. An answer is that record seen through the schema of
its version, so that a member that came later, or was dropped, needs no code. A member that changed its type is kept
under both forms by its store, or is translated by its handler.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .validation import resolved

View = Callable[[Any], Any]
"""Takes a JSON value and returns what is shown of it; the value itself is not changed."""


def view_of(document: Mapping[str, Any], schema: Mapping[str, Any]) -> View:
    """The view through `schema`, whose references point into `document`.

    Objects lose the members that no `properties` of the schema, of its `allOf` or of a fitting branch name, unless
    the schema names none at all or describes additional ones. A branch of `oneOf` or `anyOf` fits when its constants
    equal the members of the value.
    """
    return _Views(document).of(schema)


def _as_it_is(value: Any) -> Any:
    return value


class _Views:
    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._by_reference: dict[str, View] = {}

    def of(self, schema: Mapping[str, Any]) -> View:
        reference = schema.get("$ref")
        if reference is None:
            return self._of_plain(schema)
        if reference not in self._by_reference:
            # Set before it is made: a schema may hold itself.
            self._by_reference[reference] = lambda value: self._by_reference[reference](value)
            self._by_reference[reference] = self._of_plain(resolved(self._document, schema))
        return self._by_reference[reference]

    def _of_plain(self, schema: Mapping[str, Any]) -> View:
        parts = [resolved(self._document, part) for part in (schema, *schema.get("allOf", ()))]
        properties = {name: self.of(item) for part in parts for name, item in part.get("properties", {}).items()}
        items = self.of(schema["items"]) if "items" in schema else _as_it_is
        branches = [
            (_types(resolved(self._document, branch)), self._constants(branch), self.of(branch))
            for part in parts
            for branch in (*part.get("oneOf", ()), *part.get("anyOf", ()))
        ]
        is_open = any("additionalProperties" in part and part["additionalProperties"] is not False for part in parts)
        if not properties and not branches and "items" not in schema:
            return _as_it_is

        def view(value: Any) -> Any:
            if isinstance(value, list | tuple):
                fitting = (branch for types, _, branch in branches if "array" in types)
                return [items(item) for item in value] if "items" in schema else next(fitting, _as_it_is)(value)
            if not isinstance(value, dict):
                return value
            shown = {name: properties[name](value[name]) for name in value if name in properties}
            for types, constants, branch in branches:
                if "object" in types and all(value.get(name) == constant for name, constant in constants.items()):
                    shown = {**branch(value), **shown}
            if is_open:
                shown = {**value, **shown}
            # The order of the record is the order that a reader expects.
            return {name: shown[name] for name in value if name in shown}

        return view

    def _constants(self, branch: Mapping[str, Any]) -> dict[str, Any]:
        properties = resolved(self._document, branch).get("properties", {})
        told = {name: resolved(self._document, member) for name, member in properties.items()}
        return {name: member["const"] for name, member in told.items() if "const" in member}


def _types(schema: Mapping[str, Any]) -> tuple[str, ...]:
    named = schema.get("type", ("object", "array"))
    return (named,) if isinstance(named, str) else tuple(named)
