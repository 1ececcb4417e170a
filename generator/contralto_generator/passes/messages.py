"""Schemas of an AsyncAPI document, for the component schemas of the OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from contralto_generator.passes.schemas import class_name

Frame = Literal["json", "text", "binary"]


def message_schemas(asyncapi: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Name and schema of everything that a message of the channels can carry, in the document's order."""
    components = asyncapi.get("components", {})
    yield from components.get("schemas", {}).items()
    for name, message in components.get("messages", {}).items():
        payload = payload_of(message)
        if "$ref" not in payload and frame_of(asyncapi, message) == "json":
            yield message_class(name, message), payload


def frame_of(asyncapi: Mapping[str, Any], message: Mapping[str, Any]) -> Frame:
    """What a message is on the wire: a JSON object, a bare word, or bytes."""
    media = str(message.get("contentType") or asyncapi.get("defaultContentType") or "application/json")
    essence = media.split(";")[0].strip().lower()
    if essence == "application/json" or essence.endswith("+json"):
        return "json"
    return "text" if essence.startswith("text/") else "binary"


def payload_of(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """The payload schema of a message, out of its multi-format wrapping if it has one."""
    payload: Mapping[str, Any] = message.get("payload", {})
    return payload.get("schema", payload) if "schemaFormat" in payload else payload


def message_class(name: str, message: Mapping[str, Any]) -> str:
    """The class that stands for a message: what its payload refers to, else its title, else its key."""
    reference = payload_of(message).get("$ref")
    if isinstance(reference, str):
        return reference.rsplit("/", 1)[-1]
    return class_name(str(message.get("title") or name))


def message_classes(asyncapi: Mapping[str, Any]) -> list[str]:
    """The classes of all messages."""
    return [
        message_class(name, message)
        for name, message in asyncapi.get("components", {}).get("messages", {}).items()
        if frame_of(asyncapi, message) == "json"
    ]
