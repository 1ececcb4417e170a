"""Layout of what the templates wrote: unused imports out, the rest sorted, lines wrapped. All of it by ruff."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from contralto_generator.model.names import CODE_WIDTH

_OPTIONS = ("--isolated", "--no-cache", "--quiet", "--target-version", "py311")


def formatted(files: Mapping[str, str], width: int = CODE_WIDTH) -> dict[str, str]:
    """The Python files among `files` as ruff lays them out, others unchanged. Raises RuntimeError if ruff fails."""
    with tempfile.TemporaryDirectory(prefix="contralto-") as name:
        return formatted_in(Path(name), files, width)


def formatted_in(folder: Path, files: Mapping[str, str], width: int = CODE_WIDTH) -> dict[str, str]:
    """As `formatted`, and what comes out stands in the folder, which is a fresh one."""
    options = (*_OPTIONS, "--config", f"line-length={width}")
    put(folder, files)
    _ruff("check", "--fix", "--select", "F401,I,RUF022", *options, str(folder))
    _ruff("format", *options, str(folder))
    return {path: (folder / path).read_text(encoding="utf-8") for path in files}


def put(folder: Path, files: Mapping[str, str]) -> None:
    """Writes the files below the folder."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def _ruff(*arguments: str) -> None:
    run = subprocess.run([sys.executable, "-m", "ruff", *arguments], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise RuntimeError(f"ruff could not lay out the generated code: {run.stdout}{run.stderr}")
