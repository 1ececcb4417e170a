"""The document as the model generator can read it.

openapi-python-client drops or refuses some of what a voice API says: boolean sub-schemas, path items behind a
reference, audio and event streams as answers, security at the root, enumerations that may be null. This pass rewrites
a copy so that nothing is lost; the published document is never touched. Answers other than success are left out,
because one error hierarchy serves all operations; so are the headers that the client itself sets. A form is read as if
it were a JSON object, and so are the query parameters of a channel: what counts here is their members.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contralto_generator.passes.messages import message_classes, message_schemas
from contralto_generator.passes.schemas import Hoist, Schema, class_name
from contralto_spec.ranges import METHODS

_JSON = "application/json"
_FORM = "multipart/form-data"
_BYTES = "application/octet-stream"
_VERSION_HEADER = "cartesia-version"
_CLIENTS_OWN_QUERY = frozenset({"cartesia_version", "api_key", "access_token"})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the document says twice or not at all: JSON pointer, stable code, sentence."""

    pointer: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Normalised:
    """The rewritten document, what was found on the way, and the component or path of each schema that got a name.

    `arguments` are the components that only list arguments, of a form or a channel's query: they become no classes.
    """

    document: dict[str, Any]
    findings: tuple[Finding, ...]
    inside: Mapping[str, str]
    arguments: frozenset[str]


def normalise(openapi: Mapping[str, Any], asyncapi: Mapping[str, Any] | None = None) -> Normalised:
    """OpenAPI 3.1 document with the schemas of the channels' messages added, in plain forms only."""
    source = copy.deepcopy(dict(openapi))
    findings: list[Finding] = []
    components = source.get("components", {})
    named = [*components.get("schemas", {}).items(), *message_schemas(asyncapi or {})]
    hoist = Hoist(dict(named), lambda pointer, code, message: findings.append(Finding(pointer, code, message)))
    for name, schema in named:
        hoist.add(name, schema)
    queries = dict(_queries(asyncapi or {}))
    for name, schema in queries.items():
        hoist.add(name, schema)
    own_headers = _own_headers(components)
    paths: dict[str, Any] = {}
    for path, item in source.get("paths", {}).items():
        hoist.enter(path)
        paths[path] = _path_item(source, item, own_headers, hoist)
    payloads = []
    for path, item in source.get("webhooks", {}).items():
        hoist.enter(path)
        payloads.append(_path_item(source, item, own_headers, hoist))
    document = {
        "openapi": "3.1.0",
        "info": {key: source.get("info", {}).get(key, "") for key in ("title", "version")},
        "paths": paths,
        "components": {"schemas": hoist.components},
    }
    _prune(document, [*references([*_streams(openapi), *payloads]), *message_classes(asyncapi or {}), *queries])
    return Normalised(document, tuple(findings), hoist.inside, _arguments(openapi, document, queries))


def resolve(document: Mapping[str, Any], node: Any) -> Any:
    """The node itself, or what it refers to inside the document."""
    while isinstance(node, Mapping) and isinstance(node.get("$ref"), str) and node["$ref"].startswith("#/"):
        target: Any = document
        for part in node["$ref"][2:].split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def _own_headers(components: Mapping[str, Any]) -> frozenset[str]:
    """Headers that belong to the client: the version, and whatever carries the credential."""
    schemes = components.get("securitySchemes", {}).values()
    keys = {scheme["name"].lower() for scheme in schemes if scheme.get("in") == "header" and "name" in scheme}
    return frozenset({_VERSION_HEADER, "authorization"} | keys)


def channel_query(name: str) -> str:
    """The component that lists the query parameters of a channel."""
    return class_name(f"{name}_connect_query")


def _queries(asyncapi: Mapping[str, Any]) -> Iterator[tuple[str, Schema]]:
    """Component name and schema of the query parameters of each channel, without those that the client itself sets."""
    for name, channel in asyncapi.get("channels", {}).items():
        query = resolve(asyncapi, channel.get("bindings", {}).get("ws", {}).get("query", {}))
        members = {key: value for key, value in query.get("properties", {}).items() if key not in _CLIENTS_OWN_QUERY}
        if members:
            required = [key for key in query.get("required", ()) if key in members]
            yield channel_query(name), {"type": "object", "properties": members, "required": required}


def _arguments(openapi: Mapping[str, Any], document: Mapping[str, Any], queries: Iterable[str]) -> frozenset[str]:
    """Components that are bodies of forms, or queries of channels, and nothing else."""
    paths = document["paths"]
    forms: set[str] = set()
    others = references(document["components"])
    for path, item in openapi.get("paths", {}).items():
        for method in METHODS:
            plain = paths[path].get(method, {})
            body = plain.get("requestBody", {})
            rest = {key: value for key, value in plain.items() if key != "requestBody"}
            if method in resolve(openapi, item) and is_form(openapi, resolve(openapi, item)[method]):
                forms.update(references(body))
                others += references(rest)
            else:
                others += references(plain)
    return frozenset(forms | set(queries)) - frozenset(others)


def is_form(document: Mapping[str, Any], operation: Mapping[str, Any]) -> bool:
    """Whether the body of an operation is a form with files; JSON is preferred where both are taken."""
    kinds = [_media_type(media) for media in resolve(document, operation.get("requestBody", {})).get("content", {})]
    return _FORM in kinds and _JSON not in kinds


def _prune(document: dict[str, Any], roots: list[str]) -> None:
    """Drops the schemas that no operation, no message and none of the roots reaches, such as those of error answers."""
    schemas = document["components"]["schemas"]
    reached: set[str] = set()
    waiting = [*references(document["paths"]), *roots]
    while waiting:
        name = waiting.pop()
        if name in schemas and name not in reached:
            reached.add(name)
            waiting += references(schemas[name])
    document["components"]["schemas"] = {name: schema for name, schema in schemas.items() if name in reached}


def references(node: Any) -> list[str]:
    """Names of the component schemas that something refers to."""
    if isinstance(node, Mapping):
        own = [str(node["$ref"]).rsplit("/", 1)[-1]] if isinstance(node.get("$ref"), str) else []
        return own + [name for value in node.values() for name in references(value)]
    return [name for item in node for name in references(item)] if isinstance(node, (list, tuple)) else []


def _streams(openapi: Mapping[str, Any]) -> Iterator[Any]:
    """The schemas of events in answers that are streams."""
    for item in openapi.get("paths", {}).values():
        for operation in resolve(openapi, item).values():
            for response in operation.get("responses", {}).values() if isinstance(operation, Mapping) else ():
                yield resolve(openapi, response).get("content", {}).get("text/event-stream", {}).get("schema", {})


def _path_item(document: dict[str, Any], item: Any, own_headers: frozenset[str], hoist: Hoist) -> dict[str, Any]:
    item = resolve(document, item)
    shared = [resolve(document, parameter) for parameter in item.get("parameters", ())]
    return {
        method: _operation(document, item[method], shared, own_headers, hoist) for method in METHODS if method in item
    }


def _operation(
    document: dict[str, Any], operation: dict[str, Any], shared: list[Any], own_headers: frozenset[str], hoist: Hoist
) -> dict[str, Any]:
    name = operation.get("operationId", "")
    plain: dict[str, Any] = {
        key: operation[key] for key in ("operationId", "tags", "summary", "description") if key in operation
    }
    own = [resolve(document, parameter) for parameter in operation.get("parameters", ())]
    taken = {(parameter["name"], parameter["in"]) for parameter in own}
    parameters = own + [parameter for parameter in shared if (parameter["name"], parameter["in"]) not in taken]
    plain["parameters"] = [
        _parameter(parameter, name, hoist)
        for parameter in parameters
        if not (parameter["in"] == "header" and parameter["name"].lower() in own_headers)
    ]
    if "requestBody" in operation:
        plain["requestBody"] = _request_body(resolve(document, operation["requestBody"]), name, hoist)
    plain["responses"] = {
        status: _response(resolve(document, response), name, hoist)
        for status, response in operation.get("responses", {}).items()
        if str(status).startswith("2")
    }
    return plain


def _parameter(parameter: Mapping[str, Any], name: str, hoist: Hoist) -> dict[str, Any]:
    plain = {key: parameter[key] for key in ("name", "in", "required", "description", "deprecated") if key in parameter}
    plain["schema"] = hoist.simplify(parameter.get("schema", {}), f"{name}_{parameter['name']}")
    note = plain["schema"].get("description")
    if note and "description" in plain and note != plain["description"]:
        plain["description"] = f"{plain['description'].rstrip('.')}. {note}"
    elif note:
        plain["description"] = note
    return plain


def _request_body(body: Mapping[str, Any], name: str, hoist: Hoist) -> dict[str, Any]:
    """JSON if the operation takes it, else a form as if it were JSON; what is neither is a problem found elsewhere."""
    kinds = {_media_type(media): value for media, value in reversed(body.get("content", {}).items())}
    value = kinds.get(_JSON, kinds.get(_FORM))
    schema = {} if value is None else hoist.simplify(value.get("schema", {}), f"{name}_body")
    return {"required": body.get("required", False), "content": {_JSON: {"schema": schema}}}


def _response(response: Mapping[str, Any], name: str, hoist: Hoist) -> dict[str, Any]:
    content = response.get("content", {})
    json_media = next((media for media in content if _media_type(media) == _JSON), None)
    if json_media is not None:
        schema = hoist.simplify(content[json_media].get("schema", {}), f"{name}_response")
        return {"description": "", "content": {_JSON: {"schema": schema}}}
    if content:
        return {"description": "", "content": {_BYTES: {"schema": {"type": "string", "format": "binary"}}}}
    return {"description": ""}


def _media_type(media: str) -> str:
    """One of the three kinds of body that the generator tells apart."""
    essence = media.split(";")[0].strip().lower()
    if essence == _JSON or essence.endswith("+json"):
        return _JSON
    return _FORM if essence == _FORM else _BYTES
