"""Voices through the SDK: pages, filters, expansion, single voices."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from .process import Mock
from .sdk import KATIE, Sdk

PAGE_SIZES = [1, 3, 10, 100]


def lenient(sdk: Sdk, mock: Mock) -> Any:
    """A client that takes values it does not know: the SDK's list of accents is older than the service's."""
    return sdk.client(mock, _strict_response_validation=False)


def all_ids(sdk: Sdk, client: Any) -> list[str]:
    return [voice.id for voice in sdk.each(client.voices.list(limit=100))]


def test_the_first_page_has_ten_voices_of_the_documented_shape(sdk: Sdk, mock: Mock) -> None:
    page = sdk.done(sdk.client(mock).voices.list())
    assert len(page.data) == 10
    assert page.has_next_page()
    for voice in page.data:
        assert isinstance(voice.created_at, datetime)
        assert voice.created_at.tzinfo is not None
        assert voice.access in ("private", "public")
        assert voice.visibility in ("owner", "all")
        assert len(voice.tagline) <= 32
        assert voice.locales[0].is_native
        assert voice.locales[0].locale.startswith(voice.language)
        assert not any(locale.is_native for locale in voice.locales[1:])


def test_every_voice_fits_the_models_of_the_sdk(sdk: Sdk, mock: Mock) -> None:
    assert all_ids(sdk, sdk.client(mock))


@pytest.mark.parametrize("limit", PAGE_SIZES)
def test_auto_paging_gives_every_voice_once_whatever_the_page_size(sdk: Sdk, mock: Mock, limit: int) -> None:
    client = lenient(sdk, mock)
    ids = [voice.id for voice in sdk.each(client.voices.list(limit=limit))]
    assert len(ids) == len(set(ids)) > 20
    assert ids == all_ids(sdk, client)


@pytest.mark.parametrize("limit", PAGE_SIZES)
def test_pages_are_full_until_the_last_and_end_with_an_empty_one(sdk: Sdk, mock: Mock, limit: int) -> None:
    client = lenient(sdk, mock)
    first = sdk.done(client.voices.list(limit=limit))
    sizes = [len(page.data) for page in sdk.each(first.iter_pages())]
    whole, rest = divmod(len(all_ids(sdk, client)), limit)
    assert sizes == [limit] * whole + ([rest] if rest else []) + [0]


def test_paging_forwards_begins_after_a_voice(sdk: Sdk, mock: Mock) -> None:
    client = lenient(sdk, mock)
    ids = all_ids(sdk, client)
    rest = [voice.id for voice in sdk.each(client.voices.list(limit=7, starting_after=ids[4]))]
    assert rest == ids[5:]


def test_paging_backwards_gives_the_voices_before_a_voice(sdk: Sdk, mock: Mock) -> None:
    client = lenient(sdk, mock)
    ids = all_ids(sdk, client)
    first = sdk.done(client.voices.list(limit=4, ending_before=ids[10]))
    pages = [[voice.id for voice in page.data] for page in sdk.each(first.iter_pages())]
    assert pages == [ids[6:10], ids[2:6], ids[:2], []]


def test_filters_narrow_the_list_to_what_they_name(sdk: Sdk, mock: Mock) -> None:
    client = lenient(sdk, mock)
    total = len(all_ids(sdk, client))

    def matching(**query: Any) -> list[Any]:
        found = list(sdk.each(client.voices.list(limit=5, **query)))
        assert 0 < len(found) < total
        return found

    assert {voice.gender for voice in matching(gender="masculine")} == {"masculine"}
    assert all(voice.is_owner and voice.access == "private" for voice in matching(is_owner=True))
    assert not any(voice.is_owner for voice in matching(is_owner=False))
    assert [voice.name for voice in matching(q="katie")] == ["Katie"]
    assert {voice.language for voice in matching(extra_query={"language": "fr"})} == {"fr"}


def test_a_search_without_a_match_is_an_empty_page(sdk: Sdk, mock: Mock) -> None:
    page = sdk.done(sdk.client(mock).voices.list(q="nobody is called like this"))
    assert page.data == []
    assert not page.has_next_page()


def test_a_preview_comes_only_when_expanded(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    plain = sdk.done(client.voices.list(limit=3)).data
    expanded = sdk.done(client.voices.list(limit=3, expand=["preview_file_url"])).data
    assert all("preview_file_url" not in voice.model_fields_set for voice in plain)
    assert all(voice.preview_file_url.startswith("http") for voice in expanded)
    assert "preview_file_url" not in sdk.done(client.voices.get(KATIE)).model_fields_set
    assert KATIE in sdk.done(client.voices.get(KATIE, expand=["preview_file_url"])).preview_file_url


def test_a_voice_is_the_same_in_the_list_and_alone(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    for listed in sdk.done(client.voices.list(limit=3)).data:
        assert sdk.done(client.voices.get(listed.id)) == listed
