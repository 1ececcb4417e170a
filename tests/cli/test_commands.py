"""The other commands: `list`, `explain`, `mock`, `generate`, `spec`, and the frame around them."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

import contralto_spec
from contralto_cli.main import main

SPEC = contralto_spec.load()
Capture = pytest.CaptureFixture[str]


def test_list_prints_every_requirement_with_level_and_statement(capsys: Capture) -> None:
    assert main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(SPEC.requirements)
    for line, requirement in zip(lines, SPEC.requirements.values(), strict=True):
        assert line.split()[:2] == [requirement.id, requirement.level.upper()]
        assert line.endswith(requirement.statement)


def test_list_takes_globs_and_a_version(capsys: Capture) -> None:
    assert main(["list", "errors.*", "--api-version", "2025-04-16"]) == 0
    ids = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert "errors.legacy-title-and-message" in ids
    assert "errors.structured-members" not in ids
    assert all(name.startswith("errors.") for name in ids)


@pytest.mark.parametrize("requirement", list(SPEC.requirements))
def test_explain_tells_all_that_is_known(requirement: str, capsys: Capture) -> None:
    assert main(["explain", requirement]) == 0
    out = capsys.readouterr().out
    known = SPEC.requirement(requirement)
    assert out.startswith(f"{known.id}  {known.level.upper()}")
    words = " ".join(out.split())
    assert " ".join(known.statement.split()) in words
    for name in (*known.depends_on, *(source.title for source in known.sources)):
        assert " ".join(name.split()) in words
    for told in ("scenarios",) if known.party == "client" else ("cases", "defects"):
        assert f"\n  {told} " in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["explain", "tts.ws.nope"], "error: requirement `tts.ws.nope` does not exist"),
        (["explain"], "error: `REQUIREMENT_ID` is missing"),
        (["list", "nope.*"], "error: `nope.*` matches no requirement"),
        (["list", "--api-version", "1999-01-01"], "error: API version `1999-01-01` does not exist"),
        (["nonsense"], "error: there is no command `nonsense`"),
        (["check"], "error: `URL` is missing"),
        (["mock", "--port", "70000"], "error: `--port` must be 0 to 65535, got 70000"),
        (["mock", "--pace", "slow"], "error: invalid value"),
        (["mock", "--defect", "nope"], "error: there is no defect `nope`"),
        (["mock", "--prefix", "/a b"], "error: `prefix` must be a plain path"),
        (["mock", "--api-version", "1999-01-01"], "error: "),
        (["generate", "--api-version", "1999-01-01"], "error: API version `1999-01-01` does not exist"),
        (["generate", "--dialect", "nope"], "error: dialect `nope` does not exist"),
    ],
)
def test_wrong_arguments_are_one_sentence_and_exit_2(arguments: list[str], message: str, capfd: Capture) -> None:
    assert main(arguments) == 2
    out, err = capfd.readouterr()
    assert err.startswith(message), err
    assert "Traceback" not in out + err


def test_version_and_help_are_exit_0(capsys: Capture) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == "contralto 0.1.0\n"
    assert main([]) == 0
    out = capsys.readouterr().out
    for command in ("mock", "check", "list", "explain", "generate", "spec"):
        assert command in out


def test_the_frame_imports_no_command() -> None:
    code = (
        "import sys, contralto_cli.main\n"
        "print([m for m in sys.modules if m.startswith(('contralto_conf', 'contralto_gen', 'schemathesis', 'httpx'))])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


def test_mock_loads_neither_suite_nor_generator() -> None:
    code = (
        "import sys, contralto_cli.mock\n"
        "print([m for m in sys.modules if m.startswith(('contralto_conformance.runner', 'contralto_conformance.oracle',"
        " 'contralto_generator', 'schemathesis', 'hypothesis'))])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


@contextlib.contextmanager
def mock_process(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`contralto mock` as a process, and the first line it printed."""
    command = [sys.executable, "-m", "contralto_cli", "mock", "--port", "0", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


def test_mock_prints_its_url_first_and_ends_on_ctrl_c() -> None:
    with mock_process("--prefix", "/v1/cartesia") as (process, url):
        assert url.startswith("http://127.0.0.1:")
        assert url.endswith("/v1/cartesia")
        with urllib.request.urlopen(f"{url}/", timeout=5) as reply:
            assert reply.status == 200
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=5)
        assert (process.returncode, err) == (0, "")


def test_mock_says_when_its_port_is_taken(capfd: Capture) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["mock", "--port", str(port)]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert str(port) in err
    assert "Traceback" not in err


def test_generate_writes_a_client_and_check_sees_drift(tmp_path: Path, capfd: Capture) -> None:
    out = tmp_path / "client"
    assert main(["generate", "--out", str(out)]) == 0
    assert main(["generate", "--check", "--out", str(out)]) == 0
    changed = out / "contralto_client" / "__init__.py"
    changed.write_text(changed.read_text() + "# a change\n")
    capfd.readouterr()
    assert main(["generate", "--check", "--out", str(out)]) == 1
    text, err = capfd.readouterr()
    assert "-# a change" in text
    assert f"`contralto generate --out {out}` repairs it" in err


def test_spec_is_sound_and_its_bundles_are_current(capfd: Capture) -> None:
    assert main(["spec", "lint"]) == 0
    assert main(["spec", "bundle", "--check"]) == 0
    assert "the spec is sound" in capfd.readouterr().out
