"""Opening the socket: what is sent, refused, tried again."""

from __future__ import annotations

import http
import json
import time
from typing import Any

import pytest

FIXED = {"model_id": "sonic-3"}


@pytest.mark.parametrize(
    ("status", "kind", "n_attempts"),
    [(401, "AuthenticationError", 1), (404, "NotFoundError", 1), (429, "RateLimitError", 3), (503, "ServerError", 3)],
)
async def test_a_refused_upgrade_is_the_typed_error_by_status(
    face: Any, socket_server: Any, status: int, kind: str, n_attempts: int
) -> None:
    paths = []

    def refuse(connection: Any, request: Any) -> Any:
        paths.append(request.path)
        body = json.dumps({"title": "No", "message": "key sk_car_secret.key?", "request_id": "r-9", "error_code": None})
        return connection.respond(http.HTTPStatus(status), body)

    with socket_server.run(socket_server.echo, refuse) as url:
        async with face.session(url) as client:
            with pytest.raises(getattr(face, kind)) as caught:
                await face.tts_socket(client).open()
    error = caught.value
    assert (error.status_code, error.title, error.request_id) == (status, "No", "r-9")
    assert "secret" not in str(error)
    assert b"secret" not in error.body
    assert len(paths) == n_attempts


async def test_an_upgrade_refused_for_a_moment_is_tried_again(face: Any, socket_server: Any) -> None:
    paths = []

    def refuse(connection: Any, request: Any) -> Any:
        paths.append(request.path)
        return connection.respond(http.HTTPStatus(503), "Busy: wait") if len(paths) == 1 else None

    with socket_server.run(socket_server.echo, refuse) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED)
            await context.finish("x")
            assert (await context.collect()).audio == b"x"
    assert len(paths) == 2


async def test_a_redirected_upgrade_is_not_followed(face: Any, socket_server: Any) -> None:
    def refuse(connection: Any, request: Any) -> Any:
        response = connection.respond(http.HTTPStatus(307), "")
        response.headers["Location"] = "/elsewhere?x=1"
        return response

    with socket_server.run(socket_server.echo, refuse) as url:
        async with face.session(url) as client:
            with pytest.raises(face.ApiError, match="redirects to"):
                await face.tts_socket(client).open()


async def test_nobody_listens(face: Any) -> None:
    async with face.session("http://127.0.0.1:9", max_retries=0) as client:
        with pytest.raises(face.ConnectionFailed, match=r"ws://127\.0\.0\.1:9/tts/websocket could not be reached"):
            await face.tts_socket(client).open()


@pytest.mark.parametrize(
    "answer", [b"", b"not http\r\n\r\n", b"HTTP/1.1 101 X\r\n\r\n", b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi"]
)
async def test_an_answer_that_is_no_upgrade_is_a_typed_error(face: Any, raw_server: Any, answer: bytes) -> None:
    with raw_server(lambda connection, request: connection.sendall(answer)) as url:
        async with face.session(url, max_retries=0) as client:
            with pytest.raises((face.ConnectionFailed, face.ApiError)) as caught:
                await face.tts_socket(client).open()
    assert str(caught.value)


async def test_an_upgrade_that_hangs_ends_at_the_connect_limit(face: Any, raw_server: Any) -> None:
    with raw_server(lambda connection, request: time.sleep(1)) as url:
        async with face.session(url, timeout=face.Timeout(connect_s=0.2), max_retries=0) as client:
            with pytest.raises(face.DeadlineExceeded, match=r"did not open within 0\.2 s \(connect\)"):
                await face.tts_socket(client).open()


async def test_the_socket_address_can_be_given(face: Any, socket_server: Any) -> None:
    with socket_server.run(socket_server.echo) as url:
        address = url.replace("http", "ws") + "/other"
        async with (
            face.session("http://127.0.0.1:9", websocket_url=address) as client,
            face.tts_socket(client) as socket,
        ):
            context = socket.open_context(FIXED)
            await context.finish("x")
            await context.collect()
            assert socket.request_id == "upgrade-1"
    assert socket_server.paths == ["/v1/cartesia/other/tts/websocket"]


async def test_without_credential_no_socket(face: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CARTESIA_API_KEY", raising=False)
    async with face.session("http://127.0.0.1:9", api_key=None) as client:
        with pytest.raises(face.MissingCredential, match="needs a credential"):
            await face.tts_socket(client).open()
