"""Who gets in: the matrix of credentials, and tokens with their grants and their life."""

from __future__ import annotations

import base64
import json
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from contralto_conformance.mock import MockSettings
from contralto_conformance.mock.auth import Credential, Gatekeeper
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.versions import version_of

from .conftest import ADMIN, KEY, NEW, OLD, Api, speech

NONE = {"Authorization": None}
AGENT = "agent_7Qk2mPz4Rt"


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


ADMIN_ROUTES = ("/usage/credits", "/usage/agents", "/api-keys", "/organizations/users", "/organizations/invites")


def test_an_admin_key_opens_administration_and_nothing_else(api: Api) -> None:
    for path in ADMIN_ROUTES:
        assert api.get(path, headers=ADMIN).status_code == 200
    for path in ("/voices", "/datasets/", "/files", "/fine-tunes/", "/pronunciation-dicts/"):
        assert api.get(path, headers=ADMIN).status_code == 403
    refused = api.speak(headers=ADMIN)
    assert refused.status_code == 403
    assert "send a standard API key" in refused.json()["message"]
    assert api.request("POST", "/access-token", json={"grants": {"tts": True}}, headers=ADMIN).status_code == 403
    with pytest.raises(InvalidStatus) as refusal:
        api.connect(headers={**ADMIN, "cartesia-version": NEW}).__enter__()
    assert refusal.value.response.status_code == 403


@pytest.mark.parametrize("path", ADMIN_ROUTES)
def test_administration_wants_an_admin_key(api: Api, path: str) -> None:
    refused = api.get(path)
    assert refused.status_code == 403
    assert "`sk_car_admin_...`" in refused.json()["message"]
    token = api.token(grants={"tts": True, "stt": True, "agent": True})
    assert api.get(path, headers={"Authorization": f"Bearer {token}"}).status_code == 403
    assert api.get(path, headers=NONE).status_code == 401
    assert api.get(path, headers={"Authorization": "Bearer sk_car_admin_other"}).status_code == 401


def agent_token(api: Api, agent_id: str = AGENT) -> dict[str, Any]:
    answer = api.request("POST", "/agents/access-token", OLD, json={"agent_id": agent_id})
    made: dict[str, Any] = answer.raise_for_status().json()
    return made


def test_a_token_for_an_agent_opens_no_other_agent(api: Api) -> None:
    made = agent_token(api)
    assert made["expires_in"] == 300
    for query in (f"?access_token={made['access_token']}&cartesia_version={version}" for version in (OLD, NEW)):
        with pytest.raises(InvalidStatus) as refusal:
            connect(f"{api.websocket_url}/agents/stream/agent_other{query}").__enter__()
        answer = refusal.value.response
        assert answer.status_code == 403
        assert f"`{AGENT}`" in bytes(answer.body or b"").decode()


def test_a_token_for_an_agent_opens_its_agent_for_five_minutes() -> None:
    now = 1_000_000.0
    service = Service(MockSettings(clock=lambda: now))
    token = service.gatekeeper.new_token(["agent"], 300, "1", agent_id=AGENT)
    call = Call("websocket", "GET", "", "", (("access_token", token),), {}, "", version_of(OLD), service.new_id)
    call.parameters = {"agent_id": AGENT}
    assert service.admit(call, ("agent",)).agent_id == AGENT
    with pytest.raises(Fault, match="lacks the grant"):
        service.admit(call, ("tts",))
    now += 300
    with pytest.raises(Fault, match="unknown or has expired"):
        service.admit(call, ("agent",))


def test_a_token_for_an_agent_opens_no_http(api: Api) -> None:
    headers = {"Authorization": f"Bearer {agent_token(api)['access_token']}"}
    assert api.speak(headers=headers).status_code == 403
    assert api.get("/voices", headers=headers).status_code == 403
    assert (
        api.request("POST", "/agents/access-token", OLD, json={"agent_id": AGENT}, headers=headers).status_code == 403
    )


@pytest.mark.parametrize("body", [{}, {"agent_id": ""}, {"agent_id": None}])
def test_a_token_for_an_agent_names_one(api: Api, body: object) -> None:
    answer = api.request("POST", "/agents/access-token", OLD, json=body)
    assert answer.status_code == 400
    assert "`agent_id`" in answer.text


def test_a_token_for_an_agent_is_for_one_that_exists(api: Api) -> None:
    answer = api.request("POST", "/agents/access-token", OLD, json={"agent_id": "agent_none"})
    assert answer.status_code == 404
    assert "`agent_none`" in answer.text


def test_later_versions_have_no_tokens_for_one_agent(api: Api) -> None:
    assert api.request("POST", "/agents/access-token", "2025-11-04", json={"agent_id": AGENT}).status_code in (404, 405)


def test_no_subprotocol_is_selected(api: Api) -> None:
    with api.connect(subprotocols=["foo", "keypool-token.x"]) as connection:
        assert connection.subprotocol is None


def test_a_plain_call_of_the_socket_says_what_to_do(api: Api) -> None:
    answer = httpx.get(api.url + "/tts/websocket", headers={"Cartesia-Version": NEW})
    assert (answer.status_code, answer.headers["upgrade"]) == (426, "websocket")
    with pytest.raises(InvalidStatus) as refusal:
        connect(api.websocket_url + "/voices", additional_headers={"X-API-Key": KEY})
    assert refusal.value.response.status_code == 400
