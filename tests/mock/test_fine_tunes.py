"""Fine-tunes: they go on with the clock, and what comes of them is a voice that speaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from contralto_conformance.mock.resources.fine_tunes import QUEUE_S, TRAINING_S
from contralto_conformance.mock.sound.languages import LANGUAGES

from .clock import Clock
from .conftest import ADMIN, NEW, Api, speech
from .documents import DATES

VERSIONS = [date for date in DATES if date >= "2025-04-16"]
FULL, EMPTY = "dataset_7hQ2vN9xKc", "dataset_1bZr55uWqA"
MODEL = "sonic-3-2026-01-12"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fresh(mock: Callable[..., Api], clock: Clock) -> Api:
    return mock(clock=clock)


def asked(**members: Any) -> dict[str, Any]:
    body = {"name": "Narrator", "description": "Calm.", "language": "en", "model_id": MODEL, "dataset": FULL}
    return {**body, **members}


def begin(api: Api, version: str = NEW, **members: Any) -> str:
    made: str = api.request("POST", "/fine-tunes/", version, json=asked(**members)).json()["id"]
    return f"/fine-tunes/{made}"


@pytest.mark.parametrize("version", VERSIONS)
def test_a_fine_tune_is_trained_and_makes_a_voice(fresh: Api, clock: Clock, version: str) -> None:
    made = fresh.request("POST", "/fine-tunes/", version, json=asked()).json()
    path = f"/fine-tunes/{made['id']}"
    assert made | asked() == made
    assert made["status"] == "created"
    clock.passes(QUEUE_S - 1)
    assert fresh.get(path, version).json() == made
    clock.passes(1)
    assert fresh.get(path, version).json() == {**made, "status": "training"}
    assert fresh.get(f"{path}/voices", version).json()["data"] == []
    clock.passes(TRAINING_S)
    assert fresh.get("/fine-tunes/", version).json()["data"][-1] == {**made, "status": "completed"}
    (voice,) = fresh.get(f"{path}/voices", version).json()["data"]
    assert (voice["name"], voice["language"], voice["is_owner"]) == ("Narrator", "en", True)
    assert fresh.get(f"/voices/{voice['id']}", version).json() == voice
    spoken = fresh.request("POST", "/tts/bytes", version, json=speech(voice={"mode": "id", "id": voice["id"]}))
    assert spoken.status_code == (400 if version >= "2026-03-01" else 200)
    dated = speech(voice={"mode": "id", "id": voice["id"]}, model_id=MODEL)
    assert fresh.request("POST", "/tts/bytes", version, json=dated).status_code == 200


def test_one_that_nobody_looks_at_is_completed_as_well(fresh: Api, clock: Clock) -> None:
    path = begin(fresh)
    clock.passes(3600)
    voice = fresh.get(f"{path}/voices").json()["data"][0]
    assert fresh.get(path).json()["status"] == "completed"
    assert voice["created_at"] == "2027-01-01T12:01:00Z"


def test_without_recordings_it_fails_and_says_why(fresh: Api, clock: Clock) -> None:
    path = begin(fresh, dataset=EMPTY)
    clock.passes(QUEUE_S)
    assert fresh.get(path).json()["user_errors"] == []
    clock.passes(TRAINING_S)
    failed = fresh.get(path).json()
    assert failed["status"] == "failed"
    assert [error["code"] for error in failed["user_errors"]] == ["not_enough_audio"]
    assert fresh.get(f"{path}/voices").json()["data"] == []
    assert "user_errors" not in fresh.get(path, "2025-11-04").json()


def test_recordings_count_when_it_is_begun(fresh: Api, clock: Clock) -> None:
    dataset = fresh.request("POST", "/datasets/", json={"name": "a", "description": ""}).json()["id"]
    too_early = begin(fresh, dataset=dataset)
    files, data = {"file": ("a.wav", b"RIFF")}, {"purpose": "fine_tune"}
    fresh.request("POST", f"/datasets/{dataset}/files", files=files, data=data)
    in_time = begin(fresh, dataset=dataset)
    fresh.request("DELETE", f"/datasets/{dataset}")
    clock.passes(QUEUE_S + TRAINING_S)
    assert [fresh.get(path).json()["status"] for path in (too_early, in_time)] == ["failed", "completed"]


def test_time_can_be_scaled(mock: Callable[..., Api], clock: Clock) -> None:
    api = mock(clock=clock, time_scale=0.01)
    path = begin(api)
    clock.passes((QUEUE_S + TRAINING_S) / 100 + 0.001)
    assert api.get(path).json()["status"] == "completed"


def test_a_deleted_fine_tune_leaves_its_voice(fresh: Api, clock: Clock) -> None:
    path = begin(fresh)
    clock.passes(QUEUE_S + TRAINING_S)
    voice = fresh.get(f"{path}/voices").json()["data"][0]
    assert fresh.request("DELETE", path).status_code == 204
    for answer in (fresh.get(path), fresh.get(f"{path}/voices"), fresh.request("DELETE", path)):
        assert answer.status_code == 404
        assert answer.json()["title"] == "Fine-tune not found"
    assert fresh.get(f"/voices/{voice['id']}").status_code == 200


@pytest.mark.parametrize("version", VERSIONS)
def test_pages_go_on_after_an_id(fresh: Api, version: str) -> None:
    first = fresh.get("/fine-tunes/?limit=1", version).json()
    assert first["has_more"] is True
    rest = fresh.get(f"/fine-tunes/?starting_after={first['data'][0]['id']}", version).json()
    assert [item["id"] for item in rest["data"]] == ["ft_3nVx70cTmE"]
    assert ("next_page" in rest) == (version > "2025-04-16")
    made = fresh.get("/fine-tunes/ft_K8dPq31vRn/voices", version).json()
    assert [voice["name"] for voice in made["data"]] == ["Podcast Host"]
    assert fresh.get(f"/fine-tunes/ft_K8dPq31vRn/voices?starting_after={made['data'][0]['id']}").json()["data"] == []


@pytest.mark.parametrize(
    ("members", "status", "said"),
    [
        ({"name": None}, 400, "`name`"),
        ({"dataset": ""}, 400, "`dataset`"),
        ({"dataset": "dataset_none"}, 404, "dataset"),
        ({"language": "tlh"}, 400, "`language`"),
        ({"model_id": "sonic-3"}, 400, "`model_id`"),
        ({"model_id": "sonic-9-2031-01-01"}, 400, "`model_id`"),
    ],
)
def test_what_is_wrong_is_named(fresh: Api, members: dict[str, Any], status: int, said: str) -> None:
    answer = fresh.request("POST", "/fine-tunes/", json=asked(**members))
    assert answer.status_code == status
    assert said in answer.json()["message"]


@pytest.mark.parametrize(
    ("version", "accent", "name"),
    [("2026-03-01", "Southern US English", "Southern US English"), (NEW, "southern-us", "southern-us")],
)
def test_the_voice_has_the_accent_that_was_asked_for(
    fresh: Api, clock: Clock, version: str, accent: str, name: str
) -> None:
    path = begin(fresh, version, accent=accent)
    assert fresh.get(path, version).json()["accent"] == name
    assert fresh.get("/fine-tunes/", version).json()["data"][-1]["accent"] == name
    assert fresh.get(path, NEW).json()["accent"] == "southern-us"
    clock.passes(QUEUE_S + TRAINING_S)
    voice = fresh.get(f"{path}/voices").json()["data"][0]
    assert (voice["accent"], voice["locales"][0]["locale"]) == ("southern-us", "en-US")


@pytest.mark.parametrize(
    ("accent", "said"), [("parisian", "`accent` must fit the `language` `en`"), ("none", "`accent` must be an id")]
)
def test_an_accent_fits_the_language(fresh: Api, accent: str, said: str) -> None:
    answer = fresh.request("POST", "/fine-tunes/", json=asked(accent=accent))
    assert answer.status_code == 400
    assert said in answer.json()["message"]


def test_the_model_was_free_text_in_2025_04_16(fresh: Api) -> None:
    body = asked(model_id="sonic-2")
    assert fresh.request("POST", "/fine-tunes/", "2025-04-16", json=body).status_code == 200
    assert fresh.request("POST", "/fine-tunes/", "2025-11-04", json=body).status_code == 400


def test_every_language_gives_a_voice_of_its_own(fresh: Api, clock: Clock) -> None:
    paths = {language: begin(fresh, language=language) for language in LANGUAGES}
    clock.passes(QUEUE_S + TRAINING_S)
    for language, path in paths.items():
        assert fresh.get(f"{path}/voices").json()["data"][0]["language"] == language


def test_training_costs_a_million_credits_when_it_succeeds(fresh: Api, clock: Clock) -> None:
    begin(fresh)
    begin(fresh, dataset=EMPTY)
    clock.passes(QUEUE_S + TRAINING_S)
    fresh.get("/fine-tunes/")
    series = fresh.get("/usage/credits?group_by=capability", headers=ADMIN).json()["data"]
    trained = next(item for item in series if item["id"] == "fine_tune")
    assert sum(bucket["credits"] for bucket in trained["buckets"]) == 1_000_000
