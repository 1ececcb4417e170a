"""What the documents of a version say of each operation and channel, ready to be served from.

A path of a request leads to a `Documented` operation: who may call it, what its query and body must be, which status
and media type its success has, and how a record looks in its answer. Handlers (`resources/`) hold behaviour only; a
version in which a member has another type or does not exist needs no line of them as long as the document says so.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import contralto_spec
from contralto_spec.ranges import METHODS

from .errors import Fault
from .validation import Validator, resolved
from .versions import Described
from .views import View, view_of

JSON = "application/json"
FORM = "multipart/form-data"

_T = TypeVar("_T")


class Documented:
    """One operation in one version, by its method (upper case) and path (as documented, slash at the end included)."""

    def __init__(self, described: Described, method: str, path: str) -> None:
        self.described = described
        self.method = method
        self.path = path
        self._document = described.openapi()
        self._content: dict[str, Any] = self._document["paths"][path][method.lower()]

    @functools.cached_property
    def name(self) -> str:
        """What clients call it, such as `voices.list` (`x-call`)."""
        return str(self._content["x-call"])

    @functools.cached_property
    def tags(self) -> tuple[str, ...]:
        """The areas that it belongs to."""
        return tuple(self._content.get("tags", ()))

    @functools.cached_property
    def schemes(self) -> frozenset[str]:
        """Names of the security schemes of which one must be met; empty for an operation that is open to all."""
        required = self._content.get("security", self._document.get("security", []))
        return frozenset(name for choice in required for name in choice)

    @functools.cached_property
    def grants(self) -> tuple[str, ...]:
        """Grants of access tokens that open it; none for an operation that wants a key."""
        return tuple(self._content.get("x-grants", ()))

    @functools.cached_property
    def cost(self) -> str:
        """What a call costs or changes: `free`, `cheap`, `paid`, `destructive`, ... as the documents grade it."""
        return str(self._content.get("x-cost", "free"))

    @functools.cached_property
    def body_types(self) -> frozenset[str]:
        """Media types of the body that it takes; empty when it takes none."""
        body = resolved(self._document, self._content.get("requestBody", {}))
        return frozenset(body.get("content", ()))

    @functools.cached_property
    def is_body_required(self) -> bool:
        """Whether a request without a body is refused."""
        return bool(resolved(self._document, self._content.get("requestBody", {})).get("required"))

    @functools.cached_property
    def status(self) -> int:
        """Status of its success."""
        return int(min(status for status in self._content["responses"] if status.startswith("2")))

    @functools.cached_property
    def media_types(self) -> tuple[str, ...]:
        """Media types of its success; none for an answer without a body."""
        return tuple(self._success.get("content", ()))

    @functools.cached_property
    def has_public_errors(self) -> bool:
        """Whether its errors need no code, as those of the newer routes."""
        refused = resolved(self._document, self._content["responses"].get("401", {})).get("content", {}).get(JSON)
        return refused is not None and "error_code" not in resolved(self._document, refused["schema"]).get(
            "required", ()
        )

    @functools.cached_property
    def view(self) -> View:
        """Turns a record into what its JSON answer shows of it."""
        return view_of(self._document, self._success["content"][JSON]["schema"])

    @functools.cached_property
    def list_member(self) -> str | None:
        """The member of its JSON answer that holds the list; None where the answer is a bare array.

        Raises LookupError for an operation whose answer holds no list.
        """
        schema = resolved(self._document, self._success["content"][JSON]["schema"])
        if schema.get("type") == "array":
            return None
        for name, member in schema["properties"].items():
            if resolved(self._document, member).get("type") == "array":
                return str(name)
        raise LookupError(f"`{self.method} {self.path}` answers no list")

    def read_query(self, query: Iterable[tuple[str, str]]) -> dict[str, Any]:
        """The query parameters that it knows, in their documented types, and the documented defaults of the others.

        A parameter given twice counts with its last value, or with all of them where an array is documented; others
        are left out. Raises Fault (400).
        """
        read = self._query.read(query)
        return {**self._query.defaults, **read}

    def fitting_query(self, query: Iterable[tuple[str, str]]) -> dict[str, Any]:
        """Of the query parameters that it knows those that are as documented, each for itself."""
        return {**self._query.defaults, **self._query.fitting(query)}

    def check_body(self, body: object, media_type: str = JSON) -> None:
        """Raises Fault (400) unless `body` fits what it takes as `media_type`."""
        self._body(media_type).check(body)

    def check_as(self, schema: str, value: object) -> None:
        """Raises Fault (400) unless `value` fits the schema of this name, for a body whose shape follows from what it
        changes."""
        self._named(schema).check(value)

    def body_members(self, media_type: str = JSON) -> Mapping[str, Any]:
        """The schemas of the members of the body that it takes as `media_type`, the fields of a form among them."""
        schema = resolved(self._document, self._body_schema(media_type))
        return {name: resolved(self._document, member) for name, member in schema["properties"].items()}

    def form_fields(self) -> Mapping[str, Any]:
        """The schemas of the fields of its form."""
        return self.body_members(FORM)

    def member_of_body(self, name: str) -> Mapping[str, Any]:
        """The schema of a member of its JSON body."""
        schema: Mapping[str, Any] = self.body_members()[name]
        return schema

    @functools.cached_property
    def _success(self) -> Mapping[str, Any]:
        return resolved(self._document, self._content["responses"][str(self.status)])

    @functools.cached_property
    def _query(self) -> _Query:
        parameters = [*self._document["paths"][self.path].get("parameters", []), *self._content.get("parameters", [])]
        return _Query(self._document, (resolved(self._document, item) for item in parameters))

    @functools.cache  # noqa: B019 - an operation lives as long as the process
    def _body(self, media_type: str) -> Validator:
        return Validator(self._document, self._body_schema(media_type), "the body")

    @functools.cache  # noqa: B019 - see above
    def _named(self, schema: str) -> Validator:
        return Validator(self._document, {"$ref": f"#/components/schemas/{schema}"}, "the body")

    def _body_schema(self, media_type: str) -> dict[str, Any]:
        body = resolved(self._document, self._content["requestBody"])
        schema: dict[str, Any] = body["content"][media_type]["schema"]
        return schema


class _Query:
    """The query parameters of an operation or a channel."""

    def __init__(self, document: Mapping[str, Any], parameters: Iterable[Mapping[str, Any]]) -> None:
        queried = [item for item in parameters if item["in"] == "query"]
        self._schemas = {item["name"]: resolved(document, item["schema"]) for item in queried}
        self.defaults = {name: schema["default"] for name, schema in self._schemas.items() if "default" in schema}
        required = [item["name"] for item in queried if item.get("required")]
        part = {"type": "object", "properties": self._schemas}
        self._part = Validator(document, part, "the query")
        self._whole = Validator(document, {**part, "required": required}, "the query")

    def read(self, query: Iterable[tuple[str, str]], *, is_whole: bool = True) -> dict[str, Any]:
        read: dict[str, Any] = {}
        for name, text in query:
            if name in self._schemas:
                take(read, name, text, self._schemas[name])
        (self._whole if is_whole else self._part).check(read)
        return read

    def fitting(self, query: Iterable[tuple[str, str]]) -> dict[str, Any]:
        read: dict[str, Any] = {}
        for name, text in query:
            try:
                read |= self.read([(name, text)], is_whole=False)
            except Fault:
                continue
        return read


def take(read: dict[str, Any], name: str, text: str, schema: Mapping[str, Any]) -> None:
    """Puts a value that came as text into `read` as the type that its schema names: all values of an array, of anything
    else the last one. Text that is not of the type is left as text, for the validator to complain of."""
    kinds = _kinds(schema)
    if "array" in kinds:
        items = schema.get("items", {})
        read.setdefault(name, []).append(_converted(text, _kinds(items)))
    else:
        read[name] = _converted(text, kinds)


def _kinds(schema: Mapping[str, Any]) -> tuple[str, ...]:
    named = schema.get("type", ())
    kinds = (named,) if isinstance(named, str) else tuple(named)
    return (*kinds, *(kind for branch in schema.get("anyOf", ()) for kind in _kinds(branch)))


def _converted(text: str, kinds: tuple[str, ...]) -> object:
    if "integer" in kinds and text.removeprefix("-").isdecimal() and text.isascii() and len(text) < 20:
        return int(text)
    if "number" in kinds and len(text) < 40:
        try:
            number = float(text)
        except ValueError:
            return text
        return number if number - number == 0 else text  # JSON knows no infinity
    if "boolean" in kinds and text.lower() in ("true", "false"):
        return text.lower() == "true"
    return text


class Channel:
    """A socket in one version, by the name of its channel."""

    def __init__(self, described: Described, name: str) -> None:
        self.described = described
        self.name = name
        self._document = described.asyncapi()
        self.content: dict[str, Any] = self._document["channels"][name]

    @property
    def call(self) -> str:
        """What clients call the connecting to it, such as `tts.connect` (`x-call`)."""
        return str(self.content["x-call"])

    @property
    def limits(self) -> Mapping[str, Any]:
        """Its documented limits (`x-limits`) by name."""
        limits: Mapping[str, Any] = self.content.get("x-limits", {})
        return limits

    @functools.cached_property
    def grants(self) -> tuple[str, ...]:
        """Grants of access tokens that open it."""
        return tuple(self.content.get("x-grants", ()))

    def read_query(self, query: Iterable[tuple[str, str]]) -> dict[str, Any]:
        """The query parameters of the upgrade, see `Documented.read_query`."""
        return {**self._query.defaults, **self._query.read(query)}

    def fitting_query(self, query: Iterable[tuple[str, str]]) -> dict[str, Any]:
        """Of the query parameters of the upgrade those that are as documented, each for itself."""
        return {**self._query.defaults, **self._query.fitting(query)}

    def known_values(self, parameter: str) -> tuple[str, ...]:
        """Values of a query parameter that the documents name without closing the list."""
        schema: dict[str, Any] = self.content["bindings"]["ws"]["query"]["properties"][parameter]
        return tuple(schema.get("x-known-values", ()))

    @functools.cache  # noqa: B019 - a channel lives as long as the process
    def view(self, message: str) -> View:
        """Turns the fullest form of a message into what the version has of it."""
        return view_of(self._document, self._payload(message))

    def check_message(self, message: str, payload: object) -> None:
        """Raises Fault (400) unless `payload` fits `message`, a name among the messages of the channel.

        A dialect may not have the message at all.
        """
        if message not in self.content["messages"]:
            raise Fault(400, "Invalid message", f"there is no `{message}` here")
        self._message(message).check(payload)

    def default_of(self, message: str, member: str) -> Any:
        """Documented default of a top-level member of a message; None when there is none."""
        schema = resolved(self._document, self._payload(message))
        return resolved(self._document, schema["properties"].get(member, {})).get("default")

    @functools.cache  # noqa: B019 - a channel lives as long as the process
    def _message(self, message: str) -> Validator:
        return Validator(self._document, self._payload(message), "the message")

    def _payload(self, message: str) -> dict[str, Any]:
        payload: dict[str, Any] = resolved(self._document, self.content["messages"][message])["payload"]
        return payload

    @functools.cached_property
    def _query(self) -> _Query:
        query = self.content.get("bindings", {}).get("ws", {}).get("query", {})
        required = query.get("required", ())
        return _Query(
            self._document,
            (
                {"name": name, "in": "query", "schema": schema, "required": name in required}
                for name, schema in query.get("properties", {}).items()
            ),
        )


@dataclass(frozen=True, slots=True)
class Place(Generic[_T]):
    """What stands at a path: `what` (operations by method, or a channel), and the values of its path parameters."""

    what: _T
    parameters: Mapping[str, str]


def operations_at(described: Described, path: str) -> Place[Mapping[str, Documented]] | None:
    """The documented operations, by method, at a path of a request (below the prefix, without a slash at its end).

    A fixed segment goes before an id, as the service routes.
    """
    return _operations(described).find(path)


def channel_at(described: Described, path: str) -> Place[Channel] | None:
    """The documented channel at a path of an upgrade."""
    return _channels(described).find(path)


def later_channel_at(date: str, path: str) -> Place[Channel] | None:
    """The channel at a path of an upgrade in the first version after `date` that has one there."""
    later = (version.date for version in contralto_spec.load().described_versions if version.date > date)
    found = (channel_at(Described(each), path) for each in sorted(later))
    return next((place for place in found if place is not None), None)


@dataclass(slots=True)
class _Tree(Generic[_T]):
    """Paths by their segments; `names` are those of the parameters on the way to `what`."""

    what: _T | None = None
    names: tuple[str, ...] = ()
    fixed: dict[str, _Tree[_T]] = field(default_factory=dict)
    any: _Tree[_T] | None = None

    def put(self, path: str, what: _T) -> None:
        node, names = self, []
        for segment in _segments(path):
            if segment.startswith("{"):
                names.append(segment[1:-1])
                node.any = node.any or _Tree()
                node = node.any
            else:
                node = node.fixed.setdefault(segment, _Tree())
        node.what, node.names = what, tuple(names)

    def find(self, path: str) -> Place[_T] | None:
        # What is outside the prefix begins without a slash.
        found = next(self._found(_segments(path), 0, ()), None) if path.startswith("/") else None
        if found is None:
            return None
        node, values = found
        assert node.what is not None
        return Place(node.what, dict(zip(node.names, values, strict=True)))

    def _found(
        self, segments: list[str], at: int, values: tuple[str, ...]
    ) -> Iterator[tuple[_Tree[_T], tuple[str, ...]]]:
        if at == len(segments):
            if self.what is not None:
                yield self, values
            return
        segment = segments[at]
        if segment in self.fixed:
            yield from self.fixed[segment]._found(segments, at + 1, values)
        if self.any is not None and segment:
            yield from self.any._found(segments, at + 1, (*values, segment))


def _segments(path: str) -> list[str]:
    return path.strip("/").split("/")


@functools.cache
def _operations(described: Described) -> _Tree[Mapping[str, Documented]]:
    tree: _Tree[Mapping[str, Documented]] = _Tree()
    for path, item in described.openapi()["paths"].items():
        tree.put(path, {name.upper(): Documented(described, name.upper(), path) for name in METHODS if name in item})
    return tree


@functools.cache
def _channels(described: Described) -> _Tree[Channel]:
    tree: _Tree[Channel] = _Tree()
    for name, channel in described.asyncapi()["channels"].items():
        tree.put(channel["address"], Channel(described, name))
    return tree
