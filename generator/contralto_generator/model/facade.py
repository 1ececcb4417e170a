"""The surface that people use: resources, their methods, and what each method says and does.

Everything is written for `_async`; the sync twin is derived from the text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from contralto_generator.model.channels import Channel
from contralto_generator.model.endpoints import EndpointView, Parameter, argument_docs, signature
from contralto_generator.model.events import Events
from contralto_generator.model.names import pascal, prose, sentence

_BUILTIN_TYPES = ("bool", "bytes", "dict", "float", "int", "list", "str")
_OPTIONS_DOC = "Time limits, retries and headers of this call alone."
_OPTIONS = Parameter("options", "", "", "CallOptions | None", False, _OPTIONS_DOC, "options")
_INBOX_LIMIT = Parameter(
    "inbox_limit_bytes",
    "",
    "",
    "int | None",
    False,
    "The most bytes of messages that may wait unread in one context before they hold up the others. Default 16 MiB.",
    "inbox_limit_bytes",
)
_SOCKET_DOC = "A socket of `{}`, opened when it is entered or first used."
_FILE = "FileInput"
_INDENT = 8


@dataclass(frozen=True, slots=True)
class Method:
    """One method. `returns` and `result` are source text; `body` are the members collected into `body` first.

    `arguments` are all that it takes but `options`. `view` is the operation that it calls, `channel` the socket that
    it opens; one of them is None.
    """

    name: str
    is_async: bool
    signature: str
    returns: str
    doc: str
    body: tuple[Parameter, ...]
    result: str
    arguments: tuple[Parameter, ...]
    view: EndpointView | None = None
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """A group of methods under one name of the client, and the groups below it.

    `name` is that of its class without `Async`; `children` are attribute, module, class and purpose of the groups
    below.
    `streams` are the events of the event streams among the methods.
    """

    path: tuple[str, ...]
    name: str
    about: str
    origin: str
    methods: tuple[Method, ...]
    children: tuple[tuple[str, str, str, str], ...]
    operations: tuple[tuple[str, str], ...]
    streams: tuple[Events, ...]
    sockets: tuple[Channel, ...]
    models: tuple[tuple[str, str], ...]
    takes_files: bool

    @property
    def module(self) -> str:
        return "_".join(self.path)

    @property
    def accessor(self) -> str:
        """How users write it, `client.voices`."""
        return ".".join(("client", *self.path))


def resources_of(
    endpoints: Iterable[EndpointView],
    channels: Sequence[Channel],
    streams: Mapping[str, Events],
    descriptions: Mapping[str, str],
    origins: Mapping[str, str],
    taken: Container[str],
) -> list[Resource]:
    """All resources, parents before children, in the order of the document.

    `streams` are the events by operation id, `descriptions` the words on each tag, `origins` the file of each path,
    `taken` the names of the models.
    """
    views: dict[tuple[str, ...], list[EndpointView]] = {}
    for view in endpoints:
        for depth in range(1, len(view.operation.call)):
            views.setdefault(view.operation.call[:depth], [])
        views[view.operation.resource].append(view)
    for channel in channels:
        for depth in range(1, len(channel.call)):
            views.setdefault(channel.call[:depth], [])
    names = {path: _class_name(path, taken) for path in views}
    abouts = {path: _about(path, own, descriptions) for path, own in views.items()}
    return [_resource(path, own, names, abouts, channels, streams, origins) for path, own in views.items()]


def _class_name(path: tuple[str, ...], taken: Container[str]) -> str:
    """The name of a group's class: `Voices`, or `VoicesResource` beside a model `Voices`."""
    name = pascal("_".join(path))
    return f"{name}Resource" if name in taken else name


def _resource(
    path: tuple[str, ...],
    own: list[EndpointView],
    names: Mapping[tuple[str, ...], str],
    abouts: Mapping[tuple[str, ...], str],
    channels: Sequence[Channel],
    streams: Mapping[str, Events],
    origins: Mapping[str, str],
) -> Resource:
    sockets = tuple(channel for channel in channels if channel.call[:-1] == path)
    methods = [*(_method(view, streams) for view in own), *(_connect(channel) for channel in sockets)]
    hidden = {method.name for method in methods} & set(_BUILTIN_TYPES)
    own_streams = [streams[view.operation.id] for view in own if view.operation.id in streams]
    return Resource(
        path=path,
        name=names[path],
        about=abouts[path],
        origin=_origin([origins[view.operation.path] for view in own] or [item.events.origin for item in sockets]),
        methods=tuple(_qualified(method, hidden) for method in methods),
        children=tuple(
            (child[-1], "_".join(child), name, abouts[child]) for child, name in names.items() if child[:-1] == path
        ),
        operations=tuple((view.operation.tag, view.operation.module) for view in own),
        streams=tuple(own_streams),
        sockets=sockets,
        models=tuple(
            sorted(
                {item for view in own for item in view.facade_imports}
                | {item for socket in sockets for item in socket.query_imports}
            )
        ),
        takes_files=any(view.takes_files for view in own),
    )


def _origin(files: Sequence[str]) -> str:
    """The file that describes most of a group; empty if nothing does."""
    return max(files, key=files.count, default="")


def _about(path: tuple[str, ...], own: Sequence[EndpointView], descriptions: Mapping[str, str]) -> str:
    """What a group is for: the words on its tag, unless the tag is that of a group above it."""
    tags = {view.operation.tag for view in own}
    tag = "_".join(path) if "_".join(path) in descriptions else tags.pop() if len(tags) == 1 else path[-1]
    above = {"_".join(path[:depth]) for depth in range(1, len(path))}
    description = "" if tag in above else descriptions.get(tag, "")
    return sentence(description) or f"The operations under `client.{'.'.join(path)}`."


def _method(view: EndpointView, streams: Mapping[str, Events]) -> Method:
    operation = view.operation
    body = view.spread if view.spread is not None else ((view.body,) if view.body else ())
    others = (*view.form, *view.query, *view.headers)
    file = view.form[:1] if view.form and view.form[0].required and view.form[0].type == _FILE else ()
    by_position = (*view.path_arguments, *file)
    by_name = tuple(item for item in (*body, *others) if item not in file)
    passed = [item.name for item in view.path_arguments] + [f"{item.name}={item.name}" for item in others]
    if view.body is not None:
        passed.append("body=body or None" if view.spread is not None and not view.body.required else "body=body")
    request = f"{operation.module}.build_request({', '.join(passed)})"
    is_async, returns, result = _outcome(view, request, streams)
    return Method(
        name=operation.call[-1],
        is_async=is_async,
        signature=signature((_SELF, *by_position), (*by_name, _OPTIONS)),
        returns=returns,
        doc=_method_doc(view, (*by_position, *by_name, _OPTIONS)),
        body=body if view.spread is not None else (),
        result=result,
        arguments=(*by_position, *by_name),
        view=view,
    )


_SELF = Parameter("self", "", "", "", True, "", "")


def _outcome(view: EndpointView, request: str, streams: Mapping[str, Events]) -> tuple[bool, str, str]:
    """Whether the method is awaited, its annotation, and the expression it returns."""
    operation = view.operation
    parse = f"{operation.module}.parse_response"
    if operation.kind in ("page", "list"):
        kind = f"AsyncPager[{view.result}, {view.item}]"
        return False, kind, f"AsyncPager(self._transport, {request}, {parse}, options)"
    if operation.kind in ("audio", "bytes"):
        stream = "AsyncAudioStream" if operation.kind == "audio" else "AsyncByteStream"
        return False, stream, f"{stream}(self._transport, {request}, options)"
    if operation.kind == "events":
        events = streams[operation.id]
        result = f"AsyncEventStream(self._transport, {request}, {events.constant}, options)"
        return False, f"AsyncEventStream[{events.alias}]", result
    return True, view.result, f"await self._transport.call({request}, {parse}, options)"


def _method_doc(view: EndpointView, arguments: Sequence[Parameter]) -> str:
    operation = view.operation
    summary = sentence(operation.summary) or f"`{operation.id}`."
    admin = "Needs an API key for administration: `admin_api_key` of the client." if operation.admin else ""
    return method_doc([summary, operation.deprecated, operation.description, admin], arguments)


def method_doc(paragraphs: Sequence[str], arguments: Sequence[Parameter]) -> str:
    """The inside of a method's docstring: paragraphs, then the arguments that the document has words for."""
    text = prose(*paragraphs, indent=_INDENT).rstrip()
    described = argument_docs(tuple(arguments), _INDENT)
    if described:
        return f"{text}\n\n{described}\n{' ' * _INDENT}"
    return f"{text}\n{' ' * _INDENT}" if "\n" in text else text


def _connect(channel: Channel) -> Method:
    has_contexts = channel.fixed is not None
    by_name = (*channel.query, *((_INBOX_LIMIT,) if has_contexts else ()))
    arguments = (*channel.address_arguments, *by_name, _OPTIONS)
    path = f'{"f" if channel.address_arguments else ""}"{channel.path}"'
    tables = [f"tables.{name}" for name in channel.tables]
    table = f"table={tables[0]}" if has_contexts else f"tables=[{', '.join(tables)}]"
    query = f"query=query_items([{channel.query_pairs}]), " if channel.query else ""
    limit = "inbox_limit_bytes=inbox_limit_bytes, " if has_contexts else ""
    return Method(
        name=channel.call[-1],
        is_async=False,
        signature=signature((_SELF, *channel.address_arguments), (*by_name, _OPTIONS)),
        returns=f"Async{channel.socket}",
        doc=method_doc([_SOCKET_DOC.format(channel.address), channel.description], arguments),
        body=(),
        result=(
            f"Async{channel.socket}(self._transport, path={path}, {table}, "
            f"events={channel.events.constant}, {query}{limit}options=options)"
        ),
        arguments=arguments[:-1],
        channel=channel,
    )


def _qualified(method: Method, hidden: set[str]) -> Method:
    """The method with `builtins.` before the types that a method of the class hides."""
    if not hidden:
        return method
    pattern = re.compile(rf"(?<![\w.\"'])({'|'.join(sorted(hidden))})(?=[\[\],)| ]|$)")

    def fix(text: str) -> str:
        return pattern.sub(r"builtins.\1", text)

    signature = re.sub(r": ([^=]+)", lambda match: f": {fix(match[1])}", method.signature)
    return replace(method, signature=signature, returns=fix(method.returns))
