"""The process: what it prints, how it ends, and that nothing lingers."""

from __future__ import annotations

import contextlib
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from contralto_conformance.mock import MockSettings, create_app, run, serve

from .conftest import KEY, NEW, speech

PROGRAM = (
    "import sys; from contralto_conformance.mock import MockSettings, run; "
    "sys.exit(run(MockSettings(prefix='/v1/cartesia', pace='realtime'), '127.0.0.1', 0))"
)


@contextlib.contextmanager
def process() -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The mock as a process, with the first line it printed."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", PROGRAM], **pipes) as running:  # type: ignore[call-overload]
        try:
            yield first_line(running), running
        finally:
            if running.poll() is None:
                running.kill()


def first_line(running: subprocess.Popen[str]) -> str:
    """The first line that a process prints."""
    assert running.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(running.stdout, selectors.EVENT_READ)
        assert selector.select(20), "nothing was printed"
    return running.stdout.readline().rstrip("\n")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_first_line_is_the_url_and_a_signal_ends_it_with_open_streams(number: signal.Signals) -> None:
    headers = {"X-API-Key": KEY, "Cartesia-Version": NEW}
    with process() as (url, running):
        assert url.startswith("http://127.0.0.1:")
        assert url.endswith("/v1/cartesia")
        assert httpx.get(url + "/").json()["ok"] is True
        long = speech(transcript="word " * 1000)
        with (
            connect("ws" + url.removeprefix("http") + "/tts/websocket", additional_headers=headers) as idle,
            httpx.stream("POST", url + "/tts/sse", json=long, headers=headers) as stream,
        ):
            assert next(stream.iter_raw())
            running.send_signal(number)
            assert running.wait(5) == 0
            with pytest.raises(ConnectionClosed):
                idle.recv(timeout=5)
        assert (running.stdout.read(), running.stderr.read()) == ("", "")  # type: ignore[union-attr]


def test_a_port_in_use_is_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert run(MockSettings(), "127.0.0.1", port) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        f"contralto mock: port {port} of `127.0.0.1` is in use; choose another one, or `--port 0` for a free one\n"
    )


@pytest.mark.parametrize("host", ["no-such-host.invalid", "203.0.113.7"])
def test_an_address_of_no_one_is_exit_code_2(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(MockSettings(), host, 0) == 2
    assert f"`{host}` is no address of this machine" in capsys.readouterr().err


def test_serve_is_ready_at_once_and_ends_with_open_sockets() -> None:
    with serve() as running:
        assert httpx.get(running.url + "/").status_code == 200
        idle = connect(running.websocket_url + f"/tts/websocket?api_key={KEY}&cartesia_version={NEW}")
    with pytest.raises(ConnectionClosed):
        idle.recv(timeout=2)
    with pytest.raises(httpx.ConnectError):
        httpx.get(running.url + "/")


def test_two_mocks_run_side_by_side() -> None:
    with serve(MockSettings(api_keys=("one",))) as first, serve(MockSettings(api_keys=("two",))) as second:
        for running, key in ((first, "one"), (second, "two")):
            headers = {"X-API-Key": key, "Cartesia-Version": NEW}
            assert httpx.get(running.url + "/voices", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"api_keys": ()}, "`api_keys` must hold at least one key"),
        ({"pace": "slow"}, "`pace` must be `immediate` or `realtime`, got `slow`"),
        ({"time_scale": 0}, "`time_scale` must be greater than 0, got 0"),
        ({"prefix": "/a?b"}, "`prefix` must be a plain path"),
        ({"defects": ("tts.ws.done-is-lost",)}, "there is no defect `tts.ws.done-is-lost`; did you mean"),
    ],
)
def test_settings_that_make_no_sense_are_explained(settings: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match="^" + complaint.replace("?", r"\?")):
        create_app(MockSettings(**settings))  # type: ignore[arg-type]


def test_a_prefix_may_be_written_with_or_without_slashes() -> None:
    assert {MockSettings(prefix=prefix).prefix for prefix in ("v1/x", "/v1/x", "/v1/x/")} == {"/v1/x"}
    assert {MockSettings(prefix=prefix).prefix for prefix in ("", "/")} == {""}


def test_realtime_is_no_faster_than_the_audio() -> None:
    with serve(MockSettings(pace="realtime", time_scale=0.2)) as running:
        headers = {"X-API-Key": KEY, "Cartesia-Version": NEW}
        began_s = time.monotonic()
        answer = httpx.post(running.url + "/tts/bytes", json=speech(transcript="word " * 6), headers=headers)
        took_s = time.monotonic() - began_s
    # Only the lower bound: a busy machine may be slower, but audio cannot come before its time.
    assert took_s > 0.8 * 0.2 * len(answer.content) / 48000


def test_a_mock_starts_without_what_it_does_not_need() -> None:
    heavy = {
        "trustme",
        "cryptography",
        "schemathesis",
        "hypothesis",
        "httpx",
        "requests",
        "jinja2",
        "pytest",
        "soundfile",
    }
    program = (
        "import contralto_cli.main, contralto_conformance.mock as mock, sys; mock.create_app(); print(*sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert heavy & set(said.stdout.split()) == set()
