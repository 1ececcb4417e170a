"""JSON Schema bundles for strangers: every error shape, and every message of every version.

A schema of a document refers to `#/components/schemas/...`, which no plain JSON Schema tool resolves. Here the same
schemas stand under `$defs`, without the rest of the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .placed import Json
from .ranges import METHODS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SCHEMAS = "#/components/schemas/"
_ONLY_OPENAPI = ("discriminator", "example", "xml", "externalDocs")

Documents = tuple[Json, Json]
"""The OpenAPI and the AsyncAPI document of one edition."""


def messages_bundle(editions: Mapping[str, Documents]) -> Json:
    """Messages of channels and events of streams, one embedded schema resource per version.

    `$defs/<version>/$defs/<channel>.<message>` is a message, `.../<operationId>.<event>` an event of a stream.
    """
    return {
        "$schema": DIALECT,
        "$id": "urn:contralto:schemas:messages",
        "title": "Messages of the sockets and events of the streams, by API version",
        "$defs": {name: _messages(name, documents) for name, documents in editions.items()},
    }


def _messages(name: str, documents: Documents) -> Json:
    entries: dict[str, Json] = {}
    used: dict[str, Json] = {}
    openapi, asyncapi = documents
    for document, found in ((asyncapi, _socket_messages(asyncapi)), (openapi, _stream_events(openapi))):
        for key, schema in found:
            entries[key] = _rewritten(schema)
            _collect(schema, document["components"].get("schemas", {}), used)
    return {
        "$id": f"urn:contralto:schemas:messages:{name}",
        "$defs": {**dict(sorted(entries.items())), **dict(sorted(used.items()))},
    }


def _socket_messages(asyncapi: Json) -> Iterator[tuple[str, Json]]:
    messages = asyncapi.get("components", {}).get("messages", {})
    for channel_name, channel in asyncapi.get("channels", {}).items():
        for key, reference in channel.get("messages", {}).items():
            message = messages[reference["$ref"].rsplit("/", 1)[-1]] if "$ref" in reference else reference
            if "payload" in message:
                yield f"{channel_name}.{key}", message["payload"]


def _stream_events(openapi: Json) -> Iterator[tuple[str, Json]]:
    schemas = openapi.get("components", {}).get("schemas", {})
    for operation in _operations(openapi):
        for response in operation.get("responses", {}).values():
            content = response.get("content", {}).get("text/event-stream", {})
            if "schema" not in content:
                continue
            name, schema = operation["operationId"], content["schema"]
            yield f"{name}.event", schema
            union = schemas.get(_name(schema), schema)
            for tag, target in union.get("discriminator", {}).get("mapping", {}).items():
                yield f"{name}.{tag}", {"$ref": target}


def errors_bundle(editions: Mapping[str, Documents]) -> Json:
    """Every shape of an error, each complete in itself.

    The newest shape has the bare name of its schema, an older or a dialect's one the edition as a prefix.
    """
    shapes: dict[str, Json] = {}
    for edition, documents in editions.items():
        for name, schema in _error_schemas(documents):
            if schema in [known for key, known in shapes.items() if key.rsplit(".", 1)[-1] == name]:
                continue
            shapes[f"{edition}.{name}" if name in shapes or not edition[0].isdigit() else name] = schema
    return {
        "$schema": DIALECT,
        "$id": "urn:contralto:schemas:errors",
        "title": "Error shapes of all API versions and dialects",
        "$defs": dict(sorted(shapes.items())),
    }


def _error_schemas(documents: Documents) -> Iterator[tuple[str, Json]]:
    openapi, asyncapi = documents
    found: dict[str, Json] = {}
    responses = openapi.get("components", {}).get("responses", {})
    schemas = openapi.get("components", {}).get("schemas", {})
    for operation in _operations(openapi):
        for status, response in operation.get("responses", {}).items():
            if status[0] not in "45":
                continue
            response = responses.get(_name(response), response)
            for content in response.get("content", {}).values():
                name = _name(content.get("schema", {}))
                if name in schemas:
                    found[name] = _inlined(schemas[name], schemas)
    for _, schema in _stream_events(openapi):
        if "Error" in _name(schema):
            found[_name(schema)] = _inlined(schemas[_name(schema)], schemas)
    schemas = asyncapi.get("components", {}).get("schemas", {})
    for key, schema in _socket_messages(asyncapi):
        if _name(schema) in schemas and ("error" in key.lower() or "Error" in _name(schema)):
            found[_name(schema)] = _inlined(schemas[_name(schema)], schemas)
    yield from found.items()


def _operations(openapi: Json) -> Iterator[dict[str, Any]]:
    for item in openapi.get("paths", {}).values():
        for method in METHODS:
            if method in item:
                yield item[method]


def _name(value: Json) -> str:
    return str(value.get("$ref", "")).rsplit("/", 1)[-1] if isinstance(value, dict) else ""


def _collect(value: Json, schemas: Json, used: dict[str, Json]) -> None:
    if isinstance(value, dict):
        name = str(value.get("$ref", ""))
        if name.startswith(_SCHEMAS):
            name = name.removeprefix(_SCHEMAS)
            if name in schemas and name not in used:
                used[name] = {}
                used[name] = _rewritten(schemas[name])
                _collect(schemas[name], schemas, used)
        for child in value.values():
            _collect(child, schemas, used)
    elif isinstance(value, list):
        for child in value:
            _collect(child, schemas, used)


def _rewritten(value: Json) -> Json:
    if isinstance(value, dict):
        return {
            key: child.replace(_SCHEMAS, "#/$defs/", 1) if _is_reference(key, child) else _rewritten(child)
            for key, child in value.items()
            if key not in _ONLY_OPENAPI or not _is_schema(value)
        }
    return [_rewritten(child) for child in value] if isinstance(value, list) else value


def _is_reference(key: str, value: Json) -> bool:
    return key == "$ref" and isinstance(value, str)


def _is_schema(value: dict[str, Any]) -> bool:
    """Told from a table of members, in which `example` may be the name of a member."""
    return any(isinstance(value.get(key), (str, list)) for key in ("type", "oneOf", "anyOf", "description", "$ref"))


def _inlined(value: Json, schemas: Json, inside: tuple[str, ...] = ()) -> Json:
    if isinstance(value, dict):
        name = str(value.get("$ref", "")).removeprefix(_SCHEMAS)
        if name in schemas and name not in inside:
            rest = {key: _inlined(child, schemas, inside) for key, child in value.items() if key != "$ref"}
            return {**_inlined(schemas[name], schemas, (*inside, name)), **rest}
        return {
            key: _inlined(child, schemas, inside)
            for key, child in value.items()
            if key not in _ONLY_OPENAPI or not _is_schema(value)
        }
    return [_inlined(child, schemas, inside) for child in value] if isinstance(value, list) else value
