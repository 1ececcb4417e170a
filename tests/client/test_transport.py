"""The transport: what it sends, what it repeats, what it raises."""

from __future__ import annotations

import gzip
import json
import logging
import socket
import time
import zlib
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

GOOD = httpx.Response(200, json={"ok": True})


class Answers:
    """A handler that gives one after the other and keeps the requests."""

    def __init__(self, *responses: httpx.Response | Exception) -> None:
        self.requests: list[httpx.Request] = []
        self._queue = list(responses)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        response = self._queue.pop(0)
        if isinstance(response, Exception):
            raise response
        return httpx.Response(response.status_code, headers=response.headers, content=response.content)


async def test_a_request_carries_version_credential_agent_query_and_body(face: Any) -> None:
    handler = Answers(GOOD)
    request = face.Request(
        "tts",
        "POST",
        "/voices/a%2Fb",
        query=(("q", "ä b"), ("expand[]", "x")),
        json={"text": "é"},
        headers={"X-Own": "1"},
    )
    async with face.mocked(handler, headers={"X-Client": "c"}) as client:
        options = face.CallOptions(headers={"X-Call": "o"}, api_version="2025-04-16")
        assert await client.transport.call(request, lambda response: response.json(), options) == {"ok": True}
    sent = handler.requests[0]
    assert str(sent.url) == "http://service.test/base/voices/a%2Fb?q=%C3%A4%20b&expand%5B%5D=x"
    assert sent.headers["authorization"] == "Bearer sk_car_secret.key"
    assert sent.headers["cartesia-version"] == "2025-04-16"
    assert sent.headers["user-agent"] == "contralto-client/0.1.0"
    assert sent.headers["accept"] == sent.headers["content-type"] == "application/json"
    assert (sent.headers["x-client"], sent.headers["x-call"], sent.headers["x-own"]) == ("c", "o", "1")
    assert json.loads(sent.content) == {"text": "é"}


async def test_a_request_without_body_has_no_content_type(face: Any) -> None:
    handler = Answers(GOOD)
    async with face.mocked(handler) as client:
        await client.transport.call(face.Request("x", "GET", "/"), lambda response: None)
    assert "content-type" not in handler.requests[0].headers


async def test_without_credential_nothing_is_sent_unless_the_operation_needs_none(face: Any, monkeypatch: Any) -> None:
    monkeypatch.delenv("CARTESIA_API_KEY", raising=False)
    handler = Answers(GOOD, GOOD)
    async with face.mocked(handler, api_key=None) as client:
        with pytest.raises(face.MissingCredential, match="`voices_list` needs a credential"):
            await client.transport.call(face.Request("voices_list", "GET", "/voices"), lambda response: None)
        await client.transport.call(face.Request("status", "GET", "/", authenticated=False), lambda response: None)
        own = face.CallOptions(headers={"X-API-Key": "k"})
        await client.transport.call(face.Request("voices_list", "GET", "/voices"), lambda response: None, own)
    assert "authorization" not in handler.requests[0].headers
    assert len(handler.requests) == 2


@pytest.mark.parametrize(
    ("failure", "paid", "n_attempts"),
    [
        (httpx.Response(500), False, 2),
        (httpx.Response(500), True, 1),
        (httpx.Response(429), True, 2),
        (httpx.Response(400), False, 1),
        (httpx.Response(500, headers={"x-should-retry": "false"}), False, 1),
        (httpx.ConnectError("refused"), True, 2),
        (httpx.ConnectTimeout("late"), True, 2),
        (httpx.ReadTimeout("late"), True, 1),
        (httpx.ReadTimeout("late"), False, 2),
        (httpx.RemoteProtocolError("gone"), True, 1),
        (httpx.ReadError("reset"), False, 2),
        (httpx.LocalProtocolError("secret header"), False, 2),
    ],
)
async def test_what_is_tried_again(face: Any, failure: Any, paid: bool, n_attempts: int) -> None:
    handler = Answers(failure, GOOD)
    async with face.mocked(handler) as client:
        call = face.Request("tts_bytes", "POST", "/tts/bytes", json={}, paid=paid)
        try:
            await client.transport.call(call, lambda response: None)
        except face.ContraltoError as exc:
            assert n_attempts == 1
            assert "secret" not in str(exc)
    assert len(handler.requests) == n_attempts


async def test_a_paid_call_is_repeated_where_the_caller_allows_it(face: Any) -> None:
    handler = Answers(httpx.Response(500), httpx.ReadTimeout("late"), GOOD)
    async with face.mocked(handler) as client:
        request = face.Request("tts_bytes", "POST", "/tts/bytes", json={}, paid=True)
        await client.transport.call(request, lambda response: None, face.CallOptions(retry_paid=True))
    assert len(handler.requests) == 3


async def test_a_client_that_may_repeat_paid_calls_does(face: Any) -> None:
    handler = Answers(httpx.Response(500), GOOD)
    async with face.mocked(handler) as client:
        other = client.with_options(face.CallOptions(retry_paid=True))
        request = face.Request("tts_bytes", "POST", "/tts/bytes", json={}, paid=True)
        await other.transport.call(request, lambda response: None)
    assert len(handler.requests) == 2


async def test_seconds_as_the_timeout_of_a_call_bound_the_whole_call(face: Any) -> None:
    handler = Answers(httpx.Response(429, headers={"retry-after": "30"}))
    async with face.mocked(handler) as client:
        with pytest.raises(face.RateLimitError):
            await client.transport.call(
                face.Request("x", "GET", "/x"), lambda response: None, face.CallOptions(timeout=5)
            )
    assert len(handler.requests) == 1


async def test_a_header_of_a_call_cannot_smuggle_in_another(face: Any) -> None:
    handler = Answers()
    async with face.mocked(handler) as client:
        for options in (
            face.CallOptions(headers={"X-Own": "secret\r\nX-Evil: 1"}),
            face.CallOptions(headers={"X-Own\n": "secret"}),
            face.CallOptions(api_version="secret\0"),
        ):
            with pytest.raises(ValueError, match="the header") as caught:
                await client.transport.call(face.Request("x", "GET", "/x"), lambda response: None, options)
            assert "secret" not in str(caught.value)
        with pytest.raises(ValueError, match="the header 'X-Op'"):
            await client.transport.call(
                face.Request("x", "GET", "/x", headers={"X-Op": "secret\n"}), lambda response: None
            )
    assert handler.requests == []


async def test_a_closed_client_sends_nothing(face: Any) -> None:
    handler = Answers()
    async with face.mocked(handler) as client:
        await client.transport._http.aclose()
        with pytest.raises(face.LocalProtocolError, match="GET /x was not sent: the client is closed"):
            await client.transport.call(face.Request("x", "GET", "/x"), lambda response: None)
    assert handler.requests == []


async def test_after_the_last_attempt_the_error_of_that_attempt_is_raised(face: Any) -> None:
    handler = Answers(*[httpx.Response(503, text=f"Busy: attempt {n}") for n in range(4)])
    async with face.mocked(handler) as client:
        with pytest.raises(face.ServerError, match="503 Busy: attempt 2"):
            await client.transport.call(face.Request("x", "GET", "/"), lambda response: None)
        with pytest.raises(face.ServerError, match="attempt 3"):
            await client.transport.call(
                face.Request("x", "GET", "/"), lambda response: None, face.CallOptions(max_retries=0)
            )


async def test_a_pause_longer_than_the_deadline_is_not_begun(face: Any) -> None:
    handler = Answers(httpx.Response(429, headers={"retry-after": "30"}))
    async with face.mocked(handler, timeout=5.0) as client:
        with pytest.raises(face.RateLimitError) as caught:
            await client.transport.call(face.Request("x", "GET", "/"), lambda response: None)
    assert caught.value.retry_after_s == 30.0


async def test_a_body_of_another_shape_is_a_decode_error(face: Any) -> None:
    def parse(response: Any) -> Any:
        return response.json_object()["data"]["id"]

    for body, text in (
        ({}, "member 'data' is missing"),
        ({"data": 3}, "not subscriptable"),
        ([], "JSON object, got list"),
    ):
        async with face.mocked(Answers(httpx.Response(200, json=body))) as client:
            with pytest.raises(face.DecodeError, match=text):
                await client.transport.call(face.Request("x", "GET", "/x"), parse)


async def test_a_redirect_names_the_address_instead_of_following(face: Any) -> None:
    handler = Answers(httpx.Response(308, headers={"location": "https://other.test/x?token=abc"}))
    async with face.mocked(handler) as client:
        with pytest.raises(face.ApiError, match=r"redirects to https://other\.test/x; set `base_url`"):
            await client.transport.call(face.Request("x", "GET", "/x"), lambda response: None)


async def test_the_credential_shows_nowhere(face: Any, caplog: pytest.LogCaptureFixture) -> None:
    echo = httpx.Response(401, text="Unauthorized: unknown key sk_car_secret.key")
    with caplog.at_level(logging.DEBUG, "contralto_client"):
        async with face.mocked(Answers(httpx.Response(500), echo), headers={"X-Extra": "sk_car_secret.key"}) as client:
            with pytest.raises(face.AuthenticationError) as caught:
                await client.transport.call(face.Request("x", "GET", "/x"), lambda response: None)
            shown = [
                repr(client),
                repr(client.transport.config),
                repr(vars(caught.value)),
                repr(caught.value),
                caplog.text,
            ]
    assert "trying again" in caplog.text
    assert not [text for text in shown if "secret" in text]


async def test_a_credential_echoed_in_a_header_is_not_kept(face: Any, caplog: pytest.LogCaptureFixture) -> None:
    echo = {"x-request-id": "r sk_car_secret.key", "location": "http://other.test/sk_car_secret.key"}
    handler = Answers(*[httpx.Response(status, headers=echo, text="[") for status in (401, 308, 200)])
    with caplog.at_level(logging.DEBUG, "contralto_client"):
        async with face.mocked(handler) as client:
            for error in (face.AuthenticationError, face.ApiError, face.DecodeError):
                with pytest.raises(error) as caught:
                    await client.transport.call(face.Request("x", "GET", "/x"), lambda response: response.json())
                assert caught.value.request_id == "r [redacted]"
                assert "secret" not in repr((str(caught.value), vars(caught.value)))
    assert "secret" not in caplog.text


async def test_options_of_a_client_are_those_of_its_calls(face: Any) -> None:
    handler = Answers(httpx.Response(500), GOOD)
    async with face.mocked(handler) as client:
        other = client.with_options(face.CallOptions(max_retries=0, headers={"X-A": "1"}, api_version="2025-04-16"))
        with pytest.raises(face.ServerError):
            await other.transport.call(face.Request("x", "GET", "/x"), lambda response: None)
        await other.close()
        await client.transport.call(face.Request("x", "GET", "/x"), lambda response: None)
    first, second = handler.requests
    assert (first.headers["x-a"], first.headers["cartesia-version"]) == ("1", "2025-04-16")
    assert "x-a" not in second.headers


# -- on the wire


async def test_nobody_listens(face: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    async with face.session(f"http://127.0.0.1:{port}", max_retries=0) as client:
        with pytest.raises(face.ConnectionFailed, match="GET /x found no server") as caught:
            await client.transport.call(face.Request("x", "GET", "/x"), lambda response: None)
    assert not caught.value.maybe_executed


async def test_tls_that_fails_is_a_failed_connection(face: Any, raw_server: Any) -> None:
    with raw_server(lambda connection, request: connection.sendall(b"no TLS here\r\n" * 10), reads=False) as url:
        async with face.session(url.replace("http", "https"), max_retries=0) as client:
            with pytest.raises(face.ConnectionFailed, match=r"GET /x found no server: .*SSL") as caught:
                await client.transport.call(face.Request("x", "GET", "/x"), lambda response: None)
    assert not caught.value.maybe_executed


def head(length: int | None = None, status: str = "200 OK", kind: str = "application/json") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"content-type: {kind}", "connection: close"]
    lines += [] if length is None else [f"content-length: {length}"]
    return "\r\n".join([*lines, "", ""]).encode()


@pytest.mark.parametrize("place", ["silence", "head", "body", "error body"])
async def test_a_trickle_ends_at_the_total_deadline(face: Any, raw_server: Any, place: str) -> None:
    def trickle(connection: socket.socket, request: bytes) -> None:
        connection.sendall({"body": head(1000), "error body": head(1000, "500 X")}.get(place, b""))
        if place == "head":
            connection.sendall(b"HTTP/1.1 200 OK\r\nx-slow: ")
        while True:
            time.sleep(0.02)
            if place != "silence":
                connection.sendall(b"1")

    with raw_server(trickle) as url:
        timeout = face.Timeout(read_s=1.0, total_s=0.3)
        async with face.session(url, timeout=timeout) as client:
            with pytest.raises((face.DeadlineExceeded, face.ServerError)) as caught:
                await client.transport.call(face.Request("x", "GET", "/x"), lambda response: None)
    if place == "error body":
        assert caught.value.status_code == 500
    else:
        assert caught.value.limit == "total"


async def test_silence_ends_at_the_read_limit(face: Any, raw_server: Any) -> None:
    with raw_server(lambda connection, request: time.sleep(1)) as url:
        async with face.session(url, timeout=face.Timeout(read_s=0.1), max_retries=0) as client:
            with pytest.raises(face.DeadlineExceeded, match=r"made no progress within 0\.1 s \(read\)") as caught:
                await client.transport.call(face.Request("x", "GET", "/x"), lambda response: None)
    assert caught.value.limit == "read"


async def test_a_plain_answer_that_breaks_off_is_fetched_again(face: Any, raw_server: Any) -> None:
    n_requests = []

    def script(connection: socket.socket, request: bytes) -> None:
        n_requests.append(1)
        connection.sendall(head(12) + (b'{"ok": true}' if len(n_requests) == 2 else b'{"ok'))

    with raw_server(script) as url:
        async with face.session(url) as client:
            assert await client.transport.call(face.Request("x", "GET", "/x"), lambda response: response.json()) == {
                "ok": True
            }
    assert len(n_requests) == 2


async def test_a_paid_answer_that_breaks_off_is_an_error(face: Any, raw_server: Any) -> None:
    with raw_server(lambda connection, request: connection.sendall(head(12) + b'{"ok')) as url:
        async with face.session(url) as client:
            with pytest.raises(face.StreamTruncated, match="broke off after 4 bytes") as caught:
                await client.transport.call(
                    face.Request("x", "POST", "/x", paid=True), lambda response: response.json()
                )
    assert caught.value.received.n_bytes == 4


def packed(body: bytes, encoding: str, status: str = "200 OK") -> bytes:
    return (
        head(len(body), status).replace(b"\r\n\r\n", b"\r\ncontent-encoding: " + encoding.encode() + b"\r\n\r\n") + body
    )


async def test_a_plain_call_asks_for_gzip_and_unpacks_it(face: Any, raw_server: Any) -> None:
    requests = []

    def script(connection: socket.socket, request: bytes) -> None:
        requests.append(request.lower())
        connection.sendall(packed(gzip.compress(json.dumps("a" * 300_000).encode()), "gzip"))

    with raw_server(script) as url:
        async with face.session(url) as client:
            text = await client.transport.call(face.Request("x", "GET", "/x"), lambda response: response.json())
            body = await client.transport.open(face.Request("x", "GET", "/x"))
            piece = await body.piece()
            await body.close()
    assert text == "a" * 300_000
    assert len(piece) == 64 * 1024
    assert b"accept-encoding: gzip\r\n" in requests[0]
    assert b"accept-encoding: identity\r\n" in requests[1]


@pytest.mark.parametrize(
    ("body", "encoding", "text"),
    [
        (
            gzip.compress(gzip.compress(b"{}", mtime=0), mtime=0),
            "gzip, gzip",
            "content encoding `gzip, gzip`; only gzip, once",
        ),
        (zlib.compress(b"{}"), "deflate", "content encoding `deflate`"),
        (b"{}", "gzip", "not the gzip data"),
        (gzip.compress(b"{}", mtime=0)[:-1], "gzip", "cut off"),
        (gzip.compress(b"{}", mtime=0) * 2, "gzip", "goes on after the end"),
        (gzip.compress(b"", mtime=0) * 2, "gzip", "goes on after the end"),
    ],
)
async def test_an_encoding_that_was_not_asked_for_or_is_broken_is_a_decode_error(
    face: Any, raw_server: Any, body: bytes, encoding: str, text: str
) -> None:
    with raw_server(lambda connection, request: connection.sendall(packed(body, encoding))) as url:
        async with face.session(url) as client:
            with pytest.raises(face.DecodeError, match=text):
                await client.transport.call(face.Request("x", "GET", "/x"), lambda response: response.json())


async def test_an_error_is_unpacked_as_far_as_it_is_kept(face: Any, raw_server: Any) -> None:
    bomb = packed(gzip.compress(bytes(8_000_000)), "gzip", "400 X")
    with raw_server(lambda connection, request: connection.sendall(bomb)) as url:
        async with face.session(url) as client:
            with pytest.raises(face.BadRequestError) as caught:
                await client.transport.call(face.Request("x", "GET", "/x"), lambda response: None)
    assert len(caught.value.body) == 256 * 1024


@pytest.mark.parametrize("garbage", [b"", b"not http\r\n\r\n", b"HTTP/1.1 999999 X\r\n\r\n", b"\x16\x03\x01\x00"])
async def test_garbage_instead_of_http_is_a_failed_connection(face: Any, raw_server: Any, garbage: bytes) -> None:
    with raw_server(lambda connection, request: connection.sendall(garbage)) as url:
        async with face.session(url, max_retries=0) as client:
            with pytest.raises(face.ConnectionFailed, match="GET /x got no answer"):
                await client.transport.call(face.Request("x", "GET", "/x"), lambda response: None)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(
    status=st.integers(200, 599),
    kind=st.sampled_from(["application/json", "text/html", "", "audio/wav"]),
    encoding=st.sampled_from(["", "gzip", "deflate", "br", "nonsense"]),
    body=st.binary(max_size=60),
)
def test_any_answer_ends_in_a_result_or_a_typed_error(
    faces: Any, status: int, kind: str, encoding: str, body: bytes
) -> None:
    face = faces["sync"]

    def handler(request: httpx.Request) -> httpx.Response:
        headers = {"content-type": kind} | ({"content-encoding": encoding} if encoding else {})
        return httpx.Response(status, headers=headers, stream=httpx.ByteStream(body))

    with face.mocked(handler, max_retries=0) as client:
        try:
            client.transport.call(face.Request("x", "GET", "/x"), lambda response: response.json_object()["id"])
        except face.ContraltoError as exc:
            assert str(exc)
