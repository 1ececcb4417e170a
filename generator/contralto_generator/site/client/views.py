"""Resources and methods of the client as their pages show them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contralto_generator.model.endpoints import Parameter
from contralto_generator.model.events import Events
from contralto_generator.model.facade import Method, Resource
from contralto_generator.model.names import sentence
from contralto_generator.passes.unasync import RULES
from contralto_generator.site.markup import shown_json
from contralto_generator.surface import Surface

from .code import Examples
from .examples import Calls

#: The verbs that a page begins with; other methods follow in the order of the document.
_FIRST = ("bytes", "sse", "connect", "list", "create", "clone", "get", "retrieve", "update", "delete")
_ASYNC_NAME = re.compile(RULES[-1].pattern)


@dataclass(frozen=True, slots=True)
class ArgumentView:
    """One argument. `default` is empty where one must be given."""

    name: str
    type: str
    required: bool
    doc: str


@dataclass(frozen=True, slots=True)
class SenderView:
    """One kind of message that a socket sends, as a call."""

    call: str
    doc: str


@dataclass(frozen=True, slots=True)
class MethodView:
    """One method. `target` is its operationId or channel, `link` leads to it from the top of the site; `example` is a
    mark.
    """

    id: str
    target: str
    call: str
    wire: str
    link: str
    summary: str
    paragraphs: tuple[str, ...]
    deprecated: str
    needs_admin: bool
    costs: bool
    arguments: tuple[ArgumentView, ...]
    returns: str
    awaited: bool
    example: str
    answer: str
    senders: tuple[SenderView, ...] = ()
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupView:
    """One resource: a section of a page."""

    id: str
    accessor: str
    about: str
    methods: tuple[MethodView, ...]


@dataclass(frozen=True, slots=True)
class ResourceView:
    """One page: a resource of the client with all groups below it."""

    slug: str
    accessor: str
    about: str
    groups: tuple[GroupView, ...]

    @property
    def methods(self) -> Iterator[MethodView]:
        """Every method of the page."""
        for group in self.groups:
            yield from group.methods


def resource_views(
    surface: Surface, document: Mapping[str, Any], date: str, examples: Examples
) -> tuple[ResourceView, ...]:
    """A view of every resource at the top, in the order of their names."""
    reader = _Reader(surface, Calls(document), date, examples)
    tops = sorted((item for item in surface.resources if len(item.path) == 1), key=lambda item: item.path)
    return tuple(reader.page(top) for top in tops)


@dataclass(frozen=True, slots=True)
class _Reader:
    surface: Surface
    calls: Calls
    date: str
    examples: Examples

    def page(self, top: Resource) -> ResourceView:
        inside = sorted(
            (item for item in self.surface.resources if item.path[:1] == top.path), key=lambda item: item.path
        )
        groups = tuple(self._group(item) for item in inside if item.methods)
        return ResourceView(top.path[0], top.accessor, top.about, groups)

    def _group(self, resource: Resource) -> GroupView:
        ordered = sorted(
            resource.methods, key=lambda item: _FIRST.index(item.name) if item.name in _FIRST else len(_FIRST)
        )
        methods = tuple(self._method(resource, method) for method in ordered)
        return GroupView("-".join(resource.path), resource.accessor, resource.about, methods)

    def _method(self, resource: Resource, method: Method) -> MethodView:
        identity = "-".join((*resource.path, method.name))
        call = f"{resource.accessor}.{method.name}"
        if method.view is None:
            return self._socket(identity, call, method)
        operation = method.view.operation
        example = self.calls.of(method, resource.accessor)
        return MethodView(
            id=identity,
            target=operation.id,
            call=call,
            wire=f"{operation.method} {operation.path}",
            link=f"{self.date}/http.html#tag/{operation.tag.replace('_', '-')}/operation/{operation.id}",
            summary=sentence(operation.summary),
            paragraphs=_paragraphs(operation.description),
            deprecated=operation.deprecated,
            needs_admin=operation.admin,
            costs=operation.paid,
            arguments=_arguments(method.arguments),
            returns=_blocking(method.returns),
            awaited=method.is_async,
            example=self.examples.add(example.code, example.imports),
            answer=_answer(operation.kind, example.answer),
            events=_events(self.surface.streams.get(operation.id)),
        )

    def _socket(self, identity: str, call: str, method: Method) -> MethodView:
        channel = method.channel
        assert channel is not None
        senders = [
            SenderView(f"{item.name}({', '.join(argument.name for argument in item.arguments)})", item.doc)
            for item in channel.senders
        ]
        return MethodView(
            id=identity,
            target=channel.name,
            call=call,
            wire=f"WebSocket {channel.address}",
            link=f"{self.date}/sockets.html#channel-{channel.name}",
            summary=sentence(channel.title),
            paragraphs=_paragraphs(channel.description),
            deprecated="",
            needs_admin=False,
            costs=True,
            arguments=_arguments(method.arguments),
            returns=channel.socket,
            awaited=False,
            example="",
            answer="",
            senders=tuple(senders),
            events=_events(channel.events),
        )


def _arguments(parameters: Sequence[Parameter]) -> tuple[ArgumentView, ...]:
    return tuple(
        ArgumentView(item.name, item.type, item.required and not item.preset, " ".join(item.doc.split()))
        for item in parameters
    )


def _events(events: Events | None) -> tuple[str, ...]:
    """The classes of the events, each once."""
    return () if events is None else tuple(dict.fromkeys(kind.name for kind in events.classes))


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()) if part.strip())


def _blocking(annotation: str) -> str:
    """The annotation without `Async`, and without the prefix that only the class body needs."""
    return _ASYNC_NAME.sub(RULES[-1].replacement, annotation).replace("builtins.", "")


def _answer(kind: str, value: Any) -> str:
    """The example of an answer as text; of a stream one line for each kind of event."""
    if value is None or isinstance(value, str):
        return value or ""
    return (
        "\n".join(json.dumps(event, ensure_ascii=False) for event in value) if kind == "events" else shown_json(value)
    )
