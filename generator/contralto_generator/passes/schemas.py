"""Schemas brought to the few forms that the model generator reads well.

After this pass a schema is one of: a reference, a scalar, `const`, a list, a map, or `anyOf` of these; every object
with properties and every enumeration is a component with a name. What JSON Schema can say beyond that (bounds,
patterns, conditions) judges values and shapes no class; bounds and defaults are kept as words of the description.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Schema = dict[str, Any]

#: What a class is made of. Everything else says which values are valid and is no business of the client.
_SHAPE_KEYS = (
    "$ref",
    "type",
    "const",
    "enum",
    "properties",
    "required",
    "items",
    "allOf",
    "anyOf",
    "oneOf",
    "additionalProperties",
)
_NOTE_KEYS = ("title", "description", "deprecated", "contentEncoding")
# `date` is left out: the dates of this API name versions, which are used as text everywhere.
_KEPT_FORMATS = frozenset({"date-time", "binary"})
_KNOWN_VALUES = "x-known-values"
WORDS = "x-words"
"""Range and default in words, beside a reference that has no description of its own."""
_STRING: Schema = {"type": "string"}
_NULL: Schema = {"type": "null"}


class Hoist:
    """Collects the components of a document and gives inline objects and enumerations a name of their own."""

    def __init__(self, named: Mapping[str, Any], report: Callable[[str, str, str], None]) -> None:
        self.components: dict[str, Schema] = {}
        self._report = report
        self.inside: dict[str, str] = {}
        self._at = ""
        self._open = {name: schema for name, schema in named.items() if _is_open(schema)}

    def add(self, name: str, schema: object) -> None:
        """Takes a named schema of the document in."""
        self.enter(name)
        plain = _known_values(self._open[name]) if name in self._open else self.simplify(schema, name, top=True)
        if self.components.setdefault(name, plain) == plain:
            return
        if name in self.inside:
            self._collision(name)
        else:
            message = f"`{name}` has two different meanings: one in the HTTP and one in the socket document"
            self._report(f"#/components/schemas/{name}", "two-meanings", message)

    def enter(self, place: str) -> None:
        """What comes next belongs to this component or path; `inside` tells it of the schemas named here."""
        self._at = place

    def simplify(self, schema: object, name: str, *, top: bool = False) -> Schema:
        """The schema in plain form; `name` is what it would be called if it needs a name."""
        if not isinstance(schema, Mapping):  # `true`: anything. `false` is dropped where it stands.
            return {}
        if "$ref" in schema:
            return self._reference(schema)
        if _is_open(schema):
            return self._open_enumeration({"$ref": self._named(_known_values(schema), name)["$ref"]}, schema, schema)
        branches = None if _is_object_with_conditions(schema) else _branches(schema)
        if branches is not None:
            if "properties" in schema:
                message = f"members beside a union of classes, in `{class_name(name)}`, would be lost"
                self._report(f"#/components/schemas/{self._at}", "members-beside-union", message)
            return self._union(schema, branches, name)
        if _is_const(schema):
            return {"const": _const(schema), **_notes(schema)}
        plain = {key: schema[key] for key in _SHAPE_KEYS if key in schema} | _notes(schema)
        if schema.get("format") in _KEPT_FORMATS:
            plain["format"] = schema["format"]
        if "enum" in plain:
            plain = _enumeration(plain)
        if "properties" in plain or "allOf" in plain:
            plain = self._object(plain, name)
        elif "items" in plain or plain.get("type") == "array":
            plain["items"] = self.simplify(plain.get("items", {}), f"{name}_item")
        elif plain.get("type") == "object":
            plain["additionalProperties"] = self.simplify(plain.get("additionalProperties", {}), f"{name}_value")
        if not top and ("enum" in plain or "properties" in plain or plain.get("type") == "object" or "allOf" in plain):
            return self._named(plain, name)
        return plain

    def _reference(self, schema: Mapping[str, Any]) -> Schema:
        reference = {"$ref": schema["$ref"]}
        target = self._open.get(str(schema["$ref"]).rsplit("/", 1)[-1])
        if target is None:
            notes = _notes(schema)
            if "description" in notes and not schema.get("description"):
                notes[WORDS] = notes.pop("description")  # they go after those of what is referred to
            return reference | notes
        return self._open_enumeration(reference, target, target | schema)

    @staticmethod
    def _open_enumeration(reference: Schema, values: Mapping[str, Any], notes: Mapping[str, Any]) -> Schema:
        """An enumeration to which the service may add: its known values, or any other string."""
        null = [_NULL] if isinstance(values["type"], list) else []
        return {"anyOf": [reference, _STRING, *null], **_notes(notes)}

    def _named(self, plain: Schema, name: str) -> Schema:
        title = class_name(name)
        self.inside.setdefault(title, self._at)
        if self.components.setdefault(title, plain) != plain:
            self._collision(title)
        return {"$ref": f"#/components/schemas/{title}", **_notes(plain)}

    def _collision(self, name: str) -> None:
        message = f"an inline schema would be called `{name}`, which means something else here"
        self._report(f"#/components/schemas/{name}", "name-collision", message)

    def _union(self, schema: Mapping[str, Any], branches: list[object], name: str) -> Schema:
        plain = [self.simplify(branch, _branch_name(branch, name)) for branch in branches if branch is not False]
        unique = [branch for index, branch in enumerate(plain) if branch not in plain[:index]]
        if len(unique) == 1:
            return unique[0] | _notes(schema)
        return {"anyOf": unique, **_notes(schema)}

    def _object(self, plain: Schema, name: str) -> Schema:
        plain["type"] = "object"
        properties = dict(plain.get("properties", {}))
        for branch in [*plain.pop("anyOf", ()), *plain.pop("oneOf", ())]:
            for key, value in branch.get("properties", {}).items():
                properties.setdefault(key, value)
        plain["properties"] = {
            key: self.simplify(value, f"{name}_{key}") for key, value in properties.items() if value is not False
        }
        extra = plain.get("additionalProperties", True)
        plain["additionalProperties"] = {} if isinstance(extra, bool) else self.simplify(extra, f"{name}_value")
        if "allOf" in plain:
            plain["allOf"] = [
                part if "$ref" in part else self._object(_shape(part), name)
                for part in plain["allOf"]
                if isinstance(part, Mapping) and ("$ref" in part or "properties" in part or "required" in part)
            ]
        return plain


def _is_open(schema: object) -> bool:
    return isinstance(schema, Mapping) and bool(schema.get(_KNOWN_VALUES)) and "string" in schema.get("type", ())


def _known_values(schema: Mapping[str, Any]) -> Schema:
    return _STRING | {"enum": list(schema[_KNOWN_VALUES])} | _notes(schema)


def class_name(name: str) -> str:
    """The name of an inline schema as a class: `voice_page_data_item` becomes `VoicePageDataItem`."""
    return "".join(word[:1].upper() + word[1:] for word in re.split(r"[^0-9A-Za-z]+", name))


def _shape(schema: Mapping[str, Any]) -> Schema:
    return {key: schema[key] for key in _SHAPE_KEYS if key in schema}


def _branches(schema: Mapping[str, Any]) -> list[object] | None:
    """The alternatives of a union, in whichever of the five ways it is written. None if it is not one."""
    for key in ("anyOf", "oneOf"):
        if schema.get(key):
            return list(schema[key])
    rest = {key: value for key, value in schema.items() if key not in ("nullable", "default")}
    if isinstance(schema.get("type"), list):
        kinds = [kind for kind in schema["type"] if kind != "null"]
        values = [value for value in schema.get("enum", ()) if value is not None]
        if values:
            rest["enum"] = values
        return [*({**rest, "type": kind} for kind in kinds), *([_NULL] if "null" in schema["type"] else [])]
    if None in schema.get("enum", ()):
        return [{**rest, "enum": [value for value in schema["enum"] if value is not None]}, _NULL]
    if schema.get("nullable"):
        return [rest, _NULL]
    return None


def _is_object_with_conditions(schema: Mapping[str, Any]) -> bool:
    """Whether the alternatives beside the members of an object only say which members go together."""
    if "properties" not in schema:
        return False
    branches = [branch for key in ("anyOf", "oneOf") for branch in schema.get(key, ())]
    return bool(branches) and all(
        isinstance(branch, Mapping) and branch.get("type", "object") == "object" and "$ref" not in branch
        for branch in branches
    )


def _branch_name(branch: object, name: str) -> str:
    title = branch.get("title") if isinstance(branch, Mapping) else None
    return f"{name}_{title}" if title else name


def _is_const(schema: Mapping[str, Any]) -> bool:
    value = _const(schema)
    return isinstance(value, (str, int, bool))


def _const(schema: Mapping[str, Any]) -> object:
    values = schema.get("enum", ())
    return schema.get("const", values[0] if len(values) == 1 else None)


def _enumeration(plain: Schema) -> Schema:
    """Names a class can be made of; a mixture of types is left as what the values have in common: nothing."""
    kinds = {type(value) for value in plain["enum"]}
    if kinds in ({str}, {int}):
        return plain | {"type": "string" if kinds == {str} else "integer"}
    return {key: value for key, value in plain.items() if key not in ("enum", "type")}


def _notes(schema: Mapping[str, Any]) -> Schema:
    """Title and description, with range and default in words."""
    notes = {key: schema[key] for key in _NOTE_KEYS if key in schema}
    if schema.get("format") == "password":
        notes["x-secret"] = True
    description = str(notes.get("description", "")).rstrip()
    words = [word for word in (_range(schema, description), _default(schema, description)) if word]
    if words:
        sentence = "; ".join(words)
        sentence = sentence[0].upper() + sentence[1:] + "."
        if description and not description.endswith((".", "!", "?")):
            description += "."
        notes["description"] = f"{description} {sentence}".strip()
    return notes


def _range(schema: Mapping[str, Any], description: str) -> str:
    """The bounds in words, unless the description names them."""
    low, high = schema.get("minimum"), schema.get("maximum")
    if str(high) in description:
        return ""
    if low is not None and high is not None:
        return f"{low} to {high}"
    if low is not None:
        return f"at least {low}"
    return f"at most {high}" if high is not None else ""


def _default(schema: Mapping[str, Any], description: str) -> str:
    """What the service takes for a member that is left out, unless the description says so."""
    default = schema.get("default")
    if default in (None, "") or isinstance(default, (dict, list)) or "default" in description:
        return ""
    if default == "":
        return "empty by default"
    text = str(default).lower() if isinstance(default, bool) else str(default)
    return f"default `{text}`"
