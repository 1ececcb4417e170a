"""HTTP operations: which there are, what they take, what they answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from contralto_spec.placed import Json, Location, mapping, sequence, text

from .access import Document
from .collect import Collector
from .likeness import canonical, renamed_members
from .model import Section, Spot, Use
from .schemas import SchemaComparison

_TEMPLATE = re.compile(r"\{[^{}]*\}")
_ENCODING = ("style", "explode", "allowReserved", "content")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation where it stands."""

    method: str
    path: str
    value: dict[str, Json]

    @property
    def label(self) -> str:
        """`POST /tts/bytes`."""
        return f"{self.method.upper()} {self.path}"

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same operation on the wire; names in templates do not count."""
        return self.method, _TEMPLATE.sub("{}", self.path)

    @property
    def location(self) -> Location:
        """Where it stands in its document."""
        return ("paths", self.path, self.method)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as the wire knows it. key: place and name; of a path, place and position."""

    key: tuple[str, str]
    name: str
    where: str
    value: dict[str, Json]
    location: Location
    raw: Json


def operations(document: Document) -> list[Operation]:
    """Every operation of a document."""
    return [Operation(method, path, value) for method, path, value in document.operations()]


def paired(before: Document, after: Document) -> Iterator[tuple[Operation | None, Operation | None]]:
    """Operations that are one: by method and path, then by operationId."""
    old = {operation.key: operation for operation in operations(before)}
    new = {operation.key: operation for operation in operations(after)}
    for key in old.keys() & new.keys():
        yield old.pop(key), new.pop(key)
    ids_old, ids_new = _by_id(old.values()), _by_id(new.values())
    for name in ids_old.keys() & ids_new.keys():
        yield old.pop(ids_old[name].key), new.pop(ids_new[name].key)
    for operation in old.values():
        yield operation, None
    for operation in new.values():
        yield None, operation


def _by_id(found: Iterable[Operation]) -> dict[str, Operation]:
    return {text(item.value.get("operationId")): item for item in found if text(item.value.get("operationId"))}


class HttpComparison:
    """Compares the operations of two OpenAPI documents."""

    def __init__(self, collector: Collector) -> None:
        self._to = collector
        self._schemas = SchemaComparison(collector)

    def compare(self, pairs: Iterable[tuple[Operation | None, Operation | None]]) -> None:
        """All operations, and the addresses of the service."""
        for old, new in pairs:
            if old is not None and new is not None:
                self._operation(old, new)
            elif old is not None:
                self._alone("operation-removed", old)
            elif new is not None:
                self._alone("operation-added", new)
        self._servers()

    def _alone(self, kind: str, operation: Operation) -> None:
        spot = Spot("operations", operation.label, operation.location, operation.location)
        name = text(operation.value.get("operationId")) or operation.label
        is_added = kind == "operation-added"
        self._to.emit(kind, spot, None if is_added else name, name if is_added else None)

    def _operation(self, old: Operation, new: Operation) -> None:
        spot = Spot("operations", new.label, old.location, new.location)
        before, after = old.value, new.value
        if old.key != new.key:
            self._to.emit("operation-moved", spot, old.label, new.label)
        elif old.path != new.path:
            self._to.emit("path-parameter-renamed", spot, old.path, new.path)
        if before.get("operationId") != after.get("operationId"):
            self._to.emit("operation-renamed", spot, before.get("operationId"), after.get("operationId"))
        if before.get("x-call") != after.get("x-call"):
            self._to.emit("call-changed", spot, before.get("x-call"), after.get("x-call"))
        self._to.compare_texts(before, after, spot)
        self._to.compare_deprecation(before, after, spot)
        self._security(before, after, spot)
        if canonical(before.get("servers")) != canonical(after.get("servers")):
            self._to.emit("host-changed", spot, _urls(before), _urls(after))
        self.parameters(
            _parameters(self._to.before, old),
            _parameters(self._to.after, new),
            spot,
            frozenset({Use(new.label, "request")}),
        )
        self._body(before.get("requestBody"), after.get("requestBody"), spot.down("requestBody").named("request"), new)
        self._answers(mapping(before.get("responses")), mapping(after.get("responses")), spot.down("responses"), new)

    def _security(self, before: Mapping[str, Json], after: Mapping[str, Json], spot: Spot) -> None:
        old = _credentials(before.get("security", self._to.before.data.get("security")))
        new = _credentials(after.get("security", self._to.after.data.get("security")))
        below = spot.down("security")
        for name in sorted(old - new):
            self._to.emit("credential-removed", below, name, None)
        for name in sorted(new - old):
            self._to.emit("credential-added", below, None, name)
        old, new = _names(before.get("x-grants")), _names(after.get("x-grants"))
        for name in sorted(old - new):
            self._to.emit("grant-removed", spot.down("x-grants"), name, None)
        for name in sorted(new - old):
            self._to.emit("grant-added", spot.down("x-grants"), None, name)

    def parameters(
        self, old: Mapping[tuple[str, str], Parameter], new: Mapping[tuple[str, str], Parameter], spot: Spot,
        uses: frozenset[Use],
    ) -> None:  # fmt: skip
        """Parameters of an operation, or of the upgrade of a channel."""
        removed = {key: item for key, item in old.items() if key not in new}
        added = {key: item for key, item in new.items() if key not in old}
        renamed: dict[tuple[str, str], tuple[tuple[str, str], float]] = {}
        for where in sorted({key[0] for key in removed} - {"path"}):
            left = {key[1]: _nameless(item) for key, item in removed.items() if key[0] == where}
            right = {key[1]: _nameless(item) for key, item in added.items() if key[0] == where}
            for name, (to, confidence) in renamed_members(left, right).items():
                renamed[where, name] = ((where, to), confidence)
        for key in [key for key in old if key in new] + list(renamed):
            before, after = old[key], new[renamed[key][0] if key in renamed else key]
            below = spot.at(before.location, after.location).named(f"{after.where} {after.name}")
            if key in renamed:
                self._to.emit("parameter-renamed", below, before.name, after.name, uses, renamed[key][1])
            if not self._to.same_reference(before.raw, after.raw):
                self.parameter(before.value, after.value, below, uses)
        targets = {to for to, _ in renamed.values()}
        for key in removed.keys() - renamed.keys():
            kind = f"{'required' if _is_required(old[key].value) else 'optional'}-parameter-removed"
            below = spot.at(old[key].location, spot.after).named(f"{old[key].where} {old[key].name}")
            self._to.emit(kind, below, old[key].value.get("schema", {}), None, uses)
        for key in added.keys() - targets:
            kind = f"{'required' if _is_required(new[key].value) else 'optional'}-parameter-added"
            below = spot.at(spot.before, new[key].location).named(f"{new[key].where} {new[key].name}")
            self._to.emit(kind, below, None, new[key].value.get("schema", {}), uses)

    def parameter(
        self, before: Mapping[str, Json], after: Mapping[str, Json], spot: Spot, uses: frozenset[Use]
    ) -> None:
        """One parameter that is there on both sides."""
        old, new = dict(before), dict(after)
        if _is_required(old) != _is_required(new):
            kind = "parameter-made-required" if _is_required(new) else "parameter-made-optional"
            self._to.emit(kind, spot, _is_required(old), _is_required(new), uses)
        for key in _ENCODING:
            if canonical(old.get(key)) != canonical(new.get(key)):
                self._to.emit("parameter-encoding-changed", spot.down(key), old.get(key), new.get(key), uses)
        self._to.compare_texts(old, new, spot)
        self._to.compare_deprecation(old, new, spot)
        self._schemas.compare(old.get("schema", {}), new.get("schema", {}), spot.down("schema"), uses)

    def _body(self, before: Json, after: Json, spot: Spot, operation: Operation) -> None:
        uses = frozenset({Use(operation.label, "request")})
        if self._to.same_reference(before, after):
            return
        old, old_at = self._to.before.resolve(before, spot.before)
        new, new_at = self._to.after.resolve(after, spot.after)
        spot = spot.at(old_at, new_at)
        if not old and not new:
            return
        if not old or not new:
            need = "required" if (new or old).get("required") is True else "optional"
            types = sorted(mapping((new or old).get("content")))
            kind = f"{need}-body-{'added' if new else 'removed'}"
            self._to.emit(kind, spot, types if old else None, types if new else None, uses)
            return
        self.body(old, new, spot, uses)

    def body(self, before: dict[str, Json], after: dict[str, Json], spot: Spot, uses: frozenset[Use]) -> None:
        """A request body that is there on both sides."""
        old, new = before.get("required") is True, after.get("required") is True
        if old != new:
            self._to.emit("body-made-required" if new else "body-made-optional", spot, old, new, uses)
        self._to.compare_texts(before, after, spot)
        self._content(before, after, spot, uses)

    def _answers(self, before: dict[str, Json], after: dict[str, Json], spot: Spot, operation: Operation) -> None:
        uses = frozenset({Use(operation.label, "answer")})
        for status in before.keys() | after.keys():
            below = spot.down(status).named(f"answer {status}")
            kind = "success" if status[:1] in "123" else "error"
            if status not in after:
                self._to.emit(f"{kind}-removed", below, status, None, uses)
            elif status not in before:
                self._to.emit(f"{kind}-added", below, None, status, uses)
            elif not self._to.same_reference(before[status], after[status]):
                old, old_at = self._to.before.resolve(before[status], below.before)
                new, new_at = self._to.after.resolve(after[status], below.after)
                names = self._to.other_component(before[status], after[status])
                shared = Spot("shared", f"answer {names}", old_at, new_at)
                self.answer(old, new, shared if names else below.at(old_at, new_at), uses)

    def answer(self, before: dict[str, Json], after: dict[str, Json], spot: Spot, uses: frozenset[Use]) -> None:
        """An answer that is there on both sides: headers and content."""
        self._to.compare_texts(before, after, spot)
        # HTTP does not tell `X-Limit` from `x-limit`.
        old = {name.lower(): (name, value) for name, value in mapping(before.get("headers")).items()}
        new = {name.lower(): (name, value) for name, value in mapping(after.get("headers")).items()}
        for key in old.keys() | new.keys():
            name_old, name = (old if key in old else new)[key][0], (new if key in new else old)[key][0]
            below = spot.at((*spot.before, "headers", name_old), (*spot.after, "headers", name))
            below = below.named(name)
            if key not in new:
                self._to.emit("header-removed", below, name, None, uses)
            elif key not in old:
                self._to.emit("header-added", below, None, name, uses)
            elif not self._to.same_reference(old[key][1], new[key][1]):
                left, left_at = self._to.before.resolve(old[key][1], below.before)
                right, right_at = self._to.after.resolve(new[key][1], below.after)
                self.header(left, right, below.at(left_at, right_at), uses)
        self._content(before, after, spot, uses)

    def header(self, before: dict[str, Json], after: dict[str, Json], spot: Spot, uses: frozenset[Use]) -> None:
        """A header of an answer that is there on both sides."""
        old, new = before.get("required") is True, after.get("required") is True
        if old != new:
            self._to.emit("header-made-required" if new else "header-made-optional", spot, old, new, uses)
        self._to.compare_texts(before, after, spot)
        self._to.compare_deprecation(before, after, spot)
        self._schemas.compare(before.get("schema", {}), after.get("schema", {}), spot.down("schema"), uses)

    def _content(self, before: dict[str, Json], after: dict[str, Json], spot: Spot, uses: frozenset[Use]) -> None:
        old, new = mapping(before.get("content")), mapping(after.get("content"))
        for name in old.keys() | new.keys():
            below = spot.down("content", name)
            if name not in new:
                self._to.emit("media-type-removed", below, name, None, uses)
            elif name not in old:
                self._to.emit("media-type-added", below, None, name, uses)
            else:
                self._media_type(
                    mapping(old[name]),
                    mapping(new[name]),
                    below if len(old) == len(new) == 1 else below.named(name),
                    uses,
                )

    def _media_type(self, before: dict[str, Json], after: dict[str, Json], spot: Spot, uses: frozenset[Use]) -> None:
        if canonical(before.get("encoding")) != canonical(after.get("encoding")):
            below = spot.down("encoding")
            self._to.emit("body-encoding-changed", below, before.get("encoding"), after.get("encoding"), uses)
        self._to.compare_texts(before, after, spot)
        self._schemas.compare(before.get("schema", {}), after.get("schema", {}), spot.down("schema"), uses)

    def _servers(self) -> None:
        old, new = _urls(self._to.before.data), _urls(self._to.after.data)
        spot = Spot("service", "servers", ("servers",), ("servers",))
        for url in sorted(set(old) - set(new)):
            self._to.emit("server-removed", spot, url, None)
        for url in sorted(set(new) - set(old)):
            self._to.emit("server-added", spot, None, url)


def _parameters(document: Document, operation: Operation) -> dict[tuple[str, str], Parameter]:
    shared = mapping(mapping(document.data.get("paths")).get(operation.path)).get("parameters")
    order = [name[1:-1] for name in _TEMPLATE.findall(operation.path)]
    found: dict[tuple[str, str], Parameter] = {}
    for values, location in (
        (shared, ("paths", operation.path)),
        (operation.value.get("parameters"), operation.location),
    ):
        for index, raw in enumerate(sequence(values)):
            value, at = document.resolve(raw, (*location, "parameters", index))
            name, where = text(value.get("name")), text(value.get("in"))
            if not name or not where:
                continue
            known = name.lower() if where == "header" else name
            # The wire knows only the position of a path parameter.
            known = str(order.index(name)) if where == "path" and name in order else known
            found[where, known] = Parameter((where, known), name, where, value, at, raw)
    return found


def object_parameters(
    document: Document, schema: Json, where: str, location: Location
) -> dict[tuple[str, str], Parameter]:
    """The members of an object schema as parameters, as bindings of a channel have them."""
    value, at = document.resolve(schema, location)
    required = sequence(value.get("required"))
    found: dict[tuple[str, str], Parameter] = {}
    for name, member in mapping(value.get("properties")).items():
        known = name.lower() if where == "header" else name
        inner = {"schema": member, "required": name in required, "deprecated": mapping(member).get("deprecated", False)}
        found[where, known] = Parameter((where, known), name, where, inner, (*at, "properties", name), None)
    return found


def section_of(name: str) -> Section:
    """The section that the changes of a kind of component are listed in."""
    return "schemas" if name == "schemas" else "shared"


def _credentials(value: Json) -> frozenset[str]:
    """The ways in, each as the names that it takes together."""
    ways = [" and ".join(sorted(mapping(way))) or "none at all" for way in sequence(value)]
    return frozenset(ways or ["none at all"])


def _names(value: Json) -> frozenset[str]:
    return frozenset(item for item in sequence(value) if isinstance(item, str))


def _urls(value: Mapping[str, Json]) -> list[str]:
    return [url for server in sequence(value.get("servers")) if (url := text(mapping(server).get("url")))]


def _nameless(parameter: Parameter) -> dict[str, Json]:
    """What a parameter is, apart from what it is called."""
    return {key: value for key, value in parameter.value.items() if key != "name"}


def _is_required(parameter: Mapping[str, Json]) -> bool:
    return parameter.get("required") is True
