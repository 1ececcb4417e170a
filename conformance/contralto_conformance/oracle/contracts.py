"""The contract of one API version: which requirements hold, and what the published documents say of an exchange.

Shapes are judged by a third-party JSON Schema validator on the published OpenAPI document. In answers an enumeration is
open: the service may add values within a version, so `enum` is not held against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Any, Literal

from jsonschema_rs import Draft202012Validator as Validator

import contralto_spec
from contralto_conformance.oracle.reading import NOT_JSON, shorten

Json = Mapping[str, Any]
_COMMON_ERROR = "#/components/schemas/Error"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Contract:
    """One API version as the oracle sees it.

    errors: error format of the version. structured: the same as a yes or no.
    Raises UnknownVersion if the spec does not describe the version.
    """

    def __init__(self, spec: contralto_spec.Spec, version: str) -> None:
        self._spec = spec
        self.version = spec.version(version).date
        self._openapi = spec.openapi(version)
        self._asyncapi = spec.asyncapi(version)
        self._channels: Json = self._asyncapi["channels"]
        self.errors = self.errors_of(version)
        self.structured = self.errors == "structured"

    def holds(self, requirement: str) -> bool:
        """Whether the requirement holds under this version. Raises UnknownRequirement for an id that does not exist."""
        return self._spec.requirement(requirement).applies_to(self.version)

    def errors_of(self, version: str | None) -> Literal["structured", "legacy"]:
        """Error format that a request under `version` gets; legacy without one and for what is no date."""
        if version is None or not is_date(version):
            return "legacy"
        since = min(item.date for item in self._spec.versions if item.errors == "structured")
        return "structured" if version >= since else "legacy"

    def may_be_published(self, version: str) -> bool:
        """Whether a date is that of a known version, or later than all of them."""
        dates = [item.date for item in self._spec.versions]
        return version in dates or version > max(dates)

    @lru_cache(maxsize=1024)  # noqa: B019  (contracts are cached themselves; many checks ask for the same few)
    def operation(self, method: str, path: str) -> Operation | None:
        """The documented operation that a request meets; None if there is none. A final slash makes no difference."""
        return next((op for op in self._operations if op.meets(method, path)), None)

    def channel(self, path: str) -> bool:
        """Whether a socket is documented at that path."""
        return any(channel.get("address") == path for channel in self._channels.values())

    def channel_at(self, path: str) -> Json | None:
        """The description of the channel that a socket at that path meets; None if there is none."""
        channels: Iterable[Json] = self._channels.values()
        return next((channel for channel in channels if _pattern_of(channel["address"]).fullmatch(path)), None)

    def message_problems(self, schema: str, value: Any) -> list[str]:
        """What is wrong with the shape of a socket message of the service; schema: by its name in the description."""
        return _problems(self._message(schema, is_answer=True), value)

    def request_message_problems(self, schema: str, value: Any) -> list[str]:
        """Which documented constraints a socket message of a client breaks; schema: by its name."""
        return _problems(self._message(schema, is_answer=False), value)

    @cache  # noqa: B019  (contracts are cached themselves)
    def _message(self, schema: str, *, is_answer: bool) -> Validator:
        rooted = {
            "allOf": [{"$ref": f"#/components/schemas/{schema}"}],
            "components": {"schemas": self._asyncapi["components"]["schemas"]},
        }
        return Validator(_open_enums(rooted) if is_answer else rooted)

    @cached_property
    def _operations(self) -> tuple[Operation, ...]:
        """Fixed paths before those with parameters, as the service routes them."""
        paths = sorted(self._openapi["paths"].items(), key=lambda item: (item[0].count("{"), item[0]))
        return tuple(
            Operation(self._openapi, method.upper(), path)
            for path, item in paths
            for method in item
            if method in {"get", "post", "put", "patch", "delete", "head", "options"}
        )


def contract(version: str, spec: contralto_spec.Spec | None = None) -> Contract:
    """The contract of a described version; of the spec that ships with this package if none is given."""
    return _shipped(version) if spec is None or spec is contralto_spec.load() else Contract(spec, version)


@cache
def _shipped(version: str) -> Contract:
    return Contract(contralto_spec.load(), version)


def is_date(text: str) -> bool:
    """Whether the text is a calendar date of the form YYYY-MM-DD."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, eq=False)
class Operation:
    """One documented HTTP operation. document: the whole bundle, for its references."""

    document: Json
    method: str
    path: str

    def meets(self, method: str, path: str) -> bool:
        """Whether a request with that method and path is one of this operation."""
        return method.upper() == self.method and bool(self._pattern.fullmatch(path.rstrip("/") or "/"))

    def documents(self, status: int) -> bool:
        """Whether the description names that status."""
        return self._response(status) is not None

    def media_types(self, status: int) -> tuple[str, ...]:
        """Media types, or ranges such as `audio/*`, that the description names for a status."""
        return tuple((self._response(status) or {}).get("content", {}))

    def has_common_error(self, status: int) -> bool:
        """Whether an error of that status has the shape of most errors (`Error`), and none of the operation's own.

        Of a status that the description does not name, the shape is that of the errors that it names.
        """
        named = (
            [status]
            if self.documents(status)
            else [int(key) for key in self._responses if key.isdecimal() and key >= "400"]
        )
        shapes = [
            (self._response(key) or {}).get("content", {}).get("application/json", {}).get("schema", {}).get("$ref")
            for key in named
        ]
        return not named or _COMMON_ERROR in shapes

    @cached_property
    def answers_pages(self) -> bool:
        """Whether its success is described as a page: an object that has to have `data` and `has_more`."""
        content = (self._response(200) or {}).get("content", {}).get("application/json", {})
        page = _resolved(content.get("schema", {}), self.document)
        return {"data", "has_more"} <= set(page.get("required", ()))

    @cached_property
    def needs_error_codes(self) -> bool:
        """Whether its errors have to have `error_code`; those of the newest routes need none."""
        content = (self._response(401) or self._response(404) or {}).get("content", {}).get("application/json", {})
        return "error_code" in _resolved(content.get("schema", {}), self.document).get("required", ("error_code",))

    def answer_problems(self, status: int, media_type: str, value: Any) -> list[str]:
        """What is wrong with the shape of an answer; nothing if the description gives it no schema."""
        content = (self._response(status) or {}).get("content", {}).get(media_type, {})
        return _problems(self._answer(status, media_type), value) if "schema" in content else []

    def request_problems(self, query: Iterable[tuple[str, str]], body: Any) -> list[str]:
        """Which documented constraints a request breaks in its query or in its JSON body.

        body: the parsed body, or `NOT_JSON` to look at the query alone. Headers and path are not looked at.
        """
        problems = [] if body is NOT_JSON or self._body is None else _problems(self._body, body)
        given: dict[str, list[str]] = {}
        for name, text in query:
            given.setdefault(name, []).append(text)
        for name, (schema, validator) in self._query.items():
            # A parameter without a value says nothing; services differ in what they make of it.
            if any(given.get(name, ())):
                value = _as_typed(given[name], schema, self.document)
                problems += [f"{name}: {problem}" for problem in _problems(validator, value)]
        return problems

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return _pattern_of(self.path)

    @cached_property
    def _description(self) -> Json:
        return dict(self.document["paths"][self.path][self.method.lower()])

    @property
    def _responses(self) -> Json:
        responses: Json = self._description.get("responses", {})
        return responses

    def _response(self, status: int) -> Json | None:
        for key in (str(status), f"{status // 100}XX", "default"):
            if key in self._responses:
                return _resolved(self._responses[key], self.document)
        return None

    @cache  # noqa: B019  (operations live as long as their contract, which is cached itself)
    def _answer(self, status: int, media_type: str) -> Validator:
        schema = (self._response(status) or {})["content"][media_type]["schema"]
        return Validator(_open_enums(self._rooted(schema)))

    @cached_property
    def _body(self) -> Validator | None:
        content: Json = self._description.get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        return None if schema is None else Validator(self._rooted(schema))

    @cached_property
    def _query(self) -> dict[str, tuple[Json, Validator]]:
        """Schema and validator of each documented query parameter."""
        parameters = [_resolved(item, self.document) for item in self._description.get("parameters", [])]
        return {
            item["name"]: (item["schema"], Validator(self._rooted(item["schema"])))
            for item in parameters
            if item["in"] == "query"
        }

    def _rooted(self, schema: Json) -> dict[str, Any]:
        """A schema that stands alone: the components travel with it, so that its references resolve."""
        return {"allOf": [schema], "components": {"schemas": self.document["components"]["schemas"]}}


def _pattern_of(path: str) -> re.Pattern[str]:
    """What matches the paths that a template stands for."""
    parts = re.split(r"(\{[^}]*\})", path.rstrip("/") or "/")
    return re.compile("".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts))


def _resolved(node: Json, document: Json) -> Json:
    """The node that a local reference names, or the node itself."""
    seen = 0
    while "$ref" in node and seen < 10:
        target: Any = document
        for part in str(node["$ref"]).removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        node, seen = target, seen + 1
    return node


def _open_enums(node: Any) -> Any:
    """The same schema with every enumeration open."""
    if isinstance(node, list):
        return [_open_enums(item) for item in node]
    if isinstance(node, dict):
        return {
            key: _open_enums(value) for key, value in node.items() if not (key == "enum" and isinstance(value, list))
        }
    return node


def _as_typed(texts: list[str], schema: Json, document: Json) -> Any:
    """A query parameter as the JSON value that its schema means; text that does not fit stays text."""
    schema = _resolved(schema, document)
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if "array" in kinds:
        return texts
    text = texts[-1]
    if "integer" in kinds and re.fullmatch(r"[+-]?\d{1,18}", text):
        return int(text)
    if "boolean" in kinds and text.lower() in {"true", "false", "1", "0"}:
        return text.lower() in {"true", "1"}
    return text


def _problems(validator: Validator, value: Any) -> list[str]:
    """What a JSON Schema validator says against a value, one line per problem."""
    try:
        return [_line(error) for error in validator.iter_errors(value)]
    except (ValueError, OverflowError) as fault:
        # The validator cannot take every value that JSON can spell, such as lone surrogates.
        return [f"not a value that can be validated: {shorten(str(fault))}"]


def _line(error: Any) -> str:
    place = "/".join(str(part) for part in error.instance_path)
    return f"`{place or 'body'}`: {shorten(str(error.message))}"
