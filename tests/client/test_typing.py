"""The client in a project of a user that has strict type checkers: they accept what is right and find what is wrong."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.pyright import pyright

import contralto_client

PROGRAMS = Path(__file__).parent / "programs"
_EXPECTED = re.compile(r"# expect: (\w+)$")


def project(folder: Path, *programs: str) -> None:
    for name in programs:
        shutil.copy(PROGRAMS / name, folder)


@pytest.mark.timeout(300)
def test_pyright_accepts_what_is_right_and_finds_every_mistake(tmp_path: Path) -> None:
    project(tmp_path, "right.py", "wrong.py")
    found: dict[str, set[tuple[int, str]]] = {"right.py": set(), "wrong.py": set()}
    for item in pyright(tmp_path):
        rule = item.get("rule", "syntax")
        if not rule.startswith("reportUnknown"):  # what follows from another mistake
            found[Path(item["file"]).name].add((item["range"]["start"]["line"] + 1, rule))
    lines = (PROGRAMS / "wrong.py").read_text(encoding="utf-8").splitlines()
    expected = {(number, match[1]) for number, line in enumerate(lines, 1) if (match := _EXPECTED.search(line))}
    assert found == {"right.py": set(), "wrong.py": expected}
    assert len(expected) > 10


@pytest.mark.timeout(300)
def test_strict_mypy_accepts_the_same_program(tmp_path: Path) -> None:
    project(tmp_path, "right.py")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--config-file=",
            "--cache-dir",
            str(tmp_path / "cache"),
            "right.py",
        ],
        cwd=tmp_path,
        env=os.environ | {"MYPYPATH": str(Path(contralto_client.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
