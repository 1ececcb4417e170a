"""https and wss beside plain text, with a certificate that those trust who are told to."""

from __future__ import annotations

import os
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.sync.client import connect

from contralto_conformance.mock import MockSettings, Running, run, serve

from .conftest import KEY, NEW, Socket
from .test_server import first_line

HEADERS = {"X-API-Key": KEY, "Cartesia-Version": NEW}


@pytest.fixture(scope="module")
def tls() -> Iterator[Running]:
    """A mock with TLS."""
    with serve(MockSettings(tls=True, prefix="/v1/x")) as running:
        yield running


def trust(running: Running) -> ssl.SSLContext:
    """A context that trusts the authority of the mock and nobody else."""
    return ssl.create_default_context(cafile=str(running.ca_file))


def by_name(url: str | None, name: str) -> str:
    """The URL with another name for this machine."""
    assert url is not None
    return url.replace("127.0.0.1", name)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_https_is_served_beside_plain_text(tls: Running, name: str) -> None:
    with httpx.Client(verify=trust(tls), headers=HEADERS) as client:
        secure = client.get(by_name(tls.tls_url, name) + "/voices")
        plain = client.get(tls.url + "/voices")
    assert secure.status_code == 200
    assert secure.json() == plain.json()


def test_wss_is_served(tls: Running) -> None:
    url = by_name(tls.tls_url, "localhost").replace("https", "wss") + "/tts/websocket"
    with connect(url, ssl=trust(tls), additional_headers=HEADERS) as connection:
        socket = Socket(connection)
        socket.ask()
        assert socket.until_done()[-1]["type"] == "done"


def test_who_was_not_told_does_not_trust_it(tls: Running) -> None:
    assert tls.tls_url is not None
    with httpx.Client(verify=ssl.create_default_context()) as client, pytest.raises(httpx.ConnectError, match="verify"):
        client.get(tls.tls_url)


def test_links_in_answers_are_of_the_scheme_of_the_request(tls: Running) -> None:
    with httpx.Client(verify=trust(tls), headers=HEADERS) as client:
        answer = client.get(f"{tls.tls_url}/voices", params={"expand[]": "preview_file_url", "limit": 1})
    assert answer.json()["data"][0]["preview_file_url"].startswith("https://")


def test_a_reset_strikes_tls_too() -> None:
    with (
        serve(MockSettings(tls=True, faults=("*:reset", "/x:429"))) as running,
        httpx.Client(verify=trust(running)) as client,
        pytest.raises(httpx.TransportError),
    ):
        client.get(f"{running.tls_url}/")


def test_the_authority_is_gone_with_the_mock_unless_it_was_given_a_file(tmp_path: Path) -> None:
    with serve(MockSettings(tls=True)) as running:
        passing = running.ca_file
        assert passing is not None
        assert passing.read_bytes().startswith(b"-----BEGIN CERTIFICATE-----")
    assert not passing.parent.exists()
    chosen = tmp_path / "ca.pem"
    with serve(MockSettings(tls=True, ca_file=chosen)) as running:
        assert running.ca_file == chosen
    assert chosen.exists()


def test_a_file_that_cannot_be_written_is_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "no" / "ca.pem"
    assert run(MockSettings(tls=True, ca_file=missing), "127.0.0.1", 0) == 2
    assert "No such file" in capsys.readouterr().err


def test_a_plain_mock_has_no_tls() -> None:
    with serve() as running:
        assert (running.tls_url, running.ca_file) == (None, None)
    with pytest.raises(ValueError, match=r"^`tls_port` and `ca_file` are of no use without `tls`"):
        MockSettings(tls_port=8443)


SDK = """
import sys
from cartesia import Cartesia
client = Cartesia(api_key=sys.argv[1], base_url=sys.argv[2])
with client.tts.websocket_connect() as socket:
    socket.send({
        "model_id": "sonic-3", "transcript": "Hello.", "context_id": "a",
        "voice": {"mode": "id", "id": "f786b574-daa5-4673-aa0c-cbe3e8534c02"},
        "output_format": {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 24000},
    })
    kinds = []
    for event in socket:
        kinds.append(event.type)
        if event.done:
            break
print(client.voices.list(limit=1).data[0].id is not None, kinds[0], kinds[-1])
"""


def test_the_official_sdk_speaks_wss_when_told_of_the_file_that_is_printed() -> None:
    command = [sys.executable, "-m", "contralto_cli", "mock", "--port", "0", "--tls"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            plain = first_line(process)
            secure, trusted = (process.stdout.readline().strip() for _ in range(2))
            assert plain.startswith("http://127.0.0.1:")
            name, _, path = trusted.partition("=")
            assert name == "SSL_CERT_FILE"
            said = subprocess.run(
                [sys.executable, "-c", SDK, KEY, secure],
                env={**os.environ, name: path},
                capture_output=True,
                text=True,
                timeout=30,
                check=False,
            )
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0
    assert (said.stdout, said.stderr) == ("True chunk done\n", ""), said.stderr
    assert not Path(path).exists()
