"""The gateway: routing, methods, errors and bodies, the same for every operation."""

from __future__ import annotations

import json
import re
import socket
import uuid
from typing import Any

import httpx
import jsonschema_rs
import pytest

import contralto_spec

from .conftest import NEW, OLD, Api, speech


def assert_error(answer: httpx.Response, status: int, version: str | None) -> str:
    """The message of an error answer in the envelope of `version`."""
    assert answer.status_code == status, answer.text
    assert answer.headers["x-request-id"]
    if version is not None and version >= "2026-03-01":
        assert answer.headers["content-type"] == "application/json"
        body = answer.json()
        assert set(body) == {"error_code", "title", "message", "request_id"}
        assert body["request_id"] == answer.headers["x-request-id"] == str(uuid.UUID(body["request_id"]))
        return str(body["message"])
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert re.match(r"[^:\n]+: \S", answer.text)
    return answer.text


def test_status_needs_no_credential_and_no_version(api: Api) -> None:
    answer = httpx.get(api.url + "/")
    assert answer.json() == {"ok": True, "version": NEW}
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("path", ["/no-such-path", "/voices/a/b", "/tts", "/tts/websocket/x", "/v1/cartesia/voices"])
def test_unknown_paths_are_404(api: Api, path: str, version: str) -> None:
    assert "there is nothing at" in assert_error(api.get(path, version), 404, version)


def test_outside_the_prefix_is_404(api: Api) -> None:
    root = api.url.removesuffix("/v1/cartesia")
    for path in ("/voices", "/v1/cartesiavoices", "/", "/v1"):
        answer = httpx.get(root + path, headers={"Cartesia-Version": NEW})
        assert "the API is served below `/v1/cartesia`" in assert_error(answer, 404, NEW)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/voices", "GET, HEAD, OPTIONS"),
        ("PUT", "/voices/x", "GET, DELETE, PATCH, HEAD, OPTIONS"),
        ("GET", "/tts/bytes", "POST, OPTIONS"),
        ("HEAD", "/tts/sse", "POST, OPTIONS"),
        ("PATCH", "/", "GET, HEAD, OPTIONS"),
    ],
)
def test_other_methods_are_405_and_named(api: Api, method: str, path: str, allowed: str) -> None:
    answer = api.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    if method != "HEAD":
        assert "is not allowed here" in assert_error(answer, 405, NEW)


def test_head_is_get_without_a_body(api: Api) -> None:
    got, headed = api.get("/voices"), api.request("HEAD", "/voices")
    assert (headed.status_code, headed.content) == (200, b"")
    assert headed.headers["content-length"] == got.headers["content-length"]


def test_a_slash_at_the_end_is_tolerated(api: Api, version: str) -> None:
    assert api.get("/voices/", version).json() == api.get("/voices", version).json()
    assert api.request("POST", "/tts/bytes/", version, json=speech()).status_code == 200


def test_browsers_may_call_from_anywhere(api: Api) -> None:
    asked = {"Origin": "https://app.example", "Access-Control-Request-Method": "POST"}
    preflight = httpx.options(
        api.url + "/tts/bytes",
        headers={**asked, "Access-Control-Request-Headers": "authorization, cartesia-version"},
    )
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert preflight.headers["access-control-allow-headers"] == "authorization, cartesia-version"
    answer = api.get("/voices", headers={"Origin": "https://app.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "X-Request-Id" in answer.headers["access-control-expose-headers"]
    assert "access-control-allow-origin" not in api.get("/voices").headers


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"x"', b"\xff\xfe", b"[" * 5000, b'{"a": NaN}', b'{"a": "\\ud800"}']
)
def test_a_body_that_is_no_json_object_is_400(api: Api, body: bytes, version: str) -> None:
    answer = api.request("POST", "/tts/bytes", version, content=body)
    assert assert_error(answer, 400, version)


def test_a_body_too_large_is_413_announced_or_not(api: Api) -> None:
    large = b'{"transcript": "' + b"x" * 5_000_000 + b'"}'
    assert "must not exceed" in assert_large(api.request("POST", "/tts/bytes", content=large))
    assert "must not exceed" in assert_large(api.request("POST", "/tts/bytes", content=iter([large])))


def assert_large(answer: httpx.Response) -> str:
    assert answer.status_code == 413
    assert answer.json()["error_code"] == "file_too_large"
    return str(answer.json()["message"])


@pytest.mark.parametrize(
    ("members", "complaint"),
    [
        ({"model_id": None}, "`model_id` is missing"),
        ({"model_id": 3}, "`model_id` must be a string, got `3`"),
        ({"transcript": ["x"]}, '`transcript` must be a string, got `["x"]`'),
        ({"transcript": ""}, '`transcript` must be text that is not empty, got `""`'),
        ({"voice": {"mode": "id"}}, "`voice.id` is missing"),
        ({"voice": {"mode": "embedding", "embedding": [0.1] * 192}}, '`voice.mode` must be `"id"`, got `"embedding"`'),
        ({"output_format": {"container": "ogg"}}, '`output_format.container` must be `"raw"` or `"wav"` or `"mp3"`'),
        ({"output_format": {"container": "wav", "encoding": "pcm_s16le", "sample_rate": 11025}}, "got `11025`"),
        ({"output_format": 5}, "`output_format` must be an object, got `5`"),
        ({"generation_config": {"volume": 5}}, "`generation_config.volume` must be at most 2.0, got `5`"),
        ({"generation_config": {"speed": 0.1}}, "`generation_config.speed` must be at least 0.6, got `0.1`"),
        ({"speed": "quick"}, '`speed` must be one of `"slow"`, `"normal"`, `"fast"`, got `"quick"`'),
        ({"save": "yes"}, "`save` must be true or false or null"),
    ],
)
def test_messages_name_the_member_and_what_is_expected(
    api: Api, members: dict[str, Any], complaint: str, version: str
) -> None:
    body = {name: value for name, value in {**speech(), **members}.items() if value is not None}
    answer = api.request("POST", "/tts/bytes", version, json=body)
    assert complaint in assert_error(answer, 400, version)


def test_successes_fit_the_documents_of_their_version(api: Api, version: str) -> None:
    document = contralto_spec.load().openapi(version)
    for path, schema in (
        ("/", "StatusInfo"),
        ("/voices?limit=100&expand[]=" + ("is_starred" if version == OLD else "preview_file_url"), "VoicePage"),
        ("/voices/f786b574-daa5-4673-aa0c-cbe3e8534c02", "Voice"),
    ):
        operation = document["paths"][path.partition("?")[0].replace("f786b574-daa5-4673-aa0c-cbe3e8534c02", "{id}")]
        found = operation["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        validator = jsonschema_rs.Draft202012Validator({**found, "components": document["components"]})
        assert not list(validator.iter_errors(api.get(path, version).json())), schema


@pytest.mark.parametrize(
    "members",
    [
        '"output_format": {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 24000.0}',
        '"output_format": {"container": "mp3", "sample_rate": 44100.0, "bit_rate": 128000.0}',
        '"generation_config": {"speed": 1e0, "volume": 5e-1}',
        '"generation_config": {"speed": 1e400}',
        '"generation_config": {"speed": 1' + "0" * 400 + "}",
        '"duration": 1e-300',
        '"duration": 1e300',
        '"voice": {"mode": "id", "id": "\\u0000"}',
        '"transcript": "' + "a" * 100_000 + '"',
        '"transcript": "<break time=\'99999999999999999999s\'/> a"',
        '"x": ' + "[" * 500 + "]" * 500,
    ],
)
def test_odd_values_are_served_or_refused(api: Api, members: str, version: str) -> None:
    body = json.dumps(speech())[:-1] + f", {members}}}"  # a member given twice counts with its last value
    for path in ("/tts/bytes", "/tts/sse"):
        answer = api.request("POST", path, version, content=body)
        assert answer.status_code in (200, 400, 404)
        assert b'"type":"error"' not in answer.content


def test_pieces_of_garbage_do_not_bring_it_down(api: Api) -> None:
    host, port = api.url.removeprefix("http://").removesuffix("/v1/cartesia").split(":")
    for garbage in (b"\x00\x01\x02\r\n\r\n", b"GET\r\n\r\n", b"POST /x HTTP/1.1\r\nContent-Length: -5\r\n\r\n"):
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(garbage)
            assert connection.recv(1000).startswith(b"HTTP/1.1 400")
    assert api.get("/").status_code == 200


def test_a_client_that_leaves_stops_the_making(api: Api, mock: Any) -> None:
    slow = mock(pace="realtime")
    body = json.dumps(speech(transcript="word " * 500))
    headers = {"Authorization": "Bearer sk_car_test", "Cartesia-Version": NEW}
    with httpx.stream("POST", slow.url + "/tts/bytes", content=body, headers=headers) as answer:
        assert next(answer.iter_raw())
    assert slow.get("/").status_code == 200  # and the end of the test does not wait for the speech
