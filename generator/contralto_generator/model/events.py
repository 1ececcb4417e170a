"""The events of a stream or socket: their classes, and how a message tells which of them it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from openapi_python_client.strings import ClassName

from contralto_generator.model.names import class_module, pascal, prose, sentence
from contralto_generator.model.operations import Operation

#: The event after which nothing follows, and the one that tells a failure: the same words on every channel of the API.
_TERMINAL = "done"
_ERROR = "error"
_USUAL_TAG = "type"


@dataclass(frozen=True, slots=True)
class EventClass:
    """One kind of event. `tag` is the value of the tag that tells it, None if it has none; `where` and `required` tell
    it then. Events of one tag are told apart by their members.
    """

    tag: str | None
    name: str
    where: tuple[tuple[str, object], ...]
    required: tuple[str, ...]

    @property
    def module(self) -> str:
        """Module of the class."""
        return class_module(self.name)


@dataclass(frozen=True, slots=True)
class Events:
    """The events of one stream or socket: alias of their union, name of their decoder, tag, and classes.

    `binary`: audio in binary frames is among them.
    """

    alias: str
    doc: str
    origin: str
    tag: str
    classes: tuple[EventClass, ...]
    terminal: tuple[str, ...]
    error: tuple[str, ...]
    binary: bool = False

    @property
    def constant(self) -> str:
        """Name of the decoder."""
        return f"{class_module(self.alias).upper()}S"

    @property
    def module(self) -> str:
        """Module under `events/`."""
        return class_module(self.alias)

    @property
    def tagged(self) -> tuple[tuple[str, tuple[EventClass, ...]], ...]:
        """The classes of each tag."""
        tags = dict.fromkeys(item.tag for item in self.classes if item.tag is not None)
        return tuple((tag, tuple(item for item in self.classes if item.tag == tag)) for tag in tags)

    @property
    def shapes(self) -> tuple[EventClass, ...]:
        """The classes without a tag, those that ask for most first."""
        untagged = [item for item in self.classes if item.tag is None]
        return tuple(sorted(untagged, key=lambda item: -len(item.where) - len(item.required)))

    @property
    def union(self) -> str:
        """The alias spelt out."""
        names = dict.fromkeys(item.name for item in self.classes)
        return " | ".join([*names, *(["bytes"] if self.binary else []), "UnknownEvent"])


def stream_events(operation: Operation, schemas: Mapping[str, Any], origin: str) -> Events:
    """The events of a `text/event-stream` answer."""
    branches = (operation.events or {}).get("oneOf") or (operation.events or {}).get("anyOf") or []
    names = [str(branch["$ref"]).rsplit("/", 1)[-1] for branch in branches if "$ref" in branch]
    if not branches and operation.schema_name:
        names = [operation.schema_name]
    alias = (
        str(ClassName(operation.schema_name, ""))
        if operation.schema_name and branches
        else f"{pascal('_'.join(operation.call))}Event"
    )
    described = str((operation.events or {}).get("description", "")) or f"One event of `{operation.path}`."
    return events_of(alias, described, origin, names, schemas)


def events_of(
    alias: str, doc: str, origin: str, names: Iterable[str], schemas: Mapping[str, Any], *, binary: bool = False
) -> Events:
    """The events that these components describe."""
    unique = list(dict.fromkeys(names))
    constants = {name: constant_members(schemas, name) for name in unique}
    counts = Counter(
        member for values in constants.values() for member, value in values.items() if isinstance(value, str)
    )
    tag = max(counts, key=lambda member: (counts[member], member == _USUAL_TAG), default=_USUAL_TAG)
    classes = []
    for name in unique:
        values = constants[name]
        value = values.get(tag)
        classes.append(
            EventClass(
                tag=value if isinstance(value, str) else None,
                name=str(ClassName(name, "")),
                where=tuple((key, item) for key, item in values.items() if isinstance(item, bool | str) and key != tag),
                required=_required(schemas, name),
            )
        )
    tags = {item.tag for item in classes}
    untagged = [item for item in classes if item.tag is None]
    return Events(
        alias=alias,
        doc=prose(f"{sentence(doc)} Types that are not known here arrive as UnknownEvent."),
        origin=origin,
        tag=tag,
        classes=tuple(classes),
        terminal=(
            *((_TERMINAL,) if _TERMINAL in tags else ()),
            *(item.name for item in untagged if (_TERMINAL, True) in item.where),
        ),
        error=(
            *((_ERROR,) if _ERROR in tags else ()),
            *(item.name for item in untagged if _ERROR in item.required),
        ),
        binary=binary,
    )


def constant_members(schemas: Mapping[str, Any], name: str) -> dict[str, object]:
    """The members of a component that can have one value only, and that value."""
    schema = schemas.get(name, {})
    found: dict[str, object] = {}
    for part in schema.get("allOf", ()):
        reference = str(part.get("$ref", "")).rsplit("/", 1)[-1]
        found |= constant_members(schemas, reference) if reference else _own_constants(part)
    return found | _own_constants(schema)


def _own_constants(schema: Mapping[str, Any]) -> dict[str, object]:
    return {
        key: member["const"]
        for key, member in schema.get("properties", {}).items()
        if isinstance(member, Mapping) and "const" in member
    }


def _required(schemas: Mapping[str, Any], name: str) -> tuple[str, ...]:
    schema = schemas.get(name, {})
    found = [str(key) for key in schema.get("required", ())]
    for part in schema.get("allOf", ()):
        reference = str(part.get("$ref", "")).rsplit("/", 1)[-1]
        found += _required(schemas, reference) if reference else [str(key) for key in part.get("required", ())]
    return tuple(dict.fromkeys(found))
