"""What a client may do to a connection: slow and endless heads and bodies, too many of everything, and leaving."""

from __future__ import annotations

import contextlib
import signal
import socket
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from contralto_conformance.mock import MockSettings, serve
from contralto_conformance.mock.connections import MAX_HEAD_BYTES

from .conftest import KEY, NEW, OLD, Api, Socket, speech
from .test_server import process

Start = Callable[..., Api]
HEAD = f"X-API-Key: {KEY}\r\nCartesia-Version: {NEW}\r\nHost: mock\r\n"


@contextlib.contextmanager
def wire(api: Api) -> Iterator[socket.socket]:
    """A bare connection to the mock."""
    parts = urlsplit(api.url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as connection:
        yield connection


def rest(connection: socket.socket) -> bytes:
    """Everything that comes until the mock closes the connection."""
    got = bytearray()
    with contextlib.suppress(ConnectionResetError):
        while piece := connection.recv(65536):
            got += piece
    return bytes(got)


def answer_to(api: Api, sent: bytes) -> bytes:
    """What is answered to these bytes until the connection is closed."""
    with wire(api) as connection, contextlib.suppress(BrokenPipeError, ConnectionResetError):
        connection.sendall(sent)
        return rest(connection)
    return b""


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    """A mock without patience."""
    with serve(MockSettings(request_timeout_s=0.3)) as running:
        api = Api(running)
        with api.client:
            yield api


def test_a_head_that_does_not_come_to_its_end_is_given_up(api: Api) -> None:
    said = answer_to(api, b"GET / HTTP/1.1\r\nHost: mo")
    assert said.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
    assert said.endswith(b"\r\n\r\nthe head of the request took too long")


def test_a_connection_on_which_nothing_is_sent_is_closed_without_a_word(api: Api) -> None:
    assert answer_to(api, b"") == b""


def test_a_second_head_has_its_own_time(api: Api) -> None:
    with wire(api) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: mock\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
        connection.sendall(b"GET / HTTP/1.1\r\nHost")
        assert rest(connection).startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize(
    ("version", "said"), [(NEW, b'"title": "Request timeout"'), (OLD, b"Request timeout: the body")]
)
def test_a_body_that_does_not_come_to_its_end_is_given_up(version: str, said: bytes, api: Api) -> None:
    head = HEAD.replace(NEW, version) + "Content-Length: 100\r\nContent-Type: application/json\r\n\r\n"
    answer = answer_to(api, b"POST /tts/bytes HTTP/1.1\r\n" + head.encode() + b'{"model')
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert said in answer


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\n" + b"".join(b"x-%d: %s\r\n" % (n, b"y" * 100) for n in range(1000)) + b"\r\n",
        b"GET / HTTP/1.1\r\nx: " + b"y" * MAX_HEAD_BYTES + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nx: " + b"y" * 10 * MAX_HEAD_BYTES,
        b"GET /" + b"y" * MAX_HEAD_BYTES + b" HTTP/1.1\r\n\r\n",
        b"GET /" + b"y" * 10 * MAX_HEAD_BYTES,
    ],
    ids=["many", "long", "endless", "path", "endless-path"],
)
def test_a_head_that_is_too_large_is_refused(sent: bytes, api: Api) -> None:
    with wire(api) as connection:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(sent)
        said = rest(connection)
    # A reset may overtake the answer when the client goes on writing.
    assert said.startswith(b"HTTP/1.1 431 ") or not said
    assert api.client.get(api.url + "/").status_code == 200


def test_a_head_just_within_the_bound_is_taken(api: Api) -> None:
    assert api.client.get(api.url + "/", headers={"x": "y" * (MAX_HEAD_BYTES - 1000)}).status_code == 200


@pytest.mark.parametrize(
    ("query", "headers"),
    [("", {f"x-{number}": "y" for number in range(300)}), ("", {"x": "y" * 9000}), ("?q=" + "y" * 9000, {})],
    ids=["many", "long", "query"],
)
def test_an_upgrade_with_a_head_that_is_too_large_is_refused(query: str, headers: dict[str, str], api: Api) -> None:
    with pytest.raises(InvalidStatus, match="431"):
        connect(f"{api.websocket_url}/tts/websocket{query}", additional_headers=headers)


@pytest.mark.parametrize(
    "sent", [b"\x16\x03\x01\x02\x00\x01\x00", b"GET\r\n\r\n", b"\r\n\r\n\r\nHELLO\r\n\r\n", b"\0" * 5000]
)
def test_what_is_no_http_is_refused(sent: bytes, api: Api) -> None:
    assert answer_to(api, sent).startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 408 "))


UPGRADE = (
    f"GET /tts/websocket HTTP/1.1\r\n{HEAD}Upgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
).encode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Version: 13", b"Version: \xc513"),
        (b"/tts/", b"/tts\xff/"),
        (b"Host: mock", b"Host: \xff"),
        (b"tts", b"tts\x01"),
    ],
)
def test_an_upgrade_that_is_not_ascii_is_refused(
    old: bytes, new: bytes, api: Api, capfd: pytest.CaptureFixture[str]
) -> None:
    with wire(api) as connection:
        connection.sendall(UPGRADE.replace(old, new))
        assert connection.recv(100).startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 404 ", b"HTTP/1.1 101 "))
    assert api.client.get(api.url + "/").status_code == 200
    assert capfd.readouterr().err == ""


def test_frames_that_cannot_be_read_may_come_before_the_upgrade_is_answered(
    api: Api, capfd: pytest.CaptureFixture[str]
) -> None:
    with wire(api) as connection:
        connection.sendall(UPGRADE)
        connection.sendall(b"\xff" * 100)
        connection.settimeout(0.3)
        # What comes in one piece with the upgrade is lost, and the socket is open.
        with contextlib.suppress(TimeoutError):
            rest(connection)
    assert api.client.get(api.url + "/").status_code == 200
    assert capfd.readouterr().err == ""


def chunks(size: int) -> Iterator[bytes]:
    for _ in range(size // 65536):
        yield b" " * 65536


@pytest.mark.parametrize("content", [b" " * 5_000_000, chunks(100_000_000)], ids=["announced", "chunked"])
def test_a_body_that_is_too_large_is_refused(content: Any, api: Api) -> None:
    try:
        answer = api.client.post(api.url + "/access-token", content=content, headers={"X-API-Key": KEY})
    except httpx.WriteError:
        return  # the connection ended while the client was still writing
    assert answer.status_code == 413


def test_more_connections_than_there_may_be_are_refused(mock: Start) -> None:
    api = mock(max_connections=3)
    with contextlib.ExitStack() as stack:
        held = [stack.enter_context(api.connect()) for _ in range(3)]
        with wire(api) as connection:
            said = rest(connection)
        assert said.startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
        assert said.endswith(b"more than 3 connections are open")
        Socket(held[0]).ask()
        assert Socket(held[0]).until_done()[-1]["type"] == "done"
        held[0].close()
        assert api.client.get(api.url + "/").status_code == 200


def test_hundreds_of_sockets_are_held_and_let_go(mock: Start) -> None:
    api = mock()
    with contextlib.ExitStack() as stack:
        held = [stack.enter_context(api.connect()) for _ in range(300)]
        for connection in (held[0], held[-1]):
            Socket(connection).ask("Hi.")
            assert Socket(connection).until_done()[-1]["type"] == "done"
    assert api.client.get(api.url + "/").status_code == 200


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_uploads_stalls_and_sockets(number: signal.Signals) -> None:
    headers = {"X-API-Key": KEY, "Cartesia-Version": NEW}
    with process() as (url, running), contextlib.ExitStack() as stack:
        parts = urlsplit(url)
        upload = stack.enter_context(socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10))
        upload.sendall(
            f"POST {parts.path}/tts/bytes HTTP/1.1\r\n{HEAD}Content-Length: 1000\r\n\r\n{{".encode(),
        )
        silent = stack.enter_context(socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10))
        speaking = stack.enter_context(
            connect("ws" + url.removeprefix("http") + "/tts/websocket", additional_headers=headers)
        )
        Socket(speaking).ask("word " * 1000)
        Socket(speaking).event()
        stream = stack.enter_context(
            httpx.stream("POST", url + "/tts/sse", json=speech(transcript="word " * 1000), headers=headers)
        )
        assert next(stream.iter_raw())
        running.send_signal(number)
        assert running.wait(5) == 0
        with contextlib.suppress(ConnectionClosed):
            while speaking.recv(timeout=5):
                pass
        for connection in (upload, silent):
            rest(connection)
        assert (running.stdout.read(), running.stderr.read()) == ("", "")  # type: ignore[union-attr]
