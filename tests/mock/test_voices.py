"""Voices: views by version, filters, and pages both ways."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contralto_conformance.mock.resources.voice_book import VoiceBook
from contralto_conformance.mock.resources.voice_seed import seed_voices

from .conftest import KATIE, NEW, OLD, Api

ALL = [voice.id for voice in seed_voices()]
LISTED = [voice.id for voice in seed_voices() if not voice.is_archived]


def ids(api: Api, version: str = NEW, **query: Any) -> list[str]:
    answer = api.get("/voices", version, params=query)
    assert answer.status_code == 200, answer.text
    return [voice["id"] for voice in answer.json()["data"]]


def test_the_seed_has_the_voices_that_clients_fall_back_to() -> None:
    assert len(ALL) >= 30
    assert len(set(ALL)) == len(ALL)
    assert all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", voice_id) for voice_id in ALL)
    for known in (KATIE, "6ccbfb76-1fc6-48f7-b71d-91ac6298247b", "a0e99841-438c-4a64-b679-ae501e7d6091"):
        assert known in ALL


def test_a_page_has_ten_voices_unless_asked(api: Api, version: str) -> None:
    page = api.get("/voices", version).json()
    assert [voice["id"] for voice in page["data"]] == LISTED[:10]
    assert (page["has_more"], page["next_page"]) == (True, LISTED[9])


@given(limit=st.integers(1, 100))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_paging_forwards_visits_every_voice_once_and_ends_empty(limit: int) -> None:
    book = VoiceBook()
    query: dict[str, int | str] = {"limit": limit}
    seen: list[str] = []
    while True:
        page = book.page(query)
        voices, has_more = page.items, page.has_more
        assert len(voices) <= limit
        if not voices:
            assert not has_more
            break
        seen += [voice.id for voice in voices]
        assert has_more is (len(seen) < len(LISTED))
        query = {"limit": limit, "starting_after": seen[-1]}
    assert seen == LISTED


@given(limit=st.integers(1, 100))
@settings(max_examples=20)
def test_paging_backwards_visits_every_voice_once_and_ends_empty(limit: int) -> None:
    book, query, seen = VoiceBook(), {"limit": limit, "ending_before": LISTED[-1]}, [LISTED[-1]]
    while True:
        page = book.page(query)
        voices, has_more = page.items, page.has_more
        if not voices:
            assert not has_more
            break
        seen = [*[voice.id for voice in voices], *seen]
        assert has_more is (len(seen) < len(LISTED))
        query = {"limit": limit, "ending_before": seen[0]}
    assert seen == LISTED


def test_pages_over_http(api: Api, version: str) -> None:
    assert ids(api, version, limit=2, starting_after=LISTED[1]) == LISTED[2:4]
    assert ids(api, version, limit=2, ending_before=LISTED[5]) == LISTED[3:5]
    assert ids(api, version, starting_after=LISTED[1], ending_before=LISTED[4]) == LISTED[2:4]
    last = api.get("/voices", version, params={"starting_after": LISTED[-1]}).json()
    assert (last["data"], last["has_more"], last.get("next_page")) == ([], False, None)


@pytest.mark.parametrize("cursor", ["starting_after", "ending_before"])
def test_a_cursor_that_is_no_voice_is_404(api: Api, cursor: str) -> None:
    answer = api.get("/voices", params={cursor: "none"})
    assert answer.status_code == 404
    assert answer.json()["message"] == f"`{cursor}` names no voice: `none`"


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x", "1.5", "", "9" * 30])
def test_a_limit_out_of_range_is_400(api: Api, limit: str, version: str) -> None:
    answer = api.get("/voices", version, params={"limit": limit})
    assert answer.status_code == 400
    assert "`limit` must be" in answer.text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "KATIE"}, ["Katie"]),
        ({"q": "etienne"}, ["Étienne"]),
        ({"q": "Étienne"}, ["Étienne"]),
        ({"q": KATIE[:8]}, ["Katie"]),
        ({"q": "no such text"}, []),
        ({"language": "fr"}, ["Camille", "Étienne", "Maëlle"]),
        ({"language": "fr-CA"}, ["Maëlle"]),
        ({"language": "fr_ca"}, ["Maëlle"]),
        ({"is_owner": "true"}, ["Front Desk", "Podcast Host"]),
        ({"is_owner": "true", "include_archived": "true"}, ["Front Desk", "Podcast Host", "Old Hotline"]),
        ({"gender": "gender_neutral"}, ["Sky", "Jordan"]),
        ({"gender": "gender_neutral", "q": "quick"}, []),
        ({"gender": "gender_neutral", "q": "brisk"}, ["Jordan"]),
        ({"unknown": "x", "q": "brisk"}, ["Jordan"]),
    ],
)
def test_filters(api: Api, query: dict[str, str], names: list[str]) -> None:
    page = api.get("/voices", params={**query, "limit": 100}).json()
    assert [voice["name"] for voice in page["data"]] == names
    assert page["has_more"] is False


def test_the_old_version_filters_by_star(api: Api) -> None:
    page = api.get("/voices", OLD, params={"is_starred": "true", "expand[]": "is_starred"}).json()
    assert [(voice["name"], voice["is_starred"]) for voice in page["data"]] == [("Katie", True), ("Oliver", True)]
    assert len(ids(api, NEW, is_starred="true")) == 10  # unknown to the newest version, hence without effect


@pytest.mark.parametrize(("name", "value"), [("gender", "x"), ("is_owner", "maybe"), ("expand[]", "embedding")])
def test_a_filter_that_is_not_documented_is_400(api: Api, name: str, value: str) -> None:
    answer = api.get("/voices", params={name: value})
    assert answer.status_code == 400
    assert f"`{name}" in answer.json()["message"]


def test_views_by_version(api: Api) -> None:
    new, old = (api.get(f"/voices/{KATIE}", version).json() for version in (NEW, OLD))
    assert (new["access"], new["visibility"], new["status"], new["tagline"]) == (
        "public",
        "all",
        "active",
        "Friendly fixer",
    )
    assert new["locales"] == [{"locale": "en-US", "is_native": True}]
    assert (new["accent"], new["country"], new["is_pro"]) == ("general-american", "US", False)
    assert "is_public" not in new
    assert set(old) == {"id", "is_owner", "is_public", "name", "description", "created_at", "language", "gender"}
    own = api.get("/voices", params={"is_owner": "true"}).json()["data"][0]
    assert (own["access"], own["visibility"], own["is_owner"], own["gender"]) == ("private", "owner", True, None)


@pytest.mark.parametrize("path", ["/voices", f"/voices/{KATIE}"])
def test_a_preview_comes_only_when_expanded(api: Api, path: str) -> None:
    plain, expanded = (api.get(path, params=query).json() for query in ({}, {"expand[]": "preview_file_url"}))
    first = [answer["data"][0] if "data" in answer else answer for answer in (plain, expanded)]
    assert "preview_file_url" not in first[0]
    assert first[1]["preview_file_url"].startswith(api.url)


def test_get_gives_what_the_list_shows(api: Api, version: str) -> None:
    for voice in api.get("/voices", version, params={"limit": 100}).json()["data"]:
        assert api.get(f"/voices/{voice['id']}", version).json() == voice


@pytest.mark.parametrize("voice_id", ["none", "7a3f4d2e-0000-4000-8000-000000000000", "%2E%2E", "é"])
def test_an_unknown_id_is_404(api: Api, voice_id: str, version: str) -> None:
    answer = api.get(f"/voices/{voice_id}", version)
    assert answer.status_code == 404
    assert ("voice_not_found" in answer.text) is (version == NEW)
