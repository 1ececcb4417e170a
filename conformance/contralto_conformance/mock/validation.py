"""Requests judged against the published documents, and what to say about the ones that do not fit.

Bodies, query parameters and messages are validated by a JSON Schema validator on the document of the request's version;
this module words the complaint: it names the member and what is expected.
"""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import jsonschema_rs

from .errors import invalid

_SHOWN = 60  # characters of a refused value that a message repeats

_MOST_COMPLAINTS = 20  # in one message

_TYPES = {
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "object": "an object",
    "array": "an array",
    "null": "null",
}


class Validator:
    """A schema of a document; `whole` is what a complaint calls the value itself."""

    def __init__(self, document: Mapping[str, Any], schema: Mapping[str, Any], whole: str) -> None:
        self._document = document
        self._schema = schema
        self._whole = whole

    def check(self, value: object) -> None:
        """Raises Fault (400) that names what does not fit, and what is expected there."""
        if self._compiled.is_valid(value):
            return
        errors = itertools.islice(self._compiled.iter_errors(value), _MOST_COMPLAINTS)
        raise invalid(_complaint(error, self._whole) for error in errors)

    @functools.cached_property
    def _compiled(self) -> jsonschema_rs.Draft202012Validator:
        # References point into `#/components` of the document, so the components travel with the schema.
        return jsonschema_rs.Draft202012Validator({**self._schema, "components": self._document["components"]})


def resolved(document: Mapping[str, Any], found: Mapping[str, Any]) -> Mapping[str, Any]:
    """`found`, or what its reference leads to within `document`."""
    while "$ref" in found:
        target: Any = document
        for step in found["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        found = target
    return found


def _complaint(error: jsonschema_rs.ValidationError, whole: str) -> str:
    kind = error.kind
    name = kind.name
    value: Any = kind.value
    if name in ("anyOf", "oneOf") and isinstance(value, list):
        return _of_branches(error, value, whole) or f"{_where(error, whole)} fits none of its documented shapes"
    if name == "required":
        return f"{_where(error, whole, value)} is missing"
    if name == "propertyNames":
        return f"{_where(error, whole)} has a name that is not allowed: {value.message[:200]}"
    got = f"got {_shown(error.instance)}"
    expected: Mapping[str, Callable[[], str]] = {
        "type": lambda: _any_type(value),
        "enum": lambda: f"one of {', '.join(_shown(option) for option in value)}",
        "const": lambda: _shown(value),
        "minimum": lambda: f"at least {value}",
        "maximum": lambda: f"at most {value}",
        "exclusiveMinimum": lambda: f"more than {value}",
        "minLength": lambda: "text that is not empty" if value == 1 else f"at least {value} characters long",
        "maxLength": lambda: f"at most {value} characters long",
        "pattern": lambda: f"text of the form `{value}`",
        "minItems": lambda: f"a list of at least {value}",
        "maxItems": lambda: f"a list of at most {value}",
        "uniqueItems": lambda: "a list of different items",
        "maxProperties": lambda: f"an object of at most {value} members",
    }
    if name not in expected:
        return f"{_where(error, whole)} is not as documented: {error.message[:200]}"
    return f"{_where(error, whole)} must be {expected[name]()}, {got}"


def _of_branches(
    union: jsonschema_rs.ValidationError, branches: Sequence[Sequence[jsonschema_rs.ValidationError]], whole: str
) -> str:
    """The complaint of the branch that was meant: the only one whose tag (a `const`) and type fit, or the only one of
    these that lacks no member; without such a branch, what all of them say, or the choice that they leave."""
    depth = len(union.instance_path)
    fitting = [errors for errors in branches if not any(_is_mismatch(error, depth) for error in errors)]
    complete = [errors for errors in fitting if not any(_is_lacking(error, depth) for error in errors)]
    for meant in (fitting, complete):
        if len(meant) == 1:
            return "; ".join(_complaint(error, whole) for error in meant[0])
    tags = [error for errors in branches for error in errors if error.kind.name == "const"]
    if tags and len({tuple(tag.instance_path) for tag in tags}) == 1:
        options = " or ".join(_shown(tag.kind.value) for tag in tags)
        return f"{_where(tags[0], whole)} must be {options}, got {_shown(tags[0].instance)}"
    types = [error for errors in branches for error in errors if error.kind.name == "type"]
    if len(types) == len(branches):
        wanted = " or ".join(dict.fromkeys(_any_type(error.kind.value) for error in types))
        return f"{_where(types[0], whole)} must be {wanted}, got {_shown(types[0].instance)}"
    said = [[_complaint(error, whole) for error in errors] for errors in branches]
    shared = [complaint for complaint in said[0] if all(complaint in other for other in said)]
    if not shared and all(error.kind.name == "required" for errors in branches for error in errors):
        return ", or ".join("; ".join(complaints) for complaints in said)
    return "; ".join(shared)


def _is_mismatch(error: jsonschema_rs.ValidationError, depth: int) -> bool:
    """Whether a value `depth` steps deep is not what a branch is for: of another type or with another tag."""
    steps = len(error.instance_path) - depth
    return (error.kind.name, steps) in (("type", 0), ("const", 1), ("const", 0))


def _is_lacking(error: jsonschema_rs.ValidationError, depth: int) -> bool:
    return bool(error.kind.name == "required" and len(error.instance_path) == depth)


def _any_type(value: Any) -> str:
    names = value if isinstance(value, list) else [value]
    names = sorted(names, key="null".__eq__)  # what is meant first
    return " or ".join(_TYPES.get(str(name), str(name)) for name in names)


def _where(error: jsonschema_rs.ValidationError, whole: str, member: str | None = None) -> str:
    steps = [*error.instance_path, *([member] if member is not None else [])]
    text = ""
    for step in steps:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return f"`{text}`" if text else whole


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return f"`{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}`"
