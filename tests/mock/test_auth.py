"""Who gets in: the matrix of credentials, and tokens with their grants and their life."""

from __future__ import annotations

import base64
import json
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from contralto_conformance.mock.auth import Credential, Gatekeeper
from contralto_conformance.mock.errors import Fault

from .conftest import KEY, NEW, OLD, Api, speech

NONE = {"Authorization": None}


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": f"Bearer {KEY}"},
        {"Authorization": f"bearer  {KEY}"},
        {"Authorization": None, "X-API-Key": KEY},
        {"Authorization": None, "x-api-key": KEY},
        {"X-API-Key": "wrong, but the first one counts"},
    ],
)
def test_a_key_opens_http(api: Api, headers: dict[str, str], version: str) -> None:
    assert api.get("/voices", version, headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("headers", "complaint"),
    [
        (NONE, "no API key or access token was sent"),
        ({"Authorization": "Bearer sk_car_other"}, "the credential in `authorization` is unknown or has expired"),
        ({"Authorization": f"Basic {KEY}"}, "`authorization` holds no credential"),
        ({"Authorization": KEY}, "`authorization` holds no credential"),
        ({"Authorization": "Bearer"}, "`authorization` holds no credential"),
        ({"Authorization": "Bearer a.b.c"}, "unknown or has expired"),
        ({"Authorization": "Bearer wrong", "X-API-Key": KEY}, "unknown or has expired"),
        ({"Authorization": None, "X-API-Key": "sk_car_other"}, "the credential in `x-api-key` is unknown"),
    ],
)
def test_http_without_a_known_key_is_401(api: Api, headers: dict[str, str], complaint: str, version: str) -> None:
    for answer in (
        api.get("/voices", version, headers=headers),
        api.request("POST", "/tts/sse", version, json=speech(), headers=headers),
    ):
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert complaint in answer.text


def test_keys_in_the_query_open_sockets_only(api: Api) -> None:
    assert api.get("/voices", params={"api_key": KEY}, headers=NONE).status_code == 401


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        ({"Authorization": f"Bearer {KEY}"}, ""),
        ({"X-API-Key": KEY}, ""),
        ({}, f"&api_key={KEY}"),
        ({}, "&access_token=TOKEN"),
        ({"Authorization": "Bearer TOKEN"}, ""),
    ],
)
def test_every_documented_credential_opens_the_socket(
    api: Api, headers: dict[str, str], query: str, version: str
) -> None:
    token = api.token(grants={"tts": True}, expires_in=60)
    filled = {name: value.replace("TOKEN", token) for name, value in headers.items()}
    with api.connect(query=f"?cartesia_version={version}{query.replace('TOKEN', token)}", headers=filled) as connection:
        assert connection.response is not None
        assert connection.response.status_code == 101
        assert connection.response.headers["x-request-id"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 401),
        ("&api_key=sk_car_other", 401),
        ("&access_token=a.b.c", 401),
        (f"&access_token={KEY}", 401),
        ("&access_token=STT", 403),
    ],
)
def test_a_socket_is_refused_at_the_upgrade(api: Api, query: str, status: int, version: str) -> None:
    query = query.replace("STT", api.token(grants={"stt": True}))
    with pytest.raises(InvalidStatus) as refusal:
        api.connect(query=f"?cartesia_version={version}{query}", headers={}).__enter__()
    answer = refusal.value.response
    assert answer.status_code == status
    assert answer.headers["x-request-id"]
    assert answer.body is not None
    if version == OLD:
        assert bytes(answer.body).startswith(b"Unauthorized: " if status == 401 else b"Forbidden: ")
    else:
        assert json.loads(bytes(answer.body))["request_id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize(
    ("grants", "bytes_status", "voices_status"),
    [
        ({"tts": True}, 200, 403),
        ({"tts": True, "stt": True}, 200, 403),
        ({"stt": True}, 403, 403),
        ({"tts": False}, 403, 403),
        ({}, 403, 403),
    ],
)
def test_tokens_open_what_they_grant(api: Api, grants: dict[str, bool], bytes_status: int, voices_status: int) -> None:
    headers = {"Authorization": f"Bearer {api.token(grants=grants)}"}
    assert api.speak(headers=headers).status_code == bytes_status
    assert api.speak("/tts/sse", headers=headers).status_code == bytes_status
    assert api.get("/voices", headers=headers).status_code == voices_status
    assert api.request("POST", "/access-token", json={}, headers=headers).status_code == 403


def test_a_token_in_the_key_header_is_refused(api: Api) -> None:
    headers = {"Authorization": None, "X-API-Key": api.token(grants={"tts": True})}
    assert api.speak(headers=headers).status_code == 401


def test_a_token_looks_like_a_jwt_and_cannot_be_changed(api: Api) -> None:
    token = api.token(grants={"tts": True}, expires_in=60)
    head, claims, signature = token.split(".")
    assert json.loads(base64.urlsafe_b64decode(head + "=="))["alg"] == "HS256"
    richer = base64.urlsafe_b64encode(b'{"grants":{"tts":true},"exp":99999999999}').rstrip(b"=").decode()
    for forged in (f"{head}.{richer}.{signature}", f"{head}.{claims}.", f"{head}.{claims}.é"):
        with pytest.raises(Fault, match="unknown or has expired"):
            Gatekeeper((KEY,), 0, lambda: 0.0).admit(Credential("authorization", forged), ("tts",))


@pytest.mark.parametrize(
    ("life", "status"), [(0, 400), (1, 200), (3600, 200), (3601, 400), (-5, 400), ("60", 400), (1.5, 400)]
)
def test_the_life_of_a_token_is_1_to_3600_s(api: Api, life: object, status: int, version: str) -> None:
    answer = api.request("POST", "/access-token", version, json={"grants": {"tts": True}, "expires_in": life})
    assert answer.status_code == status
    if status == 400:
        assert "`expires_in` must be" in answer.text


def test_a_token_expires_and_its_socket_stays_open(mock: Any) -> None:
    now = 1_000_000.0
    api: Api = mock(clock=lambda: now)
    headers = {"Authorization": f"Bearer {api.token(grants={'tts': True}, expires_in=60)}"}
    assert api.speak(headers=headers).status_code == 200
    with api.connect(headers={**headers, "cartesia-version": NEW}) as connection:
        now += 60
        assert api.speak(headers=headers).status_code == 401
        with pytest.raises(InvalidStatus):
            api.connect(headers={**headers, "cartesia-version": NEW}).__enter__()
        connection.send(json.dumps({**speech(), "context_id": "late"}))
        assert json.loads(connection.recv())["type"] == "chunk"


def test_accepted_keys_are_a_setting(mock: Any) -> None:
    api: Api = mock(api_keys=("one", "two"))
    for key, status in (("one", 200), ("two", 200), (KEY, 401)):
        assert api.get("/voices", headers={"Authorization": f"Bearer {key}"}).status_code == status


def test_admin_keys_open_nothing_here(mock: Any) -> None:
    api: Api = mock(api_keys=("sk_car_admin_1",))
    assert api.get("/voices", headers={"Authorization": "Bearer sk_car_admin_1"}).status_code == 403


def test_no_subprotocol_is_selected(api: Api) -> None:
    with api.connect(subprotocols=["foo", "keypool-token.x"]) as connection:
        assert connection.subprotocol is None


def test_a_plain_call_of_the_socket_says_what_to_do(api: Api) -> None:
    answer = httpx.get(api.url + "/tts/websocket", headers={"Cartesia-Version": NEW})
    assert (answer.status_code, answer.headers["upgrade"]) == (426, "websocket")
    with pytest.raises(InvalidStatus) as refusal:
        connect(api.websocket_url + "/voices", additional_headers={"X-API-Key": KEY})
    assert refusal.value.response.status_code == 400
