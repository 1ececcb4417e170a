"""Where the spec data lies: beside this package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent


def data_root() -> Path:
    """The folder that holds `openapi`, `asyncapi`, `requirements`, `published` and the rest."""
    shipped = _PACKAGE / "data"
    return shipped if shipped.is_dir() else _PACKAGE.parent


def shown_name(path: Path, root: Path | None = None) -> str:
    """The name of a data file as messages show it: `spec/openapi/voices.yaml`, or relative to a root of its own."""
    if root is not None:
        return path.relative_to(root).as_posix()
    try:
        return f"spec/{path.resolve().relative_to(data_root()).as_posix()}"
    except ValueError:
        return str(path)


@cache
def data_schema(name: str) -> dict[str, Any]:
    """The JSON Schema `spec/schemas/<name>.schema.json`; to be read, not changed."""
    text = (data_root() / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema
