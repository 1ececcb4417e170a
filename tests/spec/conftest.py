"""A copy of the hand-written spec that a test may spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from contralto_spec.data import data_root

Edit = Callable[[str, str, str], int]
FOLDERS = (
    "openapi", "asyncapi", "components", "overlays", "dialects", "requirements", "open-questions", "schemas",
)  # fmt: skip


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """The copy."""
    for name in FOLDERS:
        shutil.copytree(data_root() / name, tmp_path / name)
    for name in ("versions.yaml", "sources.yaml", "rules.yaml", "official-sdk.yaml", "prices.yaml"):
        shutil.copy(data_root() / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def edit(spec: Path) -> Edit:
    """Replaces the first occurrence of a text in a file of the copy; the line on which it begins."""

    def change(name: str, before: str, after: str) -> int:
        text = (spec / name).read_text(encoding="utf-8")
        assert before in text, f"{before!r} is not in {name}"
        (spec / name).write_text(text.replace(before, after, 1), encoding="utf-8")
        return text[: text.index(before)].count("\n") + 1

    return change
