"""Pronunciation dictionaries through the SDK: made, changed, used and deleted."""

from __future__ import annotations

from typing import Any

import cartesia
import pytest

from .process import Mock
from .sdk import KATIE, MODEL, RAW, TRANSCRIPT, Sdk

ITEMS = [{"text": "Gough", "alias": "goff"}, {"text": "Qatar", "alias": "cutter", "case_sensitive": True}]


@pytest.fixture
def client(sdk: Sdk, mock: Mock) -> Any:
    return sdk.client(mock)


@pytest.fixture
def made(sdk: Sdk, client: Any) -> Any:
    return sdk.done(client.pronunciation_dicts.create(name="Names", items=ITEMS))


def test_a_dictionary_can_be_read_changed_and_deleted(sdk: Sdk, client: Any, made: Any) -> None:
    dicts = client.pronunciation_dicts
    assert [(item.text, item.alias) for item in made.items] == [("Gough", "goff"), ("Qatar", "cutter")]
    assert sdk.done(dicts.retrieve(made.id)) == made
    changed = sdk.done(dicts.update(made.id, items=ITEMS[:1]))
    assert (changed.name, len(changed.items)) == ("Names", 1)
    assert sdk.done(dicts.update(made.id, name="Streets")).items == changed.items
    assert sdk.done(dicts.delete(made.id)) is None
    with pytest.raises(cartesia.NotFoundError):
        sdk.done(dicts.retrieve(made.id))


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_auto_paging_gives_every_dictionary_once(sdk: Sdk, client: Any, made: Any, limit: int) -> None:
    ids = [item.id for item in sdk.each(client.pronunciation_dicts.list(limit=limit))]
    assert len(ids) == len(set(ids)) > 2
    assert made.id in ids


def test_speech_takes_a_dictionary_until_it_is_deleted(sdk: Sdk, client: Any, made: Any) -> None:
    asked: dict[str, Any] = {"model_id": MODEL, "transcript": TRANSCRIPT, "voice": KATIE, "output_format": RAW}
    assert sdk.audio(client.tts.generate(**asked, pronunciation_dict_id=made.id))
    sdk.done(client.pronunciation_dicts.delete(made.id))
    with pytest.raises(cartesia.NotFoundError):
        sdk.done(client.tts.generate(**asked, pronunciation_dict_id=made.id))
