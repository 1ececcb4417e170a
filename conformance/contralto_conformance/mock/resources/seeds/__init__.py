"""What every mock begins with: one JSON file a resource, in the shape of the newest version and in list order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def seeds(name: str) -> list[dict[str, Any]]:
    """The records of `<name>.json`; a new list with every call, so that a mock may change its own."""
    records: list[dict[str, Any]] = json.loads(Path(__file__).with_name(f"{name}.json").read_text(encoding="utf-8"))
    return records
