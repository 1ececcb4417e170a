"""Administration of a running mock: who may, and what it does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect

from contralto_conformance.mock import MockSettings, Running, create_app, serve

from .conftest import KEY, NEW, Socket, speech

HEADERS = {"X-API-Key": KEY, "Cartesia-Version": NEW}
Send = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def administered() -> Iterator[Running]:
    """A mock that may be steered."""
    with serve(MockSettings(admin=True, prefix="/v1/x", plan="free", quota=1000)) as running:
        yield running


@pytest.fixture
def admin(administered: Running) -> Iterator[Send]:
    """A request to the routes of administration; the mock is at its start."""
    administered.reset(0)
    root = administered.url.removesuffix("/v1/x") + "/_contralto"
    with httpx.Client(trust_env=False) as client:
        yield lambda method, path, **options: client.request(method, root + path, **options)


def list_voices(running: Running, **headers: str) -> httpx.Response:
    return httpx.get(running.url + "/voices", headers={**HEADERS, **headers})


def new_dictionary(running: Running) -> str:
    body = {"name": "mine", "items": []}
    answer = httpx.post(running.url + "/pronunciation-dicts/", json=body, headers=HEADERS)
    found: str = answer.raise_for_status().json()["id"]
    return found


def test_what_the_mock_is_told_is_shown(admin: Send) -> None:
    shown = admin("GET", "/").json()
    assert (shown["prefix"], shown["plan"], shown["seed"]) == ("/v1/x", "free", 0)
    assert shown["routes"]["/_contralto/journal"] == ["GET", "DELETE"]
    assert KEY not in json.dumps(shown)


def test_a_reset_forgets_records_credits_journal_and_faults(admin: Send, administered: Running) -> None:
    first = new_dictionary(administered)
    httpx.post(administered.url + "/tts/bytes", json=speech(), headers=HEADERS).raise_for_status()
    admin("PUT", "/faults", json={"faults": ["voices.list:503"]}).raise_for_status()
    assert admin("POST", "/reset").json() == {"seed": 0}
    gone = httpx.get(f"{administered.url}/pronunciation-dicts/{first}", headers=HEADERS)
    assert gone.status_code == 404
    assert admin("GET", "/limits").json()["credits_used"] == 0
    assert admin("GET", "/faults").json() == {"faults": []}
    assert [exchange.path for exchange in administered.requests] == [f"/v1/x/pronunciation-dicts/{first}"]


def test_equal_seeds_begin_alike_and_others_do_not(admin: Send, administered: Running) -> None:
    ids = []
    for seed in (1, 1, 2):
        admin("POST", "/reset", json={"seed": seed})
        ids.append(new_dictionary(administered))
    assert ids[0] == ids[1] != ids[2]
    admin("POST", "/reset")
    assert new_dictionary(administered) == ids[2]


@pytest.mark.parametrize("body", [b'{"seed": "one"}', b'{"seed": true}', b"[]", b"{"])
def test_a_seed_is_a_whole_number(body: bytes, admin: Send) -> None:
    assert admin("POST", "/reset", content=body).status_code == 400


def test_faults_are_set_shown_and_taken_away(admin: Send, administered: Running) -> None:
    told = {"faults": ["voices.list:429=retry-after:1x1", "tts.*:stall"]}
    assert admin("PUT", "/faults", json=told).json() == told
    assert [list_voices(administered).status_code for _ in range(2)] == [429, 200]
    assert admin("DELETE", "/faults").json() == {"faults": []}
    assert list_voices(administered).status_code == 200


def test_a_wrong_fault_is_explained_and_changes_nothing(admin: Send) -> None:
    admin("PUT", "/faults", json={"faults": ["voices.list:503"]})
    refused = admin("PUT", "/faults", json={"faults": ["voices.lost:503"]})
    assert refused.status_code == 400
    assert refused.json()["message"].startswith("`faults`: no call is named `voices.lost`; did you mean `voices.list`")
    assert admin("PUT", "/faults", json={"faults": "voices.list:503"}).status_code == 400
    assert admin("GET", "/faults").json() == {"faults": ["voices.list:503"]}


def test_administration_is_out_of_reach_of_faults(admin: Send) -> None:
    admin("PUT", "/faults", json={"faults": ["*:503"]})
    assert admin("GET", "/").status_code == 200


def test_the_journal_is_read_and_emptied(admin: Send, administered: Running) -> None:
    list_voices(administered)
    entries = admin("GET", "/journal").json()["log"]["entries"]
    assert [entry["request"]["url"].partition("/v1")[2] for entry in entries] == ["/x/voices"]
    admin("DELETE", "/journal")
    assert admin("GET", "/journal").json()["log"]["entries"] == []


def test_limits_show_what_is_in_use(admin: Send, administered: Running) -> None:
    with connect(administered.websocket_url + "/tts/websocket", additional_headers=HEADERS) as connection:
        socket = Socket(connection)
        socket.ask("Hello.", go_on=True, flush=True)
        socket.until(lambda event: event["type"] == "flush_done")
        shown = admin("GET", "/limits").json()
    assert shown["pools"]["tts"] == {"limit": 2, "in_use": 1}
    assert shown["pools"]["tts_sockets"] == {"limit": 20, "in_use": 1}
    assert (shown["plan"], shown["quota"], shown["credits_used"]) == ("free", 1000, 6)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nothing", 404), ("POST", "/journal", 405), ("GET", "/reset", 405), ("PUT", "/faults", 413)],
)
def test_what_does_not_exist_is_refused(method: str, path: str, status: int, admin: Send) -> None:
    assert admin(method, path, content=b" " * 100_000 if status == 413 else b"").status_code == status


def test_without_being_asked_for_there_is_no_administration() -> None:
    with serve() as running:
        assert httpx.get(running.url + "/_contralto/").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://localhost"}, {"Host": "evil.example"}, {"Host": "evil.example:8080"}, {"Host": "10.0.0.1"}],
)
def test_pages_in_browsers_are_refused(headers: dict[str, str], admin: Send) -> None:
    assert admin("GET", "/", headers=headers).status_code == 403


@pytest.mark.parametrize("host", ["localhost", "localhost:1", "[::1]:80", "127.0.0.1:5", "mock.localhost"])
def test_names_of_this_machine_are_taken(host: str, admin: Send) -> None:
    assert admin("GET", "/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("client", "status"),
    [("127.0.0.1", 200), ("::1", 200), ("::ffff:127.0.0.1", 200), ("192.168.0.7", 403), ("?", 403)],
)
def test_only_clients_on_this_machine_may(client: str, status: int) -> None:
    app = create_app(MockSettings(admin=True))

    async def ask() -> int:
        transport = httpx.ASGITransport(app, client=(client, 1234))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as asking:
            return (await asking.get("/_contralto/")).status_code

    assert asyncio.run(ask()) == status


def test_a_running_mock_is_steered_from_its_own_process(administered: Running) -> None:
    administered.reset(0)
    administered.set_fault("voices.list:503x1")
    assert [list_voices(administered).status_code for _ in range(2)] == [503, 200]
    administered.set_fault("*:429")
    administered.set_fault()
    assert list_voices(administered).status_code == 200
    with pytest.raises(ValueError, match="no call is named"):
        administered.set_fault("voice.list:503")
    found: Any = administered.journal
    assert len(found["log"]["entries"]) == len(administered.requests) == 3
