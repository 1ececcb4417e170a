"""The journal: what was asked and answered, without secrets, bounded, and as HAR."""

from __future__ import annotations

import base64
import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect

from contralto_conformance.mock import MockSettings, Running, journal, run, serve

from .conftest import KEY, NEW, Socket, speech
from .test_server import first_line

HEADERS = {"X-API-Key": KEY, "Cartesia-Version": NEW}
ENTRY = {"startedDateTime", "time", "request", "response", "cache", "timings"}
REQUEST = {"method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"}
RESPONSE = {"status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "headersSize"}


@pytest.fixture(scope="module")
def shared() -> Iterator[Running]:
    """A mock whose journal is looked at."""
    with serve(MockSettings(clock=lambda: 1_790_000_000.5)) as running:
        yield running


@pytest.fixture
def running(shared: Running) -> Running:
    """The mock with an empty journal."""
    shared.reset()
    return shared


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A function that makes the bounds of the journal smaller."""

    def bound(**sizes: int) -> None:
        for name, size in sizes.items():
            monkeypatch.setattr(journal, name, size)

    return bound


def test_a_request_is_there_with_its_answer(running: Running) -> None:
    body = speech(transcript="Hi")
    answer = httpx.post(running.url + "/tts/sse", json=body, headers=HEADERS)
    (exchange,) = running.requests
    assert (exchange.method, exchange.path, exchange.status) == ("POST", "/tts/sse", 200)
    assert exchange.json() == body
    assert exchange.headers["cartesia-version"] == NEW
    assert exchange.response_body == answer.content
    assert exchange.response_size == len(answer.content)
    assert exchange.is_complete


def test_a_request_under_way_is_there_too(running: Running) -> None:
    long = speech(transcript="word " * 20000)
    with httpx.stream("POST", running.url + "/tts/sse", json=long, headers=HEADERS) as stream:
        next(stream.iter_raw())
        (exchange,) = running.requests
        assert exchange.status == 200
        assert not exchange.is_complete


def test_faults_are_seen_as_they_were_on_the_wire(running: Running) -> None:
    running.set_fault("voices.list:html")
    httpx.get(running.url + "/voices", headers=HEADERS)
    (exchange,) = running.requests
    assert exchange.status == 502
    assert exchange.response_body.startswith(b"<!DOCTYPE html>")


def test_messages_of_a_socket_are_there_in_both_directions(running: Running) -> None:
    with connect(running.websocket_url + "/tts/websocket", additional_headers=HEADERS) as connection:
        socket = Socket(connection)
        socket.ask("Hello.")
        events = socket.until_done()
        connection.send(b"\x00\xff")
        socket.event()
        (exchange,) = running.requests
    assert (exchange.transport, exchange.status) == ("websocket", 101)
    senders = [message.sender for message in exchange.messages]
    assert senders == ["client", *["server"] * len(events), "client", "server"]
    assert json.loads(exchange.messages[0].payload)["transcript"] == "Hello."
    assert [json.loads(message.payload) for message in exchange.messages[1:-2]] == events
    assert exchange.messages[-2].payload == b"\x00\xff"


def test_a_refused_upgrade_has_its_status(running: Running) -> None:
    with pytest.raises(Exception, match="401"):
        connect(running.websocket_url + "/tts/websocket")
    (exchange,) = running.requests
    assert (exchange.transport, exchange.status) == ("websocket", 401)


def test_no_secret_is_shown_anywhere(running: Running) -> None:
    token = httpx.post(
        running.url + "/access-token", json={"grants": {"tts": True}}, headers={"Authorization": f"Bearer {KEY}"}
    ).json()["token"]
    httpx.get(running.url + "/voices", headers={"Authorization": f"Bearer {token}"})
    httpx.get(running.url + f"/voices?api_key={KEY}&limit=1", headers=HEADERS)
    url = f"{running.websocket_url}/tts/websocket?access_token={token}&cartesia_version={NEW}"
    with connect(url, subprotocols=[f"keypool-token.{token}"], additional_headers={"Cookie": token}) as connection:  # type: ignore[list-item]
        connection.send(json.dumps({"context_id": "a", "api_key": KEY, "nested": {"access_token": token}}))
        connection.recv(timeout=5)
        shown = json.dumps(running.journal) + repr(running.requests)
    for secret in (KEY, token):
        assert secret not in shown
    assert shown.count("Bearer [redacted]") >= 2
    assert '"limit"' in shown


def test_what_breaks_off_within_a_secret_shows_nothing_of_it(running: Running, small: Callable[..., None]) -> None:
    small(MAX_PART_BYTES=30)
    httpx.post(running.url + "/access-token", content=b'{"api_key": "sk_car_test_and_much_more"}', headers=HEADERS)
    (exchange,) = running.requests
    assert exchange.request_body == b'{"api_key": "[redacted]'


def test_the_oldest_go_first(small: Callable[..., None]) -> None:
    with serve(MockSettings(journal_size=3)) as running:
        for number in range(5):
            httpx.get(f"{running.url}/{number}")
        assert [exchange.path for exchange in running.requests] == ["/2", "/3", "/4"]


def test_bodies_are_cut_and_counted(running: Running, small: Callable[..., None]) -> None:
    small(MAX_PART_BYTES=100)
    answer = httpx.post(running.url + "/tts/bytes", json=speech(transcript="a" * 500), headers=HEADERS)
    (exchange,) = running.requests
    assert len(exchange.request_body) == len(exchange.response_body) == 100
    assert exchange.request_size > 500
    assert exchange.response_size == len(answer.content)


def test_an_answer_that_broke_off_is_no_whole_one(running: Running) -> None:
    httpx.get(running.url + "/voices", headers=HEADERS)
    running.set_fault("voices.list:truncate")
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(running.url + "/voices", headers=HEADERS)
    whole, broken = running.journal["log"]["entries"]
    assert "_error" not in whole["response"]
    assert broken["response"]["_error"] == "net::ERR_ABORTED"


def test_a_whole_body_has_the_size_of_what_is_shown_in_the_place_of_its_secrets(running: Running) -> None:
    httpx.post(running.url + "/access-token", json={"grants": {"tts": True}}, headers=HEADERS)
    (exchange,) = running.requests
    assert b"[redacted]" in exchange.response_body
    assert exchange.response_size == len(exchange.response_body)


def test_all_of_it_together_is_bounded(running: Running, small: Callable[..., None]) -> None:
    small(MAX_KEPT_BYTES=100_000)
    for number in range(20):
        httpx.post(f"{running.url}/access-token?{number}", content=b"x" * 30_000, headers=HEADERS)
    kept = running.requests
    assert 0 < len(kept) <= 3
    assert kept[-1].query == (("19", ""),)


def test_a_socket_that_never_ends_is_bounded_too(running: Running, small: Callable[..., None]) -> None:
    small(MAX_KEPT_BYTES=50_000)
    with connect(running.websocket_url + "/tts/websocket", additional_headers=HEADERS) as connection:
        for _ in range(100):
            connection.send("x" * 1000)
            connection.recv(timeout=5)
    assert running.requests == ()


def test_the_journal_may_be_left_out() -> None:
    with serve(MockSettings(journal_size=0)) as running:
        httpx.get(running.url)
        assert running.requests == ()
        assert running.journal["log"]["entries"] == []


def test_the_journal_outlives_the_mock() -> None:
    with serve() as running:
        httpx.get(running.url + "/voices")
    assert [exchange.status for exchange in running.requests] == [401]


def test_it_is_har(running: Running) -> None:
    httpx.post(running.url + "/tts/bytes?a=1&a=2", json=speech(), headers=HEADERS)
    with connect(running.websocket_url + "/tts/websocket", additional_headers=HEADERS) as connection:
        Socket(connection).ask("Hi.")
        Socket(connection).until_done()
        connection.send(b"\x00")
        Socket(connection).event()
        log: Any = running.journal["log"]
    json.dumps(log)
    assert (log["version"], log["creator"]["name"]) == ("1.2", "contralto mock")
    spoken, socket = log["entries"]
    for entry in (spoken, socket):
        assert set(entry) >= ENTRY
        assert set(entry["request"]) >= REQUEST
        assert set(entry["response"]) >= RESPONSE
        assert entry["startedDateTime"] == "2026-09-21T14:13:20.500000+00:00"
        assert entry["time"] == sum(entry["timings"].values())
    assert spoken["request"]["queryString"] == [{"name": "a", "value": "1"}, {"name": "a", "value": "2"}]
    assert json.loads(spoken["request"]["postData"]["text"]) == speech()
    content = spoken["response"]["content"]
    assert (content["mimeType"], content["encoding"]) == ("audio/pcm", "base64")
    assert len(base64.b64decode(content["text"])) == content["size"]
    assert socket["_resourceType"] == "websocket"
    assert socket["request"]["url"].startswith("ws://")
    messages = socket["_webSocketMessages"]
    assert (messages[0]["type"], messages[0]["opcode"]) == ("send", 1)
    assert json.loads(messages[1]["data"])["type"] == "chunk"
    assert messages[-2] == {"type": "send", "time": 1_790_000_000.5, "opcode": 2, "data": "AA=="}


def test_the_file_is_written_when_the_mock_ends(tmp_path: Path) -> None:
    path = tmp_path / "mock.har"
    command = [sys.executable, "-m", "contralto_cli", "mock", "--port", "0", "--journal", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        url = first_line(process)
        httpx.get(url + "/voices", headers=HEADERS)
        with connect("ws" + url.removeprefix("http") + "/tts/websocket", additional_headers=HEADERS) as connection:
            Socket(connection).ask()
            Socket(connection).event()
            assert not path.exists()
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0
    entries = json.loads(path.read_text())["log"]["entries"]
    assert [entry["response"]["status"] for entry in entries] == [200, 101]
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "mock.har"
    command = [sys.executable, "-m", "contralto_cli", "mock", "--port", "0", "--journal", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        first_line(process)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=10)
    assert process.returncode == 2
    assert said.startswith(f"contralto mock: the journal cannot be written to `{path}`: ")


def test_a_file_without_a_journal_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^`journal_file` wants a journal"):
        run(MockSettings(journal_size=0, journal_file=Path("x")))
