"""The test-suite that the vendor publishes with its Python SDK, in two generations, against the mock.

The suite leaves these tests out by itself, for want of a mock that answers them; see `run_suite.py` for how they run.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.second_opinion.programs import TEST_TIMEOUT_S, Program, assert_met

HERE = Path(__file__).parent
SUITES = Path(__file__).parents[3] / ".tools/suite"
VERSIONS = [file.stem.removeprefix("requirements-") for file in sorted(HERE.glob("requirements-*.txt"))]


@dataclass(frozen=True, slots=True)
class Suite(Program):
    """The suite of one version of the SDK."""

    version: str = ""

    @property
    def label(self) -> str:
        return f"suite_{self.version}"

    def checks(self) -> list[str]:
        """The names of the tests that ask a service; none where the suite is not installed."""
        folder = Path(self.command[-1]) / "tests/api_resources"
        return [name for file in sorted(folder.rglob("test_*.py")) for name in self._in_file(file, folder)]

    def _in_file(self, file: Path, folder: Path) -> Iterator[str]:
        for group in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(group, ast.ClassDef):
                for test in group.body:
                    if isinstance(test, ast.FunctionDef | ast.AsyncFunctionDef) and _asks(group.name, test):
                        yield f"{file.relative_to(folder)}::{group.name}::{test.name}[strict]"


def _asks(group: str, test: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    # Some tests bring the answer along; and no operation makes an agent, so there are too few to delete.
    brings_answer = any(argument.arg == "respx_mock" for argument in test.args.args)
    deletes_agent = group in ("TestAgents", "TestAsyncAgents") and test.name.endswith("_delete")
    return not brings_answer and not deletes_agent


def suite(version: str) -> Suite:
    folder = SUITES / version
    command = (str(folder / "bin/python"), str(HERE / "run_suite.py"), str(folder / f"cartesia-{version}"))
    return Suite(command, ("--api-key", "My Token"), version)


CASES = [(suite(version), check) for version in VERSIONS for check in suite(version).checks()]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_suite_is_there(version: str) -> None:
    assert (SUITES / version / ".ready").exists(), "a published suite is missing; run `make setup`"
    assert len(suite(version).checks()) > 300


@pytest.mark.timeout(TEST_TIMEOUT_S)
@pytest.mark.parametrize(
    ("suite", "check"), CASES, ids=[f"{suite.version}-{check.removesuffix('[strict]')}" for suite, check in CASES]
)
def test_published_suite(suite: Suite, check: str, shared_folder: Path) -> None:
    assert_met(suite, check, shared_folder)
