"""The pages below `client/`: guides and reference.

client/index.html             quick start, and what there is
client/<guide>.html           one guide each
client/reference/<name>.html  one resource of the client each
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import jinja2

from contralto_generator.document import load_document
from contralto_generator.emit.package import runtime_files
from contralto_generator.model.access import access_of
from contralto_generator.surface import read_surface
from contralto_spec import Spec
from contralto_spec.official_sdk import OfficialSdk, official_sdk

from .code import Examples
from .views import ResourceView, resource_views

Render = Callable[..., tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide: its template has the name of its page."""

    name: str
    title: str
    about: str


GUIDES = (
    Guide("index", "Quick start", "Install, the first calls, and what the client has."),
    Guide("speech", "Text to speech", "Audio as a file, as pieces, as events, and over a socket with contexts."),
    Guide("transcription", "Speech to text", "Recordings, and live audio over two kinds of sockets."),
    Guide("agents", "Agents", "Calls and their records, and the sockets of agents."),
    Guide("pages", "Lists, values and files", "Pages that follow by themselves, typed values, uploads and downloads."),
    Guide("errors", "Errors", "What is raised, and what it carries."),
    Guide("options", "Options and retries", "Credentials, addresses, time limits, retries, your own HTTP client."),
    Guide("versions", "Versions and dialects", "Clients for other API versions, gateways and your own overlays."),
    Guide("migration", "From the official SDK", "Each method of the official Python SDK, and what stands for it here."),
)

_SOCKET_GUIDES = {
    "client.tts.connect": "speech.html#sockets",
    "client.stt.connect": "transcription.html#finalize",
    "client.stt.turns.connect": "transcription.html#turns",
    "client.agents.connect": "agents.html#line",
    "client.managed_agents.connect": "agents.html#managed",
}


@dataclass(frozen=True, slots=True)
class Moved:
    """One method of the official SDK beside ours. `link` leads from `client/` to it."""

    name: str
    call: str
    link: str
    note: str
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ErrorView:
    """One class of errors, so many steps below the root."""

    name: str
    depth: int
    about: str


def client_pages(templates: jinja2.Environment, spec: Spec, render: Render) -> Iterator[tuple[str, str]]:
    """Name and text of every page. `render` takes the name of a page, its template and values, as for other pages."""
    document = load_document()
    surface = read_surface(document)
    examples = Examples()
    resources = resource_views(surface, document.openapi, spec.latest.date, examples)
    access = access_of(document.openapi, document.asyncapi or {}, document.dialect)
    templates.globals["example"] = partial(_example, examples)
    shared: dict[str, Any] = {
        "guides": GUIDES,
        "resources": resources,
        "date": spec.latest.date,
        "socket_guides": _SOCKET_GUIDES,
        "env_prefix": access.env_prefix,
        # Where each method stands, for links from the guides.
        "calls": {
            method.call: f"reference/{item.slug}.html#{method.id}" for item in resources for method in item.methods
        },
        "errors": tuple(_errors()),
        "sdk": official_sdk(),
        "moved": tuple(_moved(official_sdk(), resources)),
    }
    pages = {}
    for guide in GUIDES:
        name, text = render(f"client/{guide.name}.html", f"client/{guide.name}.html.jinja", guide=guide, **shared)
        pages[name] = text
    for resource in resources:
        name, text = render(
            f"client/reference/{resource.slug}.html", "client/resource.html.jinja", resource=resource, **shared
        )
        pages[name] = text
    yield from examples.fill(pages).items()


def _errors() -> Iterator[ErrorView]:
    """The classes of the runtime, each below its base, with the first sentence of its docstring."""
    classes = [node for node in ast.parse(runtime_files()["errors.py"]).body if isinstance(node, ast.ClassDef)]
    bases = {node.name: ast.unparse(node.bases[0]) if node.bases else "" for node in classes}
    waiting = [("ContraltoError", 0)]
    while waiting:
        name, depth = waiting.pop(0)
        (found,) = (node for node in classes if node.name == name)
        yield ErrorView(name, depth, (ast.get_docstring(found) or "").partition("\n\n")[0].replace("\n", " "))
        waiting[:0] = [(node.name, depth + 1) for node in classes if bases[node.name] == name]


def _moved(sdk: OfficialSdk, resources: Sequence[ResourceView]) -> Iterator[Moved]:
    ours = {method.target: (item.slug, method) for item in resources for method in item.methods}
    for method in sdk.methods:
        slug, found = ours[method.target]
        yield Moved(
            method.name, found.call, f"reference/{slug}.html#{found.id}", method.note, tuple(method.arguments.items())
        )


def _example(examples: Examples, imports: str = "", *, caller: Callable[[], str], **how: bool) -> str:
    """An example of a template: what stands between `call` and `endcall`, with its imports."""
    return examples.add(caller(), imports, **how)
