"""What people see of a client: its resources with their methods, its sockets and streams. Read, but not yet written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contralto_generator.document import Document
from contralto_generator.emit.http import Http, read_http
from contralto_generator.model.channels import Channel, channels_of
from contralto_generator.model.events import Events, stream_events
from contralto_generator.model.facade import Resource, resources_of
from contralto_generator.model.names import module_name
from contralto_generator.model.operations import Operation, operations_of
from contralto_generator.passes.normalise import Normalised, normalise
from contralto_generator.problems import GeneratorError


@dataclass(frozen=True, slots=True)
class Surface:
    """Resources, parents before children; channels; and the events of each event stream by operation id."""

    resources: Sequence[Resource]
    channels: Sequence[Channel]
    streams: Mapping[str, Events]


def surface_of(document: Document, normalised: Normalised, operations: Sequence[Operation], http: Http) -> Surface:
    """The surface of a document that has been read."""
    schemas = normalised.document["components"]["schemas"]
    streams = {
        operation.id: stream_events(operation, schemas, document.origin(operation.path))
        for operation in operations
        if operation.kind == "events"
    }
    channels = channels_of(document.asyncapi or {}, schemas, http.model_properties, http.models, document.origin)
    descriptions = {
        module_name(str(tag["name"])): str(tag.get("description", "")) for tag in document.openapi.get("tags", ())
    }
    # The words on groups stand by their path, those on tags by name; a group of one name is the same thing.
    descriptions |= {
        str(group["name"]).replace(".", "_"): str(group["description"])
        for group in document.openapi.get("x-groups", ())
    }
    origins = {operation.path: document.origin(operation.path) for operation in operations}
    resources = resources_of(http.endpoints.values(), channels, streams, descriptions, origins, http.classes)
    return Surface(resources, channels, streams)


def read_surface(document: Document) -> Surface:
    """The surface of a document. Raises GeneratorError if it cannot be read."""
    operations = operations_of(document.openapi)
    normalised = normalise(document.openapi, document.asyncapi)
    http = read_http(document, normalised, operations)
    if not isinstance(http, Http):
        raise GeneratorError(f"the document cannot be read: {http.header}: {http.detail or ''}")
    return surface_of(document, normalised, operations, http)
