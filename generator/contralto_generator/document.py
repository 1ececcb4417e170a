"""The document a client is generated from: OpenAPI, the channels beside it, and where both came from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import contralto_spec
from contralto_generator.problems import GeneratorError
from contralto_spec.data import data_root, shown_name
from contralto_spec.yaml_source import Source, read_yaml

_KEY = re.compile(r"^ {2,4}([^\s#:-][^\s:]*):", re.MULTILINE)


@dataclass(frozen=True)
class Document:
    """One API version as published, read-only.

    `name` stands in the first line of what is made from the document as a whole. `files` are the hand-written files
    behind it, for the places of problems and the first lines of the rest.
    """

    openapi: Mapping[str, Any]
    asyncapi: Mapping[str, Any] | None = None
    api_version: str = ""
    digest: str = ""
    files: tuple[Path, ...] = field(default=())
    name: str = "the API document"
    dialect: str | None = None

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The files with the place of every value; parsed on demand, since only problems need it."""
        return tuple(read_yaml(path, shown_name(path)) for path in self.files)

    @cached_property
    def _origins(self) -> dict[str, str]:
        origins: dict[str, str] = {}
        for path in self.files:
            for key in _KEY.findall(path.read_text(encoding="utf-8")):
                origins.setdefault(key.strip("\"'"), _short_name(path))
        return origins

    def origin(self, key: str) -> str:
        """The file that describes a schema, an operation path or a channel; the folder if none names it.

        A look for the key at the start of a line, since parsing all files would cost more than generating the client.
        """
        return self._origins.get(key, self.name)


def _short_name(path: Path) -> str:
    """The name that a generated file may carry: the same on every machine."""
    shown = shown_name(path)
    return shown if shown.startswith("spec/") else path.name


def load_document(api_version: str | None = None, dialect: str | None = None) -> Document:
    """The document of a described version, or of a dialect of it; the newest version if none is named.

    Raises GeneratorError for what is not described.
    """
    spec = contralto_spec.load()
    try:
        if api_version is None:
            date = spec.latest.date if dialect is None else spec.dialect(dialect).versions[-1]
        else:
            date = spec.described(api_version).date
        openapi, asyncapi = spec.openapi(date, dialect), spec.asyncapi(date, dialect)
    except (contralto_spec.UnknownVersion, contralto_spec.UnknownDialect) as error:
        raise GeneratorError(str(error)) from error
    root = data_root()
    return Document(
        openapi=openapi,
        asyncapi=asyncapi,
        api_version=date,
        digest=spec.digest,
        name=f"spec/published/{f'dialects/{dialect}/' if dialect else ''}{date}",
        files=tuple(
            path
            for folder in ("openapi", "asyncapi", "components", "overlays", "dialects")
            for path in sorted((root / folder).rglob("*.yaml"))
        ),
        dialect=dialect,
    )
