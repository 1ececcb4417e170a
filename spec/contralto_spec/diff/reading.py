"""What a person may name as one side of a comparison: a version, a dialect, a file or a folder."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from contralto_spec.findings import Finding, SpecError
from contralto_spec.placed import Json, text
from contralto_spec.reader import Spec, near_names
from contralto_spec.yaml_source import read_source

from .compare import Contract
from .phrases import visible

_SUFFIXES = (".json", ".yaml", ".yml")
_KINDS = (("openapi", "3.", "OpenAPI 3"), ("asyncapi", "3.", "AsyncAPI 3"))


class Unreadable(ValueError):
    """One side of a comparison cannot be read; the message is one sentence that says why."""


def contract(name: str, spec: Spec) -> Contract:
    """The contract of this name: `2025-04-16`, `keypool`, `keypool@2025-04-16`, or the path of a file or folder.

    A dialect without a version is that of the newest one it is described for. Raises Unreadable.
    """
    dates = [version.date for version in spec.versions]
    if name in dates:
        return of_version(name, spec)
    dialect, _, date = name.partition("@")
    if dialect in spec.dialects:
        return _of_dialect(dialect, date or spec.dialects[dialect].versions[-1], spec)
    path = Path(name)
    try:
        if path.is_dir():
            return _of_folder(path)
        if path.is_file():
            return _of_documents(str(path), [path])
    except OSError as error:
        raise Unreadable(f"`{name}` cannot be read: {(error.strerror or str(error)).lower()}") from error
    except ValueError as error:
        if isinstance(error, Unreadable):
            raise
        # A path with a null byte.
        raise Unreadable(f"`{visible(name)}` cannot be read: {error}") from error
    dialects = [f"{known}@{date}" for known, found in spec.dialects.items() for date in found.versions]
    hint = near_names(name, [*dates, *spec.dialects, *dialects])
    raise Unreadable(f"`{visible(name)}` is neither a version, a dialect, a file nor a folder{hint}")


def of_version(date: str, spec: Spec) -> Contract:
    """A version as it is published. Raises Unreadable if the spec does not describe it."""
    try:
        return Contract(date, spec.openapi(date), spec.asyncapi(date))
    except ValueError as error:
        raise Unreadable(str(error)) from error


def neighbours(spec: Spec) -> Iterator[tuple[Contract, Contract]]:
    """Each described version with the one that came after it, oldest first."""
    for old, new in pairwise(spec.described_versions):
        yield of_version(old.date, spec), of_version(new.date, spec)


def _of_dialect(dialect: str, date: str, spec: Spec) -> Contract:
    try:
        return Contract(f"{dialect}@{date}", spec.openapi(date, dialect=dialect), spec.asyncapi(date, dialect=dialect))
    except ValueError as error:
        raise Unreadable(str(error)) from error


def _of_folder(folder: Path) -> Contract:
    found = []
    for kind, _, _ in _KINDS:
        paths = [folder / f"{kind}{suffix}" for suffix in _SUFFIXES]
        found.extend([path for path in paths if path.is_file()][:1])
    if not found:
        raise Unreadable(f"`{folder}` holds neither `openapi.yaml` nor `asyncapi.yaml`, nor the same as `.json`")
    return _of_documents(str(folder), found)


def _of_documents(name: str, paths: list[Path]) -> Contract:
    documents: dict[str, dict[str, Json]] = {}
    for path in paths:
        kind, document = _document(path)
        documents[kind] = document
    return Contract(name, documents.get("openapi"), documents.get("asyncapi"))


def _document(path: Path) -> tuple[str, dict[str, Json]]:
    data = _read(path)
    if not isinstance(data, dict):
        raise Unreadable(f"`{path}` holds no object, so it is neither an OpenAPI nor an AsyncAPI document")
    for kind, prefix, title in _KINDS:
        if kind in data:
            if not str(data[kind]).startswith(prefix):
                raise Unreadable(f"`{path}` is {title[:-2]} {data[kind]}; only {title} can be compared")
            return kind, data
    if "swagger" in data:
        raise Unreadable(f"`{path}` is Swagger {text(data['swagger'])}; only OpenAPI 3 can be compared")
    raise Unreadable(f"`{path}` has neither a member `openapi` nor `asyncapi`, so it is no document of either kind")


def _read(path: Path) -> Json:
    try:
        return read_source(path, str(path)).data
    except SpecError as error:
        raise Unreadable(f"`{path}` {_reason(path, error.findings[0])}") from error


def _reason(path: Path, finding: Finding) -> str:
    at = f" at line {finding.line}, column {finding.column}" if finding.line else ""
    if finding.rule in ("unreadable", "not-utf-8"):
        return finding.message
    if finding.rule == "too-deep":
        return f"is {finding.message}{at}"
    # A file of another name was only taken for JSON by its first character.
    is_json = finding.rule == "not-json" and path.suffix.lower() == ".json"
    return f"{'is not JSON' if is_json else 'cannot be read'}{at}: {finding.message}"
