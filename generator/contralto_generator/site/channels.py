"""One AsyncAPI document as what the page of its sockets shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contralto_spec import FactSource

from .diagram import Diagram, diagram
from .markup import shown_json
from .schemas import Member, SchemaView, Word, members, phrase, schema_name, schema_view
from .states import StateTable, state_table

Document = Mapping[str, Any]
Sources = Mapping[str, FactSource]

# AsyncAPI speaks from the side of the one who uses the document, here the client.
_SENDER = {"send": "client", "receive": "service"}


@dataclass(frozen=True, slots=True)
class Example:
    """One message as it may stand on the wire, set out over several lines."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message of a channel. `sender`: client or service. `content_type`: empty for JSON."""

    key: str
    title: str
    summary: str
    sender: str
    payload: tuple[Word, ...]
    content_type: str
    examples: tuple[Example, ...]
    sources: tuple[FactSource, ...]


@dataclass(frozen=True, slots=True)
class LimitView:
    """A limit of the channel: its values by name, in the words of the document."""

    name: str
    values: tuple[tuple[str, str], ...]
    note: str
    sources: tuple[FactSource, ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """A state table with its picture. `key`: unique on the page; `name`: empty for the table of the channel itself."""

    key: str
    name: str
    table: StateTable
    diagram: Diagram


@dataclass(frozen=True, slots=True)
class ChannelView:
    """One channel: how to open it, what it says, and the life of what it carries."""

    key: str
    title: str
    description: str
    urls: tuple[str, ...]
    query: tuple[Member, ...]
    headers: tuple[Member, ...]
    limits: tuple[LimitView, ...]
    messages: tuple[MessageView, ...]
    tables: tuple[TableView, ...]


def channel_views(document: Document, sources: Sources) -> tuple[ChannelView, ...]:
    """Every channel of the document, in its order."""
    return tuple(_channel(document, key, channel, sources) for key, channel in document["channels"].items())


def schema_views(document: Document) -> tuple[SchemaView, ...]:
    """Every named schema of the document, by name."""
    schemas = document["components"].get("schemas", {})
    return tuple(schema_view(name, schemas[name]) for name in sorted(schemas))


def _channel(document: Document, key: str, channel: Document, sources: Sources) -> ChannelView:
    binding = channel.get("bindings", {}).get("ws", {})
    return ChannelView(
        key=key,
        title=channel["title"],
        description=channel.get("description", ""),
        urls=tuple(_urls(document, channel)),
        query=members(binding.get("query", {})),
        headers=members(binding.get("headers", {})),
        limits=tuple(_limit(name, limit, sources) for name, limit in channel.get("x-limits", {}).items()),
        messages=tuple(_messages(document, key, channel, sources)),
        tables=tuple(_tables(key, channel, sources)),
    )


def _tables(key: str, channel: Document, sources: Sources) -> Iterator[TableView]:
    whole = {"": channel["x-protocol"]} if "x-protocol" in channel else {}
    for name, protocol in {**whole, **channel.get("x-protocol-parts", {})}.items():
        table = state_table(protocol, sources)
        yield TableView(f"{key}-{name}" if name else key, name, table, diagram(table))


def _urls(document: Document, channel: Document) -> Iterator[str]:
    for reference in channel.get("servers", ()):
        server = document["servers"][schema_name(reference["$ref"])]
        yield f"{server['protocol']}://{server['host']}{server.get('pathname', '')}{channel['address']}"


def _messages(document: Document, key: str, channel: Document, sources: Sources) -> Iterator[MessageView]:
    senders = {
        reference["$ref"]: _SENDER[operation["action"]]
        for operation in document["operations"].values()
        for reference in operation["messages"]
    }
    for name, reference in channel["messages"].items():
        message = document["components"]["messages"][schema_name(reference["$ref"])]
        yield MessageView(
            key=name,
            title=message["title"],
            summary=message.get("summary", ""),
            sender=senders[f"#/channels/{key}/messages/{name}"],
            payload=phrase(message["payload"]),
            content_type=message.get("contentType", ""),
            examples=tuple(
                Example(example["name"], shown_json(example["payload"])) for example in message.get("examples", ())
            ),
            sources=tuple(sources[source] for source in message.get("x-sources", ())),
        )


def _limit(name: str, limit: Document, sources: Sources) -> LimitView:
    values = tuple((member, str(value)) for member, value in limit.items() if member not in {"sources", "note"})
    return LimitView(name, values, limit.get("note", ""), tuple(sources[key] for key in limit.get("sources", ())))
