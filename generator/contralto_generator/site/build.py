"""The pages of the site and the files beside them, written to a folder.

    index.html  requirements.html  requirements.json  assets/...
    changes.{html,md,json}   each version beside the one before it
    <version>/http.html      the HTTP operations, shown by Redoc
    <version>/sockets.html   channels, state tables, messages and schemas: our own page, no script
    <version>/asyncapi.html  the same document in the viewer of the AsyncAPI project
    <version>/{openapi,asyncapi}.{yaml,json}
    client/...               guides to the client, and each of its methods

Pages carry their document in themselves, since a page opened from a disk may not fetch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import jinja2

import contralto_spec
from contralto_spec import ApiVersion, Requirement, Spec
from contralto_spec.data import data_root
from contralto_spec.diff import Difference, compare, neighbours, render_changelog, render_json
from contralto_spec.ranges import METHODS

from .assets import ASYNCAPI_VIEWER, REDOC, read_assets
from .changes import pair_views
from .channels import channel_views, schema_views
from .client import client_pages
from .markup import prose, script_json

_DOCUMENTS = ("openapi.yaml", "openapi.json", "asyncapi.yaml", "asyncapi.json")
_STATIC = ("shell.css", "site.css", "filter.js", "client.css", "client.js", "http.js", "asyncapi-view.js")


@dataclass(frozen=True, slots=True)
class VersionView:
    """One API version in numbers; those of operations and messages are None where no document describes it."""

    version: ApiVersion
    n_operations: int | None
    n_messages: int | None
    n_requirements: int


@dataclass(frozen=True, slots=True)
class AreaView:
    """The requirements of one area."""

    name: str
    requirements: tuple[Requirement, ...]


def build(out: Path, assets: Path) -> list[Path]:
    """Write the site into `out` and return the files, sorted.

    `assets` is the folder that `fetch_assets` filled. Raises AssetsUnavailable, before anything is written, if a viewer
    is missing. Files of the same name are replaced, others are left alone.
    """
    spec = contralto_spec.load()
    files: dict[str, bytes] = {f"assets/{name}": content for name, content in read_assets(assets).items()}
    static = resources.files(__package__) / "static"
    files |= {f"assets/{name}": (static / name).read_bytes() for name in _STATIC}
    differences = [compare(older, newer) for older, newer in neighbours(spec)]
    files |= dict(_downloads(spec))
    files["changes.md"] = render_changelog(differences).encode("utf-8")
    files["changes.json"] = render_json(differences).encode("utf-8")
    files |= {name: text.encode("utf-8") for name, text in _pages(spec, differences)}
    written = []
    for name in sorted(files):
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[name])
        written.append(path)
    return written


def _downloads(spec: Spec) -> Iterator[tuple[str, bytes]]:
    published = data_root() / "published"
    yield "requirements.json", (published / "requirements.json").read_bytes()
    for version in spec.described_versions:
        for name in _DOCUMENTS:
            yield f"{version.date}/{name}", (published / version.date / name).read_bytes()


def _pages(spec: Spec, differences: Sequence[Difference]) -> Iterator[tuple[str, str]]:
    templates = _templates(spec)

    def page(name: str, template: str, **values: Any) -> tuple[str, str]:
        root = "../" * name.count("/")
        return name, templates.get_template(template).render(root=root, page=name, **values)

    yield page(
        "index.html", "index.html.jinja", versions=[_numbers(spec, version) for version in reversed(spec.versions)]
    )
    yield page("requirements.html", "requirements.html.jinja", areas=_areas(spec))
    yield page("changes.html", "changes.html.jinja", pairs=pair_views(differences))
    for version in spec.described_versions:
        asyncapi = spec.asyncapi(version.date)
        yield page(f"{version.date}/http.html", "http.html.jinja", version=version, document=spec.openapi(version.date))
        yield page(
            f"{version.date}/sockets.html",
            "sockets.html.jinja",
            version=version,
            channels=channel_views(asyncapi, spec.sources),
            schemas=schema_views(asyncapi),
        )
        yield page(f"{version.date}/asyncapi.html", "asyncapi.html.jinja", version=version, document=asyncapi)
    yield from client_pages(templates, spec, page)


def _templates(spec: Spec) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(__package__, "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"prose": prose, "script_json": script_json}
    environment.globals |= {
        "spec": spec,
        "documents": _DOCUMENTS,
        "redoc_version": REDOC.version,
        "asyncapi_viewer_version": ASYNCAPI_VIEWER.version,
    }
    return environment


def _numbers(spec: Spec, version: ApiVersion) -> VersionView:
    n_operations = n_messages = None
    if version.described:
        paths = spec.openapi(version.date)["paths"].values()
        n_operations = sum(1 for item in paths for method in item if method in METHODS)
        n_messages = sum(len(channel["messages"]) for channel in spec.asyncapi(version.date)["channels"].values())
    n_requirements = sum(1 for item in spec.requirements.values() if item.applies_to(version.date))
    return VersionView(version, n_operations, n_messages, n_requirements)


def _areas(spec: Spec) -> list[AreaView]:
    areas: dict[str, list[Requirement]] = {}
    for requirement in spec.requirements.values():
        areas.setdefault(requirement.area, []).append(requirement)
    return [AreaView(name, tuple(listed)) for name, listed in areas.items()]
