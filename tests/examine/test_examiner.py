"""The examiner against real clients: our own and the official one pass, a careless one does not."""

from __future__ import annotations

import base64
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from cartesia import Cartesia
from cartesia.types.tts_generate_sse_params import OutputFormat
from tests.mock.conftest import KATIE, KEY, NEW, RAW, speech
from websockets.sync.client import connect

from contralto_client import Client
from contralto_conformance.examine import Examiner, Grade, write_report
from contralto_conformance.mock import MockSettings, Running, serve


def graded(settings: MockSettings, examiner: Examiner) -> dict[str, Grade]:
    return {grade.requirement.id: grade for grade in examiner.grades()}


def careless(mock: Running) -> None:
    """Names no version, shows its key in the query, and uses a context twice."""
    httpx.get(f"{mock.url}/voices?api_key={KEY}", headers={"X-API-Key": KEY})
    with connect(f"{mock.websocket_url}/tts/websocket?api_key={KEY}") as socket:
        for _ in range(2):
            socket.send(json.dumps({**speech(), "context_id": "a"}))
            while not json.loads(socket.recv(timeout=5))["done"]:
                pass


def test_a_careless_client_is_told_what_it_does() -> None:
    settings = MockSettings()
    examiner = Examiner(settings)
    with serve(settings, wrap=examiner.wrap) as mock:
        careless(mock)
    grades = graded(settings, examiner)
    violated = {name for name, grade in grades.items() if grade.verdict == "violated"}
    assert violated == {"client.version-on-every-request", "client.key-not-in-http-query", "client.fresh-context-ids"}
    assert grades["client.unknown-events-survived"].verdict == "met"


def test_our_client_keeps_everything_that_is_seen_of_it() -> None:
    settings = MockSettings()
    examiner = Examiner(settings)
    with serve(settings, wrap=examiner.wrap) as mock, Client(api_key=KEY, base_url=mock.url) as client:
        assert len(list(client.voices.list(limit=3))) > 3
        for _ in client.tts.sse(model_id="sonic-3", transcript="Hi.", voice=KATIE, output_format=RAW):
            pass
        with client.tts.connect() as socket:
            context = socket.context(model_id="sonic-3", voice=KATIE, output_format=RAW)
            context.send("Good morning. ")
            context.finish("How are you?")
            assert context.collect().audio
    grades = graded(settings, examiner)
    assert {name for name, grade in grades.items() if grade.verdict == "violated"} == set()
    seen = {name for name, grade in grades.items() if grade.verdict == "met"}
    assert {"client.unknown-events-survived", "client.sse-accept-header", "client.paging-ends"} <= seen


def test_the_official_client_keeps_what_is_seen_of_it() -> None:
    settings = MockSettings()
    examiner = Examiner(settings)
    with serve(settings, wrap=examiner.wrap) as mock:
        client = Cartesia(api_key=KEY, base_url=mock.url, websocket_base_url=mock.websocket_url)
        with client:
            assert client.voices.list(limit=5).data
            voice: Any = {"mode": "id", "id": KATIE}  # the type of the SDK has no mode
            output: OutputFormat = {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 24000}
            for _ in client.tts.generate_sse(model_id="sonic-3", transcript="Hi.", voice=voice, output_format=output):
                pass
    verdicts = {name: grade.verdict for name, grade in graded(settings, examiner).items()}
    assert verdicts["client.version-on-every-request"] == "met"
    assert verdicts["client.unknown-events-survived"] == "met"


def test_what_is_recorded_holds_no_secret() -> None:
    settings = MockSettings()
    examiner = Examiner(settings)
    with serve(settings, wrap=examiner.wrap) as mock:
        careless(mock)
        token = httpx.post(
            f"{mock.url}/access-token",
            headers={"X-API-Key": KEY, "Cartesia-Version": NEW},
            json={"grants": {"tts": True}},
        ).json()["token"]
        httpx.get(f"{mock.url}/voices", headers={"Authorization": f"Bearer {token}"})
    recorded = repr(examiner.exchanges())
    assert KEY not in recorded
    assert token not in recorded
    assert base64.b64encode(KEY.encode()).decode() not in recorded


def test_what_a_client_sent_cannot_break_out_of_the_report(tmp_path: Path) -> None:
    settings = MockSettings()
    examiner = Examiner(settings)
    with serve(settings, wrap=examiner.wrap) as mock:
        httpx.get(f"{mock.url}/voices/<script>|x", headers={"X-API-Key": KEY})
    write_report(tmp_path / "report.md", examiner.grades(), n_exchanges=1)
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "client.version-on-every-request" in text
    assert "<script>" not in text


@pytest.mark.parametrize("name", ["report.json", "report.md"])
def test_the_report_is_written_when_the_mock_ends(tmp_path: Path, name: str) -> None:
    report = tmp_path / name
    command = [sys.executable, "-m", "contralto_cli", "mock", "--port", "0", "--examine", str(report)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as mock:
        assert mock.stdout is not None
        url = mock.stdout.readline().strip()
        httpx.get(f"{url}/voices", headers={"X-API-Key": KEY})
        mock.send_signal(signal.SIGTERM)
        _, err = mock.communicate(timeout=30)
    assert mock.returncode == 1
    assert "1 of the requirements on clients violated" in err
    assert "client.version-on-every-request" in report.read_text(encoding="utf-8")
    if name.endswith(".json"):
        assert json.loads(report.read_text(encoding="utf-8"))["totals"]["violated"] == 1


def test_a_report_that_has_no_folder_is_refused_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "contralto_cli", "mock", "--examine", str(tmp_path / "none" / "r.md")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 2
    assert "does not exist" in ended.stderr
