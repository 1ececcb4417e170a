"""Pronunciation dictionaries: what one does to them shows in what one reads next, in every version that has them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import Api
from .documents import DATES

VERSIONS = [date for date in DATES if date >= "2025-04-16"]
ENTRY = {"text": "Gough", "alias": "goff"}


@pytest.fixture
def fresh(mock: Callable[..., Api]) -> Api:
    return mock()


def _entry(version: str) -> dict[str, str]:
    return {"pronunciation": "goff", "text": "Gough"} if version == "2025-04-16" else ENTRY


@pytest.mark.parametrize("version", VERSIONS)
def test_a_dictionary_lives_until_it_is_deleted(fresh: Api, version: str) -> None:
    made = fresh.request("POST", "/pronunciation-dicts/", version, json={"name": "Streets", "items": [_entry(version)]})
    path = f"/pronunciation-dicts/{made.json()['id']}"
    assert made.json()["items"][0]["alias"] == "goff"
    assert fresh.get(path, version).json() == made.json()
    assert fresh.get("/pronunciation-dicts/", version).json()["data"][-1] == made.json()
    changed = fresh.request("PATCH", path, version, json={"name": "Hills"}).json()
    assert changed == {**made.json(), "name": "Hills"}
    assert fresh.request("PATCH", path, version, json={"items": []}).json()["items"] == []
    assert fresh.request("DELETE", path, version).status_code == 204
    assert fresh.get(path, version).status_code == 404
    assert fresh.request("DELETE", path, version).status_code == 404


def test_null_changes_nothing(fresh: Api) -> None:
    made = fresh.request("POST", "/pronunciation-dicts/", json={"name": "Streets", "items": [ENTRY]}).json()
    path = f"/pronunciation-dicts/{made['id']}"
    assert fresh.request("PATCH", path, json={"name": None, "items": None}).json() == made


@pytest.mark.parametrize("access", ["public", {"type": "public"}])
def test_access_is_a_string_or_the_older_object(fresh: Api, access: object) -> None:
    made = fresh.request("POST", "/pronunciation-dicts/", json={"name": "Streets", "access": access}).json()
    assert (made["access"], made["visibility"]) == ("public", "all")


def test_pinned_in_the_version_that_knows_pins(fresh: Api) -> None:
    path = "/pronunciation-dicts/dict_5TgW0pLmQz"
    assert fresh.request("POST", f"{path}/pin", "2025-04-16").status_code == 204
    assert fresh.get(path, "2025-04-16").json()["pinned"] is True
    assert fresh.request("POST", f"{path}/unpin", "2025-04-16").status_code == 204
    assert fresh.get(path, "2025-04-16").json()["pinned"] is False
    assert fresh.request("POST", f"{path}/pin", "2026-08-14").status_code == 404


@pytest.mark.parametrize("version", VERSIONS)
def test_pages_go_on_after_an_id(fresh: Api, version: str) -> None:
    first = fresh.get("/pronunciation-dicts/?limit=1", version).json()
    assert first["has_more"] is True
    rest = fresh.get(f"/pronunciation-dicts/?starting_after={first['data'][0]['id']}", version).json()
    assert [item["id"] for item in rest["data"]] == ["dict_r8KqY2nVt4"]
    assert rest["has_more"] is False


@pytest.mark.parametrize(
    ("body", "said"),
    [({}, "`name`"), ({"name": 1}, "`name`"), ({"name": "a", "items": [{"alias": "b"}]}, "`items[0].text`")],
)
def test_what_is_wrong_is_named(fresh: Api, body: object, said: str) -> None:
    answer = fresh.request("POST", "/pronunciation-dicts/", json=body)
    assert answer.status_code == 400
    assert said in answer.json()["message"]


def test_speech_takes_a_dictionary_that_exists(fresh: Api) -> None:
    assert fresh.speak(pronunciation_dict_id="dict_5TgW0pLmQz").status_code == 200
    assert fresh.speak(pronunciation_dict_id="dict_none").status_code == 404
