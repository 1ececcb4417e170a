"""What a person may name as one side of a comparison: a version, a dialect, a file or a folder."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from contralto_spec.findings import SpecError
from contralto_spec.reader import Spec
from contralto_spec.yaml_source import MAX_BYTES, MAX_DEPTH, Json, read_yaml

from .access import text
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
    near = difflib.get_close_matches(name, [*dates, *spec.dialects, *dialects], n=3)
    hint = f"; did you mean {' or '.join(f'`{known}`' for known in near)}" if near else ""
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
    if path.suffix != ".json":
        try:
            return read_yaml(path, str(path)).data
        except SpecError as error:
            first = error.findings[0]
            place = f" at line {first.line}, column {first.column}" if first.line else ""
            raise Unreadable(f"`{path}` cannot be read{place}: {first.message}") from error
    if path.stat().st_size > MAX_BYTES:
        raise Unreadable(f"`{path}` is larger than {MAX_BYTES} bytes")
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        message = f"`{path}` is not JSON at line {error.lineno}, column {error.colno}: {error.msg.lower()}"
        raise Unreadable(message) from error
    except UnicodeDecodeError as error:
        raise Unreadable(f"`{path}` is not UTF-8 text") from error
    except RecursionError as error:
        raise Unreadable(f"`{path}` is nested deeper than {MAX_DEPTH} levels") from error
    if _is_deeper(data, MAX_DEPTH):
        raise Unreadable(f"`{path}` is nested deeper than {MAX_DEPTH} levels")
    return data


def _is_deeper(value: Json, limit: int) -> bool:
    level = [value]
    for _ in range(limit + 1):
        level = [
            child
            for item in level
            if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return False
    return True
