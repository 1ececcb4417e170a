"""Forms with files: what a caller may give for each part. `_multipart` writes them. No network."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO, TypeAlias

from . import _codec


@dataclass(frozen=True, slots=True)
class File:
    """A file to send, with the name that the service is told.

    `content`: bytes, a path, or an open binary file, which is read from where it stands and left open. Files are read
    as they are sent, never held in memory as a whole. `content_type` is guessed from the name's ending if left out.
    """

    name: str
    content: bytes | str | os.PathLike[str] | IO[bytes]
    content_type: str | None = None


FileInput: TypeAlias = bytes | str | os.PathLike[str] | IO[bytes] | File
"""What is taken for a file: bytes, the path of one, an open binary file, or a File, which also names it."""
FormPart: TypeAlias = "tuple[str, str | File]"
"""Name of a part, and its text or file."""


def file_part(value: FileInput | None) -> File | None:
    """What a caller gave for a file, as a File; without a name if nothing tells one.

    Raises TypeError for what is no file, above all for one that was opened as text.
    """
    if value is None or isinstance(value, File):
        return value
    if isinstance(value, bytes):
        return File("", value)
    if isinstance(value, str | os.PathLike):
        return File(Path(value).name, value)
    if isinstance(value, io.TextIOBase) or not hasattr(value, "read"):
        kind = type(value).__name__
        raise TypeError(f"a file must be bytes, a path, a file opened in binary mode or a File, not `{kind}`")
    name = getattr(value, "name", "")
    return File(Path(name).name if isinstance(name, str) else "", value)


def file_parts(values: Iterable[FileInput] | None) -> list[File | None]:
    """As `file_part`, for a part that may be repeated."""
    return [file_part(value) for value in values or ()]


def form_items(
    items: Iterable[tuple[str, object]], content_types: Mapping[str, str] | None = None
) -> tuple[FormPart, ...]:
    """The parts of a form: None left out, lists repeated, numbers and booleans as text, objects as JSON.

    `content_types` are those of parts whose type the API prescribes. A file without a name gets that of its part.
    """
    parts: list[FormPart] = []
    types = content_types or {}
    for name, value in items:
        for single in value if isinstance(value, list | tuple) else (value,):
            if single is None:
                continue
            if isinstance(single, File):
                single = replace(single, name=single.name or name, content_type=single.content_type or types.get(name))
            elif name in types:
                single = File("", _text(single).encode(), types[name])
            parts.append((name, single if isinstance(single, File) else _text(single)))
    return tuple(parts)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if hasattr(value, "to_dict"):
        value = value.to_dict()
    return _codec.dumps(value).decode() if isinstance(value, Mapping) else str(value)
