"""Channels: which class each message is, what opens a socket, and what each side may say.

A channel whose messages belong to contexts of speech gets a socket of contexts, every other one a plain socket with a
method for each kind of message of the client.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from openapi_python_client.parser.properties import ModelProperty
from openapi_python_client.strings import ClassName

from contralto_generator.model.endpoints import Parameter, spread
from contralto_generator.model.events import Events, constant_members, events_of
from contralto_generator.model.models import ModelViews, Origin
from contralto_generator.model.names import member_name, module_name, pascal, sentence
from contralto_generator.model.speaking import Speaking, audio_path, call, openers, remembered, transcription
from contralto_generator.model.types import literal as const_literal
from contralto_generator.passes.messages import frame_of, message_class, payload_of
from contralto_generator.passes.normalise import channel_query, resolve

#: What a context writes into its messages by itself; see `open_context` of the runtime.
_WRITTEN_BY_CONTEXT = frozenset({"transcript", "continue", "flush", "cancel"})
_NEEDED_BY_CONTEXT = frozenset({"transcript", "continue"})
_SOCKET = "socket"
_CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Sender:
    """One kind of message of the client as a method of the socket.

    `key` is that of the message in the channel. `members` are those of a JSON object, constants included, `arguments`
    what the caller gives; `what` is the expression of a message of another kind.
    """

    key: str
    name: str
    doc: str
    members: tuple[Parameter, ...]
    arguments: tuple[Parameter, ...]
    what: str


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel as a socket of the facade.

    `fixed` are the members that all messages of a context share; None if the channel has no contexts, and then
    `senders` are its methods and `speaking` what it is built on. `path` is the address as the inside of a string
    literal, an f-string if there are `address_arguments`.
    """

    name: str
    call: tuple[str, ...]
    address: str
    path: str
    title: str
    description: str
    protocols: tuple[tuple[str, Mapping[str, Any]], ...]
    events: Events
    fixed: tuple[Parameter, ...] | None
    senders: tuple[Sender, ...]
    speaking: Speaking
    address_arguments: tuple[Parameter, ...]
    query: tuple[Parameter, ...]
    imports: tuple[tuple[str, str], ...]
    query_imports: tuple[tuple[str, str], ...]

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables in `protocol/tables.py`, that of the whole channel first."""
        return tuple(name for name, _ in self.protocols)

    @property
    def module(self) -> str:
        """Module of the socket beside the resources."""
        return f"{module_name(self.name)}_socket"

    @property
    def socket(self) -> str:
        """Name of the socket class without `Async`."""
        return f"{pascal(self.name)}Socket"

    @property
    def query_pairs(self) -> str:
        """The parameters of the query as pairs of name and value."""
        return ", ".join(f'("{argument.wire}", {argument.value})' for argument in self.query)


def channels_of(
    asyncapi: Mapping[str, Any],
    schemas: Mapping[str, Any],
    models: Mapping[str, ModelProperty],
    views: ModelViews,
    origin: Origin,
) -> list[Channel]:
    """The channels that have a state table, in the order of the document; `schemas` are the plain components."""
    return [
        _Reader(asyncapi, schemas, models, views).channel(name, raw, origin(name))
        for name, raw in asyncapi.get("channels", {}).items()
        if "x-protocol" in raw
    ]


@dataclass(frozen=True, slots=True)
class _Reader:
    asyncapi: Mapping[str, Any]
    schemas: Mapping[str, Any]
    models: Mapping[str, ModelProperty]
    views: ModelViews

    def channel(self, name: str, raw: Mapping[str, Any], origin: str) -> Channel:
        table = module_name(name).upper()
        parts = raw.get("x-protocol-parts") or {}
        protocols = (
            (table, raw["x-protocol"]),
            *((f"{table}_{module_name(key).upper()}", parts[key]) for key in parts),
        )
        sent, received = (self._messages(name, raw, party) for party in ("client", "server"))
        address = str(raw.get("address") or f"/{name}")
        fixed, imports = self._fixed(raw["x-protocol"], sent)
        senders: tuple[Sender, ...] = ()
        query, query_imports = self._spread(channel_query(name))
        speaking = Speaking()
        if fixed is None:
            kept = self._remembered(raw["x-protocol"], sent, received)
            senders, imports = self._senders(sent, kept)
            speaking = self._speaking(senders, sent, received, {item.wire for item in query}, kept)
        arguments = self._address_arguments(raw, address)
        taken = {argument.name for argument in arguments} | {"options"}
        return Channel(
            name=name,
            call=tuple(str(raw.get("x-call") or f"{name}.connect").split(".")),
            address=address,
            path=re.sub(r"\{([^}]+)\}", lambda found: f"{{path_segment({member_name(found[1])})}}", address),
            title=str(raw.get("title") or name),
            description=str(raw.get("description", "")),
            protocols=protocols,
            events=events_of(
                f"{pascal(name)}SocketEvent",
                f"One event of the socket `{address}`.",
                origin,
                [self._class(message) for message in received.values() if self._frame(message) == "json"],
                self.schemas,
                binary=any(self._frame(message) == "binary" for message in received.values()),
            ),
            fixed=fixed,
            senders=senders,
            speaking=speaking,
            address_arguments=arguments,
            query=tuple(replace(item, name=f"{item.name}_") if item.name in taken else item for item in query),
            imports=imports,
            query_imports=query_imports,
        )

    def _messages(self, name: str, raw: Mapping[str, Any], party: str) -> dict[str, Mapping[str, Any]]:
        """The messages of a party by key: those of its operations, else those that the state table names."""
        action = "send" if party == "client" else "receive"
        keys = [
            str(message.get("$ref", "")).rsplit("/", 1)[-1]
            for operation in self.asyncapi.get("operations", {}).values()
            if operation.get("action") == action and operation["channel"].get("$ref") == f"#/channels/{name}"
            for message in operation.get("messages", ())
        ]
        keys += [symbol["message"] for symbol in raw["x-protocol"]["symbols"][party] if "message" in symbol]
        messages = raw.get("messages", {})
        return {key: messages[key] for key in dict.fromkeys(keys) if key in messages}

    def _class(self, message: Mapping[str, Any]) -> str:
        """The component that describes a message."""
        return message_class(str(message.get("$ref", "")).rsplit("/", 1)[-1], resolve(self.asyncapi, message))

    def _frame(self, message: Mapping[str, Any]) -> str:
        return frame_of(self.asyncapi, resolve(self.asyncapi, message))

    def _fixed(
        self, protocol: Mapping[str, Any], sent: Mapping[str, Mapping[str, Any]]
    ) -> tuple[tuple[Parameter, ...] | None, tuple[tuple[str, str], ...]]:
        """What the messages of a context share, None if there are no contexts."""
        instance = protocol["instance"]
        general = next((symbol for symbol in reversed(protocol["symbols"]["client"]) if not symbol.get("where")), None)
        if instance == _SOCKET or general is None or general.get("message") not in sent:
            return None, ()
        parameters, imports = self._spread(self._class(sent[general["message"]]))
        if not {parameter.wire for parameter in parameters} >= _NEEDED_BY_CONTEXT | {instance}:
            return None, ()
        return tuple(item for item in parameters if item.wire not in _WRITTEN_BY_CONTEXT | {instance}), imports

    def _remembered(
        self,
        protocol: Mapping[str, Any],
        sent: Mapping[str, Mapping[str, Any]],
        received: Mapping[str, Mapping[str, Any]],
    ) -> tuple[str, ...]:
        first = openers(protocol)
        return remembered(
            self.schemas,
            [self._class(message) for key, message in sent.items() if key in first],
            [self._class(message) for key, message in sent.items() if key not in first],
            [self._class(message) for message in received.values()],
        )

    def _speaking(
        self,
        senders: tuple[Sender, ...],
        sent: Mapping[str, Mapping[str, Any]],
        received: Mapping[str, Mapping[str, Any]],
        query: Collection[str],
        kept: tuple[str, ...],
    ) -> Speaking:
        """What the socket is built on."""
        names = {sender.name for sender in senders}
        if "send_audio" in names:
            found = transcription(query, self._end(senders, sent))
            return found or Speaking()
        for sender in senders:
            path = audio_path(self.schemas, self._class(sent[sender.key])) if sender.members else ()
            if path:
                components = [self._class(message) for message in (*sent.values(), *received.values())]
                constants = [constant_members(self.schemas, component) for component in components]
                tags = {value for values in constants for value in values.values() if isinstance(value, str)}
                return call(sender.name, path, tags, kept)
        return Speaking()

    def _end(self, senders: tuple[Sender, ...], sent: Mapping[str, Mapping[str, Any]]) -> str:
        """The method that sends the message `close`, in the word that the document prefers; empty if there is none."""
        names = [sender.name for sender in senders if sender.key == _CLOSE]
        if not names:
            return ""
        payload = resolve(self.asyncapi, payload_of(resolve(self.asyncapi, sent[_CLOSE])))
        preferred = f"send_{module_name(str(payload.get('default', '')))}"
        return preferred if preferred in names else names[0]

    def _senders(
        self, sent: Mapping[str, Mapping[str, Any]], kept: tuple[str, ...]
    ) -> tuple[tuple[Sender, ...], tuple[tuple[str, str], ...]]:
        senders: dict[str, Sender] = {}
        imports: set[tuple[str, str]] = set()
        for key, message in sent.items():
            found, needed = self._sender(key, message, kept)
            imports |= set(needed)
            for sender in found:
                name = sender.name if sender.name not in senders else f"send_{module_name(key)}"
                senders[name] = replace(sender, name=name)
        return tuple(senders.values()), tuple(sorted(imports))

    def _sender(
        self, key: str, message: Mapping[str, Any], kept: tuple[str, ...]
    ) -> tuple[list[Sender], tuple[tuple[str, str], ...]]:
        resolved = resolve(self.asyncapi, message)
        words = str(resolved.get("summary") or resolved.get("title") or f"Sends `{key}`.")
        frame = self._frame(message)
        if frame == "binary":
            audio = Parameter("audio", "", "body", "bytes", True, "", "audio")
            return [Sender(key, "send_audio", sentence(words), (), (audio,), "audio")], ()
        if frame == "text":
            payload = resolve(self.asyncapi, payload_of(resolved))
            values = payload.get("enum") or ([payload["const"]] if "const" in payload else [])
            return [
                Sender(key, f"send_{module_name(str(value))}", sentence(words), (), (), f'"{value}"')
                for value in values
            ], ()
        component = self._class(message)
        parameters, imports = self._spread(component)
        parameters = tuple(_repeated(item) if item.wire in kept and item.required else item for item in parameters)
        constants = constant_members(self.schemas, component)
        tag = next((value for value in constants.values() if isinstance(value, str)), key)
        members = tuple(
            replace(item, name=const_literal(constants[item.wire]), required=True)
            if item.wire in constants
            else replace(item, name=item.value, required=True)
            if item.wire in kept and item.value != item.name
            else item
            for item in parameters
        )
        arguments = tuple(item for item in parameters if item.wire not in constants)
        return [Sender(key, f"send_{module_name(tag)}", sentence(words), members, arguments, "")], imports

    def _spread(self, component: str) -> tuple[tuple[Parameter, ...], tuple[tuple[str, str], ...]]:
        body = self.models.get(str(ClassName(component, "")))
        return spread(body, self.views) if body is not None else ((), ())

    def _address_arguments(self, raw: Mapping[str, Any], address: str) -> tuple[Parameter, ...]:
        described = raw.get("parameters", {})
        return tuple(
            Parameter(
                name=member_name(wire),
                wire=wire,
                place="path",
                type="str",
                required=True,
                doc=str(resolve(self.asyncapi, described.get(wire, {})).get("description", "")),
                value=member_name(wire),
            )
            for wire in re.findall(r"\{([^}]+)\}", address)
        )


def _repeated(member: Parameter) -> Parameter:
    """A member that the socket knows by itself, as an argument that may be left out."""
    return replace(
        member,
        type=f"{member.type} | None",
        required=False,
        doc=f"{member.doc} As the service named it, if it is left out.".strip(),
        value=f'self._known("{member.wire}", {member.name})',
    )
