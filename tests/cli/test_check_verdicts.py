"""`contralto check` against the mock: exit codes, and what is printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contralto_cli.main import main
from contralto_conformance.mock import MockSettings, serve

KEY = "sk_car_very.secret-key"


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONTRALTO_API_KEY", raising=False)
    monkeypatch.setenv("CARTESIA_API_KEY", KEY)


def checked(*arguments: str, defects: tuple[str, ...] = ()) -> int:
    with serve(MockSettings(api_keys=(KEY,), prefix="/v1/cartesia", defects=defects)) as mock:
        return main(["check", mock.url, "--no-generated", *arguments])


def test_a_healthy_server_is_exit_0(capfd: pytest.CaptureFixture[str]) -> None:
    assert checked("--only", "voices.*") == 0
    out, err = capfd.readouterr()
    assert "voices.list-is-a-page" in out
    assert err == ""


def test_a_violated_must_is_exit_1_and_named(capfd: pytest.CaptureFixture[str]) -> None:
    assert checked("--only", "voices.unknown-id-is-404", defects=("voices.unknown-id-is-404",)) == 1
    out, err = capfd.readouterr()
    assert "voices.unknown-id-is-404" in out
    assert "fail" in out.lower()
    assert err == ""


def test_a_violated_should_is_exit_1_only_if_strict() -> None:
    name = "voices.limit-out-of-range-refused"
    assert checked("--only", name, defects=(name,)) == 0
    assert checked("--only", name, "--strict", defects=(name,)) == 1


def test_the_key_stands_in_no_output_and_no_report(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert checked("--only", "auth.*", "--only", "voices.*", "--report", str(tmp_path)) == 0
    out, err = capfd.readouterr()
    assert "very.secret" not in out + err
    written = list(tmp_path.iterdir())
    assert len(written) >= 3
    for file in written:
        assert "very.secret" not in file.read_text(), file.name


def test_json_on_stdout_is_one_document(capfd: pytest.CaptureFixture[str]) -> None:
    assert checked("--only", "voices.*", "--format", "json", "--api-version", "2026-08-14") == 0
    out, _ = capfd.readouterr()
    assert json.loads(out)["run"]


def test_two_versions_can_be_named() -> None:
    assert checked("--only", "voices.*", "--api-version", "2025-04-16", "--api-version", "2026-08-14") == 0


def test_generated_sessions_find_what_no_case_says(tmp_path: Path) -> None:
    with serve(MockSettings(api_keys=(KEY,), defects=("tts.ws.done-is-last",))) as mock:
        code = main(["check", mock.url, "--only", "tts.ws.done-is-last", "--report", str(tmp_path)])
    assert code == 1
    report = (tmp_path / "report.json").read_text()
    assert "sessions/tts-ws" in report
    assert "suite: sessions" in report


def test_a_script_of_a_session_can_be_played_again(tmp_path: Path) -> None:
    script = tmp_path / "script.yaml"
    script.write_text(
        "suite: sessions\ncases:\n  - name: tts-ws\n    about: generated session\n    steps:\n"
        "      - connect: {label: socket-1, path: /tts/websocket}\n"
        "      - send: {transcript: Yes., context_id: $a}\n"
        "      - await: {type: done, context_id: $a}\n      - barrier: true\n"
    )
    arguments = ("--cases", str(script), "--only", "tts.ws.done-is-last", "--api-version", "2026-08-14")
    assert checked(*arguments) == 0
    assert checked(*arguments, defects=("tts.ws.done-is-last",)) == 1
