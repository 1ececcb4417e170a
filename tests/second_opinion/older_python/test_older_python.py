"""Older generations of the vendor's Python SDK against the mock: each check of the programs beside this file."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.second_opinion.programs import TEST_TIMEOUT_S, Program, assert_met, case_id, cases

HERE = Path(__file__).parent
TOOLS = Path(__file__).parents[3] / ".tools"
# The last one shares its environment with the suite that is published with it.
ENVIRONMENTS = {"1.4.0": TOOLS / "python/1.4.0", "2.0.17": TOOLS / "python/2.0.17", "3.5.1": TOOLS / "suite/3.5.1"}


def program(version: str, environment: Path) -> Program:
    file = HERE / f"sdk_{version.replace('.', '_')}.py"
    return Program((str(environment / "bin/python"), "-W", "ignore", str(file)))


PROGRAMS = [program(*item) for item in ENVIRONMENTS.items()]


@pytest.mark.timeout(TEST_TIMEOUT_S)
@pytest.mark.parametrize(("program", "check"), cases(PROGRAMS), ids=case_id)
def test_older_python(program: Program, check: str, shared_folder: Path) -> None:
    assert (Path(program.command[0]).parents[1] / ".ready").exists(), "an older SDK is missing; run `make setup`"
    assert_met(program, check, shared_folder)
