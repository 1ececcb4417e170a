"""The document a client is generated from: OpenAPI, the channels beside it, and where both came from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import contralto_spec
from contralto_generator.passes.messages import message_class
from contralto_generator.problems import GeneratorError, Problem, parts_of, place_of
from contralto_spec import placed
from contralto_spec.data import data_root, shown_name
from contralto_spec.yaml_source import Source, read_yaml

_KEY = re.compile(r"^ {2,4}([^\s#:-][^\s:]*):", re.MULTILINE)
_DIALECT_KEY = re.compile(r"^ {6}([^\s#:-][^\s:]*):", re.MULTILINE)


@dataclass(frozen=True)
class Document:
    """One API version as published, read-only.

    `name` stands in the first line of what is made from the document as a whole. `files` are the hand-written files
    behind it, for the places of problems and the first lines of the rest. With overlays on it, `trees` are the
    documents with the place of every value, `overlays` the name and digest of each, `problems` what was found in them;
    it is not `well_formed` if nothing can be made of it.
    """

    openapi: Mapping[str, Any]
    asyncapi: Mapping[str, Any] | None = None
    api_version: str = ""
    digest: str = ""
    files: tuple[Path, ...] = ()
    name: str = "the API document"
    dialect: str | None = None
    trees: tuple[placed.Json, ...] = ()
    overlays: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    well_formed: bool = True

    @property
    def is_published(self) -> bool:
        """Whether it is an edition of the spec, as it stands there."""
        return bool(self.digest) and not self.overlays

    def place(self, json_pointer: str) -> tuple[str, int, int]:
        """File, line and column of what the pointer names, or of what is nearest around it."""
        if not self.trees:
            return place_of(json_pointer, self._sources)
        location = parts_of(json_pointer)
        tree = max(self.trees, key=lambda tree: _depth(tree, location))
        return placed.place_of(tree, location) or (self.name, 0, 0)

    @cached_property
    def _sources(self) -> tuple[Source, ...]:
        """The files with the place of every value; parsed on demand, since only problems need it."""
        return tuple(read_yaml(path, shown_name(path)) for path in self.files)

    @cached_property
    def _origins(self) -> dict[str, str]:
        origins: dict[str, str] = {}
        # What a dialect says anew comes from its file, whoever else has words on it.
        for path in sorted(self.files, key=lambda path: path.parent.name != "dialects"):
            name, keys = _short_name(path), _DIALECT_KEY if path.parent.name == "dialects" else _KEY
            for key in keys.findall(path.read_text(encoding="utf-8")):
                origins.setdefault(key.strip("\"'"), name)
        for key, overlay in self._added.items():
            origins[key] = f"{origins[key]} and {overlay}" if key in origins else overlay
        return origins

    @cached_property
    def _added(self) -> dict[str, str]:
        """The overlay that added to a schema, an operation path or a channel."""
        found: dict[str, str] = {}
        for tree in self.trees:
            messages = tree["components"].get("messages")
            for holder in (tree.get("paths"), tree.get("channels"), tree["components"].get("schemas"), messages):
                for key, value in placed.mapping(holder).items():
                    files = {at[0] for at in _places(holder, key, value)} & self.overlays.keys()
                    if files:
                        name = message_class(key, value) if holder is messages else key
                        found[name] = " and ".join(Path(file).name for file in self.overlays if file in files)
        return found

    def origin(self, key: str) -> str:
        """The file that describes a schema, an operation path or a channel; the folder if none names it.

        A look for the key at the start of a line, since parsing all files would cost more than generating the client.
        """
        return self._origins.get(key, self.name)


def _depth(tree: placed.Json, location: Sequence[str | int]) -> int:
    """How far the document follows the location."""
    for depth, part in enumerate(location):
        try:
            tree = tree[part]
        except (KeyError, IndexError, TypeError):
            return depth
    return len(location)


def _places(holder: placed.Json, key: str, value: placed.Json) -> Iterator[placed.Place]:
    """The places of everything in a value, its own first."""
    yield holder.keys_at[key]
    for _, part in placed.walk(value):
        if isinstance(part, placed.Object):
            yield from part.keys_at.values()
        elif isinstance(part, placed.Array):
            yield from part.items_at


def _short_name(path: Path) -> str:
    """The name that a generated file may carry: the same on every machine."""
    shown = shown_name(path)
    return shown if shown.startswith("spec/") else path.name


def load_document(
    api_version: str | None = None, dialect: str | None = None, overlays: Sequence[Path] = ()
) -> Document:
    """The document of a described version, or of a dialect of it; the newest version if none is named.

    Overlays are applied in order. Raises GeneratorError for what is not described.
    """
    spec = contralto_spec.load()
    sources, problems = _read_overlays(overlays)
    try:
        if api_version is None:
            date = spec.latest.date if dialect is None else spec.dialect(dialect).versions[-1]
        else:
            date = spec.described(api_version).date
        openapi, asyncapi = spec.openapi(date, dialect), spec.asyncapi(date, dialect)
    except (contralto_spec.UnknownVersion, contralto_spec.UnknownDialect) as error:
        raise GeneratorError(str(error), problems=problems) from error
    root = data_root()
    document = Document(
        openapi=openapi,
        asyncapi=asyncapi,
        api_version=date,
        digest=spec.digest,
        name=f"spec/published/{spec.folder(date, dialect)}",
        files=tuple(
            path
            for folder in ("openapi", "asyncapi", "components", "overlays", *(["dialects"] if dialect else []))
            for path in sorted((root / folder).rglob("*.yaml"))
            if folder != "dialects" or path.stem == dialect
        ),
        dialect=dialect,
    )
    return _with_overlays(document, sources, problems) if overlays else document


def _read_overlays(paths: Sequence[Path]) -> tuple[list[Source], list[Problem]]:
    if not paths:
        return [], []
    # Imported on demand: the rules of documents cost more than the rest of the spec.
    from contralto_spec.additions import read_overlays

    return read_overlays(paths)


def _with_overlays(document: Document, sources: Sequence[Source], problems: Sequence[Problem]) -> Document:
    from contralto_spec.additions import overlaid

    result = overlaid(document.api_version, document.dialect, sources)
    digests = {source.name: hashlib.sha256(repr(source.data).encode()).hexdigest() for source in sources}
    return replace(
        document,
        openapi=placed.plain(result.openapi),
        asyncapi=placed.plain(result.asyncapi),
        name=" and ".join([document.name, *(Path(name).name for name in digests)]),
        trees=(result.openapi, result.asyncapi),
        overlays=digests,
        problems=tuple(sorted({*problems, *result.findings})),
        well_formed=result.well_formed,
    )
