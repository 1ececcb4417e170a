"""What the README shows works as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from contralto_conformance.mock import MockSettings, serve

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
TESTS = [code for code in BLOCKS if "\ndef test_" in code]
FILES = [code for code in BLOCKS if code.startswith("# ")]
PROGRAMS = [code for code in BLOCKS if code not in (*TESTS, *FILES)]

pytest_plugins = ["pytester"]


def test_the_readme_has_two_programs_and_a_test() -> None:
    assert (len(PROGRAMS), len(TESTS)) == (2, 1)


def test_the_test_passes(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile(TESTS[0])
    pytester.runpytest_subprocess("-p", "contralto", "--strict-markers").assert_outcomes(passed=1)


@pytest.mark.parametrize("code", PROGRAMS, ids=["official-sdk", "our-client"])
def test_an_example_runs_against_the_mock(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    with serve(MockSettings()) as mock:
        port = mock.url.rpartition(":")[2]
        exec(compile(code.replace("127.0.0.1:8080", f"127.0.0.1:{port}"), "README.md", "exec"), {})
    assert capsys.readouterr().out.strip()


def test_the_targets_that_the_readme_names_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"`?make ([a-z]+)`?", README)) - {"alone"}
    assert named
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in named), named


def test_the_ci_script_runs_the_test_command_of_the_readme() -> None:
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "make test" in README
    assert "make test" in script
