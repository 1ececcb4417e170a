"""Does a folder hold what the document gives?"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from contralto_generator.naming import default_out, default_package
from contralto_generator.output import STAGING
from contralto_generator.pipeline import generate
from contralto_generator.problems import GeneratorError

_IGNORED = frozenset({"__pycache__", "dist", "build", ".ruff_cache", ".mypy_cache", ".git", STAGING})


def check(
    api_version: str | None = None,
    dialect: str | None = None,
    out: Path | None = None,
    package: str | None = None,
    *,
    overlays: Sequence[Path] = (),
) -> str:
    """Unified diff from the folder to a fresh generation: changed, missing and surplus files. Empty if there is none.

    Without `out` the folder is the one that `default_out` names. Raises GeneratorError as `generate` does, and if the
    document has errors.
    """
    package = package or default_package(api_version, dialect, overlays)
    result = generate(api_version, dialect, None, package, overlays=overlays)
    if not result.ok:
        raise GeneratorError(problems=result.problems)
    out = out or default_out(package)
    found = _files_below(out)
    lines: list[str] = []
    for path in sorted(result.files.keys() | found.keys()):
        lines += _diff(path, found.get(path), result.files.get(path))
    return "".join(lines)


def _files_below(folder: Path) -> dict[str, str]:
    if not folder.is_dir():
        return {}
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in paths
        if not any(part in _IGNORED or part.endswith(".egg-info") for part in path.relative_to(folder).parts)
    }


def _diff(path: str, old: str | None, new: str | None) -> list[str]:
    if old == new:
        return []
    before, after = (old or "").splitlines(keepends=True), (new or "").splitlines(keepends=True)
    names = ("/dev/null" if old is None else f"a/{path}", "/dev/null" if new is None else f"b/{path}")
    lines = list(difflib.unified_diff(before, after, *names))
    if not lines:  # an empty file that came or went
        lines = [f"--- {names[0]}\n", f"+++ {names[1]}\n"]
    return [line if line.endswith("\n") else f"{line}\n" for line in lines]
