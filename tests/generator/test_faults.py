"""What `contralto generate` says about faults of a request: all of them at once, with their places, and exit code 2.

Each folder of `faults/` has the command's arguments and files, and what it prints. `CONTRALTO_UPDATE_GOLDEN=1 pytest
tests/generator/test_faults.py` writes that anew; read the difference before you commit it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from contralto_cli.main import main

FAULTS = Path(__file__).parent / "faults"
CASES = sorted(path.name for path in FAULTS.iterdir() if path.is_dir())


@pytest.mark.parametrize("case", CASES)
def test_faults_are_told_together(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in FAULTS.joinpath(case).iterdir():
        tmp_path.joinpath(path.name).write_bytes(path.read_bytes())
    there = sorted(path.name for path in tmp_path.rglob("*"))
    monkeypatch.chdir(tmp_path)
    arguments = Path("arguments.txt").read_text(encoding="utf-8").split()
    assert main(["generate", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    expected = FAULTS / case / "expected.txt"
    if os.environ.get("CONTRALTO_UPDATE_GOLDEN"):
        expected.write_text(said.err, encoding="utf-8")
    assert said.err == expected.read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.rglob("*")) == there  # nothing was written
