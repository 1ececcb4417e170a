"""`contralto examine`: what it prints, what it writes, and how it ends."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.examine.examining import program

from contralto_cli.main import main
from contralto_conformance.examine.scenarios import bundled

Capture = pytest.CaptureFixture[str]
RAW = shlex.join(program("raw.py"))
WRONG = shlex.join(program("raw.py", "--defect", "client.done-status-either"))
FRAMING = ("--only", "client.sse-framing-understood")


def test_a_client_that_keeps_what_is_asked_ends_with_0(capsys: Capture) -> None:
    assert main(["examine", "--command", RAW, "--stays", *FRAMING]) == 0
    out = capsys.readouterr().out
    assert "  client.sse-framing-understood  MUST  pass\n" in out
    assert "run       1 API version, 5 scenarios, " in out
    assert out.endswith("All 1 judged requirements are met: exit 0\n")


def test_a_violation_says_what_came_and_how_to_see_it_again(tmp_path: Path, capsys: Capture) -> None:
    report = tmp_path / "report"
    arguments = ["--only", "client.done-status-either", "--strict", "--report", str(report)]
    assert main(["examine", "--command", WRONG, *arguments]) == 1
    out = capsys.readouterr().out
    assert "WARN  client.done-status-either  SHOULD  client  2026-08-14\n" in out
    assert "expected  no error\n" in out
    assert "where     tts-sse/done-with-206: the report, `error`\n" in out
    again = f"contralto examine --command {shlex.quote(WRONG)} --strict --only client.done-status-either\n"
    assert f"again     {again}" in out
    for name in ("report.json", "report.md", "report.html", "junit.xml"):
        written = (report / name).read_text(encoding="utf-8")
        assert "client.done-status-either" in written
        assert "sk_car_" not in written
    assert json.loads((report / "report.json").read_text(encoding="utf-8"))["run"]["exit_code"] == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "`--command` is missing"),
        (["--command", "no-such-program"], "the program `no-such-program` does not exist or may not be executed"),
        (["--command", RAW, "--only", "tts.ws.done-is-last"], "none of these requirements binds clients"),
        (["--command", RAW, "--only", "client.sings"], "client.sings"),
        (["--command", RAW, "--concurrency", "0"], "`--concurrency` must be at least 1, got 0"),
        (["--command", RAW, "--patience", "0"], "`--patience` must be greater than 0, got 0"),
        (["--command", RAW, "--format", "tea"], "`--format tea` does not exist"),
    ],
)
def test_what_cannot_be_done_is_told_with_2(arguments: list[str], told: str, capsys: Capture) -> None:
    assert main(["examine", *arguments]) == 2
    assert told in capsys.readouterr().err


def test_the_protocol_names_every_task_and_all_that_is_given_and_reported(capsys: Capture) -> None:
    assert main(["examine", "--protocol"]) == 0
    page = capsys.readouterr().out
    words = set(re.findall(r"`([^`]+)`", page))
    assert {scenario.task for scenario in bundled().values()} <= words
    assert {name for scenario in bundled().values() for name in scenario.given} <= words


def test_a_program_that_crashes_cannot_be_judged(capsys: Capture) -> None:
    crash = shlex.join([sys.executable, "-c", "raise KeyError('no scenario')"])
    assert main(["examine", "--command", crash, *FRAMING]) == 2
    err = capsys.readouterr().err
    assert "the program does not manage what is plain: `tts-sse/plain` is not understood" in err
    assert "its last line: KeyError: 'no scenario'" in err


def test_a_run_that_is_told_to_stop_says_so(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    source = f"import time; open({str(begun)!r}, 'w').close(); time.sleep(600)"
    hang = shlex.join([sys.executable, "-c", source])
    command = [sys.executable, "-m", "contralto_cli", "examine", "--command", hang, *FRAMING, "--patience", "60"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        while not begun.exists():
            assert run.poll() is None
            time.sleep(0.01)
        run.terminate()
        _, err = run.communicate(timeout=60)
    assert run.returncode == 2
    assert "interrupted before all requirements were judged" in err
