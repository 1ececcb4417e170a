"""What is written: the files that depend on the document, for one feature at a time.

`CONTRALTO_UPDATE_GOLDEN=1 pytest tests/generator/test_golden.py` writes the trees anew; read the difference before you
commit it.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from .conftest import FEATURES, GOLDEN, generated, package_of

_ALIKE_EVERYWHERE = ("/__init__.py", "/_wire.py", "/_version.py")
_FOLDERS = ("models/", "api/", "_async/resources/", "_async/client.py", "events/", "protocol/tables.py")


def specific_files(feature: str) -> dict[str, str]:
    """The files that say something about the document."""
    prefix = f"{package_of(feature)}/"
    files = {path.removeprefix(prefix): text for path, text in generated(feature).files.items()}
    return {
        path: text for path, text in files.items() if path.startswith(_FOLDERS) and not path.endswith(_ALIKE_EVERYWHERE)
    }


@pytest.mark.parametrize("feature", FEATURES)
def test_generated_files_are_the_golden_ones(feature: str) -> None:
    folder = GOLDEN / feature / "expected"
    files = specific_files(feature)
    if os.environ.get("CONTRALTO_UPDATE_GOLDEN"):
        _replace(folder, files)
    expected = {
        path.relative_to(folder).as_posix().removesuffix(".txt"): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.py.txt"))
    }
    assert files == expected


@pytest.mark.parametrize("feature", FEATURES)
def test_golden_documents_stay_small(feature: str) -> None:
    for path in (GOLDEN / feature).glob("*.yaml"):
        assert len(path.read_text(encoding="utf-8").splitlines()) < 40, f"{path.name} of {feature} shows too much"


def _replace(folder: Path, files: dict[str, str]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for path, text in files.items():
        target = folder / f"{path}.txt"  # not `.py`: nothing but this test shall find them
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
