"""The dialects: documents, credentials and shapes of their own, the same service behind them."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import httpx
import jsonschema_rs
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from contralto_conformance.mock import MockSettings
from contralto_spec import load

from .conftest import KATIE, KEY, NEW, RAW, Api, speech
from .recordings import CLIP

CARTER = [load().openapi("2024-06-10", "carter"), load().asyncapi("2024-06-10", "carter")]


@pytest.fixture
def keypool(mock: Callable[..., Api]) -> Api:
    return mock(dialect="keypool", api_keys=("team-token",))


@pytest.fixture
def carter(mock: Callable[..., Api]) -> Api:
    return mock(dialect="carter")


def carter_speech(**members: Any) -> dict[str, Any]:
    return speech(model_id="sonic-2", output_format={**RAW, "sample_rate": 22050}, **members)


def as_carter(schema: str, value: object) -> bool:
    components = next(each["components"] for each in CARTER if schema in each["components"]["schemas"])
    whole = {"$ref": f"#/components/schemas/{schema}", "components": components}
    return jsonschema_rs.Draft202012Validator(whole).is_valid(value)


def test_keypool_stands_below_its_base_path(keypool: Api) -> None:
    assert keypool.url.endswith("/v1/cartesia")
    listed = httpx.get(f"{keypool.url}/voices", headers={"Authorization": "Bearer team-token", "Cartesia-Version": NEW})
    assert listed.json()["data"]


@pytest.mark.parametrize("headers", [{}, {"X-API-Key": "team-token"}, {"Authorization": "Bearer sk_car_test"}])
def test_keypool_takes_the_token_of_the_team_and_nothing_else(keypool: Api, headers: dict[str, str]) -> None:
    assert httpx.get(f"{keypool.url}/voices", headers=headers).status_code == 401


def test_keypool_selects_the_subprotocol_that_carried_the_token(keypool: Api) -> None:
    url = f"{keypool.websocket_url}/tts/websocket?cartesia_version={NEW}&model_id=sonic-2"
    offers = ["other", "keypool-token.team-token"]
    with connect(url, subprotocols=offers, additional_headers={}) as connection:  # type: ignore[arg-type]
        assert connection.subprotocol == "keypool-token.team-token"
        connection.send(json.dumps({**speech(), "context_id": "a"}))
        assert json.loads(connection.recv(timeout=5))["type"] == "chunk"


@pytest.mark.parametrize("offer", ["keypool-token.wrong", "keypool-token.", "other"])
def test_keypool_refuses_an_upgrade_without_the_token(keypool: Api, offer: str) -> None:
    with (
        pytest.raises(InvalidStatus) as refused,
        connect(f"{keypool.websocket_url}/tts/websocket", subprotocols=[Subprotocol(offer)]),
    ):
        pass
    assert refused.value.response.status_code == 401


def test_keypool_serves_what_it_names_and_nothing_else(keypool: Api) -> None:
    headers = {"Authorization": "Bearer team-token", "Cartesia-Version": NEW}
    assert httpx.get(f"{keypool.url}/pronunciation-dicts/", headers=headers).status_code == 200
    assert httpx.get(f"{keypool.url}/api-keys", headers=headers).status_code == 404


def test_carter_answers_audio_as_json(carter: Api) -> None:
    answer = carter.request("POST", "/tts/bytes", None, json=carter_speech(context_id="c"))
    assert answer.headers["content-type"] == "application/json"
    assert as_carter("CarterAudio", answer.json())
    assert answer.json()["context_id"] == "c"
    assert len(base64.b64decode(answer.json()["audio"])) > 10_000


def test_carter_makes_mp3_without_a_bit_rate(carter: Api) -> None:
    form = {"container": "mp3", "encoding": "mp3", "sample_rate": 44100}
    answer = carter.request("POST", "/tts/bytes", None, json={**carter_speech(), "output_format": form})
    assert base64.b64decode(answer.json()["audio"])[0] == 0xFF


def test_carter_streams_events_without_a_tag(carter: Api) -> None:
    answer = carter.request("POST", "/tts/sse", None, json={**carter_speech(), "stream": True})
    events = [json.loads(line.removeprefix("data: ")) for line in answer.text.splitlines() if line]
    assert all(as_carter("CarterSseEvent", event) for event in events)
    assert events[-1] == {"done": True}
    assert "audio" in events[0]


def test_carter_lists_voices_bare(carter: Api) -> None:
    listed = carter.get("/voices", None).json()
    assert set(listed[0]) == {"id", "name", "description", "language"}
    assert set(carter.get(f"/voices/{KATIE}", None).json()) == {*listed[0], "created_at"}


@pytest.mark.parametrize(
    ("path", "body", "code", "kind"),
    [
        ("/tts/bytes", {}, 400, "invalid_request_error"),
        ("/tts/bytes", {"output_format": {"container": "wav", "encoding": "mp3"}}, 400, "invalid_request_error"),
        ("/voices/none", None, 404, "invalid_request_error"),
    ],
)
def test_carter_says_errors_inside_of_an_object(carter: Api, path: str, body: object, code: int, kind: str) -> None:
    answer = carter.request("POST" if body is not None else "GET", path, None, json=body)
    assert answer.status_code == code
    assert as_carter("CarterError", answer.json())
    assert (answer.json()["error"]["code"], answer.json()["error"]["type"]) == (code, kind)


def test_carter_speaks_on_its_socket(carter: Api) -> None:
    asked = carter_speech(context_id="c")
    del asked["output_format"]
    with connect(f"{carter.websocket_url}/tts/websocket", additional_headers={"X-API-Key": KEY}) as connection:
        connection.send(json.dumps(asked))
        events = [json.loads(connection.recv(timeout=5))]
        while events[-1]["type"] != "done":
            events.append(json.loads(connection.recv(timeout=5)))
    assert all(as_carter("CarterChunkEvent", event) for event in events[:-1])
    assert events[-1] == {"type": "done", "context_id": "c"}


def test_carter_cannot_cancel(carter: Api) -> None:
    with connect(f"{carter.websocket_url}/tts/websocket", additional_headers={"X-API-Key": KEY}) as connection:
        connection.send(json.dumps({"context_id": "c", "cancel": True}))
        assert json.loads(connection.recv(timeout=5))["error"]["code"] == 400


def test_carter_hears_its_own_controls(carter: Api) -> None:
    def length(speed: str) -> int:
        asked = carter_speech(_experimental_voice_controls={"speed": speed, "volume": "low", "emotion": ["anger"]})
        return len(carter.request("POST", "/tts/bytes", None, json=asked).json()["audio"])

    assert length("fast") < length("normal") < length("slow")


def test_a_dialect_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="`keypol` does not exist; did you mean"):
        MockSettings(dialect="keypol")


def test_carter_makes_a_voice_of_recordings_in_json(carter: Api) -> None:
    def clone(*recordings: str) -> httpx.Response:
        asked = {"name": "Reader", "description": "Slow.", "audio_files": list(recordings)}
        headers = {"Authorization": f"Bearer {KEY}"}
        return httpx.post(f"{carter.url}/voices/clone", json=asked, headers=headers)

    made = clone(base64.b64encode(CLIP).decode())
    assert made.status_code == 200, made.text
    assert as_carter("CarterVoice", made.json())
    assert (made.json()["name"], made.json()["language"]) == ("Reader", "en")
    for refused in (clone(), clone("%"), clone(base64.b64encode(b"no recording").decode())):
        assert refused.status_code == 400
        assert refused.json()["error"]["type"] == "invalid_request_error"
