"""Programs that use other clients than the current Python SDK, and what they say of the mock.

A program makes its checks one after the other and prints a line of JSON for each: `{"check": name, "problem": text}`,
where the problem of a check that is met is null. Starting it is what costs, so it runs once, and each check is a test
that reads its line. The names stand in the source as `check("...` at the start of a line.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .process import API_KEY, running_mock

PROGRAM_S = 90.0
TEST_TIMEOUT_S = 120

_CHECK = re.compile(r"""^@?check\(\s*(["'])(.+?)\1""", re.MULTILINE)
_STRANGE = re.compile(r"^(?:cartesia_|(?:https?|all|wss?|no)_proxy$|node_|pythonpath$|ssl_cert)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Program:
    """How one program is run, and the options of the mock that it talks to.

    The last word of `command` is the file with its checks. A mock with `--tls` is talked to in TLS.
    """

    command: tuple[str, ...]
    mock_options: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What it is called in the names of tests."""
        return Path(self.command[-1]).stem

    def checks(self) -> list[str]:
        """The names of its checks, as its source has them."""
        return [name for _, name in _CHECK.findall(Path(self.command[-1]).read_text(encoding="utf-8"))]

    def problems(self, shared: Path) -> dict[str, str | None]:
        """The problem of each check that was made, None for one that is met.

        Test processes that share the folder `shared` run the program once between them. Raises AssertionError for a
        program that fails as a whole.
        """
        said = shared / f"{self.label}.jsonl"
        with said.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not said.exists():
                said.write_text(self._run(), encoding="utf-8")
        lines = map(json.loads, said.read_text(encoding="utf-8").splitlines())
        return {line["check"]: line["problem"] for line in lines}

    def _run(self) -> str:
        environment = {name: value for name, value in os.environ.items() if not _STRANGE.match(name)}
        with running_mock(*self.mock_options) as mock:
            if mock.ca_file is not None:
                environment["NODE_EXTRA_CA_CERTS"] = mock.ca_file
            done = subprocess.run(
                self.command,
                env={**environment, "MOCK_URL": mock.tls_url or mock.url, "MOCK_API_KEY": API_KEY},
                capture_output=True,
                text=True,
                timeout=PROGRAM_S,
                check=False,
            )
        assert done.returncode == 0, f"{self.label} ended with {done.returncode}:\n{done.stderr}"
        return done.stdout


def cases(programs: Sequence[Program]) -> list[tuple[Program, str]]:
    """Every check of every program."""
    return [(program, name) for program in programs for name in program.checks()]


def case_id(value: object) -> str:
    """How a test names a program or a check."""
    return value.label if isinstance(value, Program) else str(value)


def assert_met(program: Program, check: str, shared: Path) -> None:
    """Fails with what the program said of one of its checks."""
    problems = program.problems(shared)
    assert check in problems, f"{program.label} never came to `{check}`"
    problem = problems[check]
    assert problem is None, problem
