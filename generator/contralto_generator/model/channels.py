"""Channels and event streams: which class each message is, and the state table as Python literals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openapi_python_client.parser.properties import ModelProperty
from openapi_python_client.strings import ClassName

from contralto_generator.model.endpoints import Parameter, spread
from contralto_generator.model.models import ModelViews, Origin
from contralto_generator.model.names import class_module, module_name, pascal, prose, sentence
from contralto_generator.model.operations import Operation
from contralto_generator.passes.messages import message_class
from contralto_generator.passes.normalise import resolve

#: What a context writes into its messages by itself; see `open_context` of the runtime.
_WRITTEN_BY_CONTEXT = frozenset({"transcript", "continue", "flush", "cancel"})
#: The event after which nothing follows, and the one that tells a failure: the same words on every channel of the API.
_TERMINAL = "done"
_ERROR = "error"


@dataclass(frozen=True, slots=True)
class Events:
    """The events of one stream or socket: alias, decoder, and tag, class and module of each event."""

    alias: str
    constant: str
    doc: str
    origin: str
    members: tuple[tuple[str, str, str], ...]
    terminal: tuple[str, ...]
    error: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel as a socket of the facade. `fixed` are the members that all messages of a context share."""

    name: str
    call: tuple[str, ...]
    address: str
    title: str
    description: str
    protocol: Mapping[str, Any]
    events: Events
    fixed: tuple[Parameter, ...]
    context_id: Parameter | None
    imports: tuple[tuple[str, str], ...]

    @property
    def table(self) -> str:
        """Name of the table in `protocol/tables.py`."""
        return module_name(self.name).upper()

    @property
    def module(self) -> str:
        """Module of the socket beside the resources."""
        return f"{module_name(self.name)}_socket"

    @property
    def socket(self) -> str:
        """Name of the socket class without `Async`."""
        return f"{pascal(self.name)}Socket"


def stream_events(operation: Operation, schemas: Mapping[str, Any], origin: str) -> Events:
    """The events of a `text/event-stream` answer."""
    branches = (operation.events or {}).get("oneOf") or (operation.events or {}).get("anyOf") or []
    names = [str(branch["$ref"]).rsplit("/", 1)[-1] for branch in branches if "$ref" in branch]
    alias = (
        str(ClassName(operation.schema_name, ""))
        if operation.schema_name
        else f"{pascal('_'.join(operation.call))}Event"
    )
    described = str((operation.events or {}).get("description", "")) or f"One event of `{operation.path}`."
    tags = [(_tag(schemas.get(name, {})), name) for name in names]
    return _events(alias, described, origin, tags)


def channels_of(
    asyncapi: Mapping[str, Any], models: Mapping[str, ModelProperty], views: ModelViews, origin: Origin
) -> list[Channel]:
    """The channels that have a state table, in the order of the document."""
    return [
        _channel(asyncapi, name, raw, models, views, origin(name))
        for name, raw in asyncapi.get("channels", {}).items()
        if "x-protocol" in raw
    ]


def _channel(
    asyncapi: Mapping[str, Any],
    name: str,
    raw: Mapping[str, Any],
    models: Mapping[str, ModelProperty],
    views: ModelViews,
    origin: str,
) -> Channel:
    protocol = raw["x-protocol"]
    classes = {key: _class_of_message(asyncapi, message) for key, message in raw.get("messages", {}).items()}
    tags = [
        (str(symbol["where"]["type"]), classes[symbol["message"]])
        for symbol in protocol["symbols"]["server"]
        if "type" in symbol.get("where", {})
    ]
    alias = f"{pascal(name)}SocketEvent"
    general = next((symbol for symbol in reversed(protocol["symbols"]["client"]) if not symbol.get("where")), None)
    body = models.get(classes[general["message"]]) if general is not None else None
    parameters, imports = spread(body, views) if body is not None else ((), ())
    instance = protocol["instance"]
    return Channel(
        name=name,
        call=tuple(str(raw.get("x-call") or f"{name}.connect").split(".")),
        address=str(raw.get("address", "")),
        title=str(raw.get("title") or name),
        description=str(raw.get("description", "")),
        protocol=protocol,
        events=_events(alias, f"One event of the socket `{raw.get('address', name)}`.", origin, tags),
        fixed=tuple(item for item in parameters if item.wire not in _WRITTEN_BY_CONTEXT | {instance}),
        context_id=next((item for item in parameters if item.wire == instance), None),
        imports=imports,
    )


def _events(alias: str, doc: str, origin: str, tags: list[tuple[str, str]]) -> Events:
    members = tuple(
        (tag, str(ClassName(name, "")), class_module(str(ClassName(name, "")))) for tag, name in tags if tag
    )
    known = {tag for tag, _, _ in members}
    return Events(
        alias=alias,
        constant=f"{class_module(alias).upper()}S",
        doc=prose(f"{sentence(doc)} Types that are not known here arrive as UnknownEvent."),
        origin=origin,
        members=members,
        terminal=tuple(tag for tag in (_TERMINAL,) if tag in known),
        error=tuple(tag for tag in (_ERROR,) if tag in known),
    )


def _tag(schema: Mapping[str, Any]) -> str:
    return str(schema.get("properties", {}).get("type", {}).get("const", ""))


def _class_of_message(asyncapi: Mapping[str, Any], message: Mapping[str, Any]) -> str:
    key = str(message.get("$ref", "")).rsplit("/", 1)[-1]
    return message_class(key, resolve(asyncapi, message))
