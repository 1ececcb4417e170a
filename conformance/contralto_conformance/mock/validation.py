"""Requests judged against the published documents, and what to say about the ones that do not fit.

Bodies and query parameters are validated by a JSON Schema validator on the document of the request's version; this
module finds the schema and words the complaint: it names the member and what is expected.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import jsonschema_rs

import contralto_spec

from .errors import Fault

_SHOWN = 60  # characters of a refused value that a message repeats

_TYPES = {
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "object": "an object",
    "array": "an array",
    "null": "null",
}


def check_body(described: str, path: str, body: object) -> None:
    """Raises Fault (400) unless `body` fits what `POST path` takes in the version `described`."""
    _check(_body_validator(described, path), body, "the body")


def check_message(described: str, channel: str, message: str, payload: object) -> None:
    """Raises Fault (400) unless `payload` fits the `message` of a socket channel in the version `described`."""
    _check(_message_validator(described, channel, message), payload, "the message")


def read_query(described: str, path: str, query: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The query parameters that `GET path` knows, converted to the type that is documented; others are left out.

    A parameter given twice counts with its last value, or with all of them where an array is documented. Raises
    Fault (400).
    """
    schemas = _query_schemas(described, path)
    read: dict[str, Any] = {}
    for name, text in query:
        schema = schemas.get(name)
        if schema is None:
            continue
        named = schema.get("type", ())
        kinds = (named,) if isinstance(named, str) else tuple(named)
        if "array" in kinds:
            read.setdefault(name, []).append(text)
        else:
            read[name] = _converted(text, kinds)
    _check(_query_validator(described, path), read, "the query")
    return read


def default_of(described: str, channel: str, message: str, member: str) -> Any:
    """Documented default of a top-level member of a socket message; None when there is none."""
    document = contralto_spec.load().asyncapi(described)
    schema = _resolved(document, document["channels"][channel]["messages"][message])["payload"]
    return _resolved(document, schema)["properties"][member].get("default")


def _converted(text: str, kinds: Sequence[str]) -> object:
    if "integer" in kinds and text.removeprefix("-").isdecimal() and text.isascii() and len(text) < 20:
        return int(text)
    if "boolean" in kinds and text.lower() in ("true", "false"):
        return text.lower() == "true"
    return text


@functools.cache
def _body_validator(described: str, path: str) -> jsonschema_rs.Draft202012Validator:
    document = contralto_spec.load().openapi(described)
    content = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    return _validator(document, content["schema"])


@functools.cache
def _message_validator(described: str, channel: str, message: str) -> jsonschema_rs.Draft202012Validator:
    document = contralto_spec.load().asyncapi(described)
    found = _resolved(document, document["channels"][channel]["messages"][message])
    return _validator(document, found["payload"])


@functools.cache
def _query_validator(described: str, path: str) -> jsonschema_rs.Draft202012Validator:
    document = contralto_spec.load().openapi(described)
    return _validator(document, {"type": "object", "properties": _query_schemas(described, path)})


@functools.cache
def _query_schemas(described: str, path: str) -> dict[str, dict[str, Any]]:
    document = contralto_spec.load().openapi(described)
    parameters = [_resolved(document, item) for item in document["paths"][path]["get"].get("parameters", [])]
    return {item["name"]: _resolved(document, item["schema"]) for item in parameters if item["in"] == "query"}


def _validator(document: Mapping[str, Any], schema: Mapping[str, Any]) -> jsonschema_rs.Draft202012Validator:
    # References point into `#/components` of the document, so the components travel with the schema.
    return jsonschema_rs.Draft202012Validator({**schema, "components": document["components"]})


def _resolved(document: Mapping[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in found:
        target: Any = document
        for step in found["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        found = target
    return found


def _check(validator: jsonschema_rs.Draft202012Validator, value: object, whole: str) -> None:
    if validator.is_valid(value):
        return
    complaints = [_complaint(error, whole) for error in validator.iter_errors(value)]
    raise Fault(400, None, "; ".join(dict.fromkeys(complaints)))


def _complaint(error: jsonschema_rs.ValidationError, whole: str) -> str:
    kind = error.kind
    name = kind.name
    value: Any = kind.value
    if name in ("anyOf", "oneOf") and isinstance(value, list):
        return _of_branches(value, whole) or f"{_where(error, whole)} fits none of its documented shapes"
    if name == "required":
        return f"{_where(error, whole, value)} is missing"
    got = f"got {_shown(error.instance)}"
    expected = {
        "type": lambda: _any_type(value),
        "enum": lambda: f"one of {', '.join(_shown(option) for option in value)}",
        "const": lambda: _shown(value),
        "minimum": lambda: f"at least {value}",
        "maximum": lambda: f"at most {value}",
        "exclusiveMinimum": lambda: f"more than {value}",
        "minLength": lambda: "text that is not empty" if value == 1 else f"at least {value} characters long",
        "maxLength": lambda: f"at most {value} characters long",
    }.get(name)
    if expected is None:
        return f"{_where(error, whole)} is not as documented: {error.message[:200]}"
    return f"{_where(error, whole)} must be {expected()}, {got}"


def _of_branches(branches: Sequence[Sequence[jsonschema_rs.ValidationError]], whole: str) -> str:
    """The complaint of the branch that was meant: the only one whose tag (a `const`) and type fit, or all of them
    joined."""
    meant = [errors for errors in branches if not any(_is_mismatch(error, branches) for error in errors)]
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
    return ""


def _is_mismatch(error: jsonschema_rs.ValidationError, branches: Sequence[Sequence[Any]]) -> bool:
    if error.kind.name == "const":
        return True
    shallowest = min(len(other.instance_path) for errors in branches for other in errors)
    return bool(error.kind.name == "type" and len(error.instance_path) == shallowest)


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
