"""Older generations of the vendor's Python SDK against the mock: each check of the programs beside this file."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.second_opinion.programs import TEST_TIMEOUT_S, Program, assert_met, case_id, cases

HERE = Path(__file__).parent
ENVIRONMENTS = Path(__file__).parents[3] / ".tools/python"


def program(version: str) -> Program:
    python = ENVIRONMENTS / version / "bin/python"
    return Program((str(python), "-W", "ignore", str(HERE / f"sdk_{version.replace('.', '_')}.py")))


PROGRAMS = [program(file.stem.removeprefix("requirements-")) for file in sorted(HERE.glob("requirements-*.txt"))]


@pytest.mark.timeout(TEST_TIMEOUT_S)
@pytest.mark.parametrize(("program", "check"), cases(PROGRAMS), ids=case_id)
def test_older_python(program: Program, check: str, shared_folder: Path) -> None:
    assert (Path(program.command[0]).parents[1] / ".ready").exists(), "an older SDK is missing; run `make setup`"
    assert_met(program, check, shared_folder)
