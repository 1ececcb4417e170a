"""`contralto check --upstream` against the reference gateway: both sides of a proxy, from the command line."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from contralto_cli.main import main
from contralto_conformance.gateway import GatewaySettings, Key, Team, serve
from contralto_conformance.gateway.defects import hooks_for
from contralto_conformance.mock import MockSettings
from contralto_conformance.mock import serve as serve_mock

TOKEN = "team-token.very-secret"
KEY = "sk_car_upstream.very-secret"


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTRALTO_API_KEY", TOKEN)
    monkeypatch.setenv("CONTRALTO_UPSTREAM_KEY", KEY)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def checked(*arguments: str, defect: str | None = None, upstream: str | None = None, port: int | None = None) -> int:
    """The exit code of a run; the gateway calls `port` on the loopback, which is where the suite listens."""
    port = port or free_port()
    settings = GatewaySettings(f"127.0.0.1:{port}", {TOKEN: Team()}, (Key(KEY),))
    hooks = hooks_for(() if defect is None else (defect,))
    with serve(settings, hooks=hooks) as url:
        told = upstream or f"127.0.0.1:{port}"
        return main(["check", url, "--api-version", "2026-08-14", "--upstream", told, "--format", "json", *arguments])


def rows(document: str) -> dict[str, dict[str, Any]]:
    """The verdict on each requirement of a report."""
    return {entry["id"]: entry["verdicts"]["2026-08-14"] for entry in json.loads(document)["requirements"]}


def test_a_sound_gateway_is_exit_0(capfd: pytest.CaptureFixture[str]) -> None:
    assert checked("--only", "proxy.base-path-stripped") == 0
    assert rows(capfd.readouterr().out)["proxy.base-path-stripped"]["verdict"] == "pass"


def test_a_gateway_with_a_defect_is_exit_1() -> None:
    name = "proxy.base-path-stripped"
    assert checked("--only", name, defect=name) == 1


def test_no_secret_of_either_side_stands_in_a_report(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    name = "proxy.upstream-key-stays-there"
    assert checked("--only", "proxy.*credential*", "--only", name, "--report", str(tmp_path), defect=name) == 1
    out, err = capfd.readouterr()
    texts = [out, err, *(file.read_text() for file in tmp_path.iterdir())]
    assert not any("very-secret" in text for text in texts)
    assert any("[redacted-upstream-key-1]" in text for text in texts)


def test_a_report_holds_both_sides(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    name = "proxy.own-v1-is-kept"
    assert checked("--only", name, "--report", str(tmp_path), defect=name) == 0
    capfd.readouterr()
    report = json.loads((tmp_path / "report.json").read_text())
    [trace] = report["traces"]["2026-08-14"]["proxy/http/own-v1"]
    assert trace["exchanges"][0]["path"] == "/v1/agents"
    assert trace["upstream"][0]["path"] == "/agents"


def test_a_gateway_that_calls_another_service_is_not_judged(capfd: pytest.CaptureFixture[str]) -> None:
    assert checked("--only", "proxy.*", upstream=f"127.0.0.1:{free_port()}", port=free_port()) == 2
    assert "nothing of it arrived" in capfd.readouterr().err


def test_an_address_without_a_port_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    assert checked("--only", "proxy.*", upstream="localhost") == 2
    assert "HOST:PORT" in capfd.readouterr().err


def test_keys_of_the_gateway_have_to_be_known(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CONTRALTO_UPSTREAM_KEY")
    assert checked("--only", "proxy.*") == 2
    assert "CONTRALTO_UPSTREAM_KEY" in capfd.readouterr().err


def test_without_upstream_the_reason_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    with serve_mock(MockSettings(api_keys=(TOKEN,), prefix="/v1/cartesia", dialect="keypool")) as mock:
        command = ["check", mock.url, "--api-version", "2026-08-14", "--only", "proxy.*", "--format", "json"]
        assert main(command) == 0
    found = rows(capfd.readouterr().out)
    assert "--upstream" in found["proxy.base-path-stripped"]["reason"]
    assert found["proxy.unknown-team-token-refused"]["verdict"] == "pass"
