"""Voices made, changed and deleted through the SDK, and the catalogue of accents."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cartesia
import pytest

from .clips import clip
from .process import Mock, running_mock
from .sdk import KATIE, MODEL, NO_VOICE, RAW, SAMPLE_RATE, TRANSCRIPT, Sdk


@pytest.fixture(scope="module")
def own() -> Iterator[Mock]:
    """A mock of this module alone: its voices change."""
    with running_mock() as running:
        yield running


def cloned(sdk: Sdk, client: Any, **more: Any) -> Any:
    return sdk.done(client.voices.clone(**{"clip": clip(), "name": "Marta", "language": "es", **more}))


def spoken(sdk: Sdk, client: Any, voice_id: str) -> bytes:
    request = {"model_id": MODEL, "transcript": TRANSCRIPT, "voice": voice_id, "output_format": RAW}
    audio: bytes = sdk.audio(client.tts.generate(**request))
    return audio


def code_of(error: cartesia.APIStatusError) -> Any:
    body: Any = error.body
    return body["error_code"]


def test_a_clone_can_be_read_listed_spoken_with_and_deleted(sdk: Sdk, own: Mock) -> None:
    client = sdk.client(own)
    made = cloned(sdk, client, description="Warm.", accent="mexican")
    assert (made.name, made.description, made.language, made.access) == ("Marta", "Warm.", "es", "private")
    voice = sdk.done(client.voices.get(made.id))
    assert (voice.is_owner, voice.accent, voice.gender) == (True, "mexican", None)
    assert [listed.id for listed in sdk.each(client.voices.list(q=made.id))] == [made.id]
    assert len(spoken(sdk, client, made.id)) > SAMPLE_RATE
    assert sdk.done(client.voices.delete(made.id)) is None
    with pytest.raises(cartesia.NotFoundError):
        sdk.done(client.voices.get(made.id))
    with pytest.raises(cartesia.NotFoundError):
        sdk.done(client.voices.delete(made.id))


@pytest.mark.parametrize(
    ("container", "subtype"),
    [("WAV", "PCM_24"), ("WAV", "ULAW"), ("FLAC", "PCM_16"), ("OGG", "VORBIS"), ("MP3", "MPEG_LAYER_III")],
)
def test_clips_of_each_kind_are_taken(sdk: Sdk, own: Mock, container: str, subtype: str) -> None:
    assert cloned(sdk, sdk.client(own), clip=clip(container, subtype)).name == "Marta"


def test_a_clip_is_given_in_every_way_of_the_sdk(sdk: Sdk, own: Mock, tmp_path: Path) -> None:
    client = sdk.client(own)
    path = tmp_path / "marta.wav"
    path.write_bytes(clip())
    for given in (path, io.BytesIO(clip()), ("marta.wav", clip()), ("marta.wav", clip(), "audio/wav")):
        assert cloned(sdk, client, clip=given).id


def test_a_clone_descends_from_a_voice(sdk: Sdk, own: Mock) -> None:
    client = sdk.client(own)
    made = cloned(sdk, client, base_voice_id=KATIE)
    assert spoken(sdk, client, made.id) == spoken(sdk, client, KATIE)


def test_a_change_keeps_what_it_does_not_name(sdk: Sdk, own: Mock) -> None:
    client = sdk.client(own)
    made = cloned(sdk, client, description="Warm.")
    changed = sdk.done(client.voices.update(made.id, name="Maria", gender="feminine", accent="castilian"))
    assert (changed.name, changed.description, changed.gender) == ("Maria", "Warm.", "feminine")
    assert (changed.accent, changed.locales[0].locale) == ("castilian", "es-ES")
    assert sdk.done(client.voices.update(made.id, gender=None)).gender is None
    assert sdk.done(client.voices.update(made.id)) == sdk.done(client.voices.get(made.id))


def test_accents_are_attached_and_taken_away(sdk: Sdk, own: Mock) -> None:
    client = sdk.client(own)
    made = cloned(sdk, client, accent="mexican")
    voice = sdk.done(client.voices.add_accents(made.id, accents=["castilian", "general-american"]))
    assert [locale.locale for locale in voice.locales] == ["es-MX", "es-ES", "en-US"]
    left = sdk.done(client.voices.delete_accent("castilian", id=made.id))
    assert [locale.locale for locale in left.locales] == ["es-MX", "en-US"]
    with pytest.raises(cartesia.BadRequestError, match="native accent"):
        sdk.done(client.voices.delete_accent("mexican", id=made.id))


def test_the_catalogue_is_read(sdk: Sdk, own: Mock) -> None:
    accents = sdk.done(sdk.client(own, _strict_response_validation=False).voices.list_accents()).accents
    assert [accent.id for accent in accents] == sorted(accent.id for accent in accents)
    known = {accent.id: accent for accent in accents}
    assert (known["southern-us"].locale, known["southern-us"].is_localizable) == ("en-US", True)
    assert known["general-american"].is_locale_default


def test_every_accent_fits_the_models_of_the_sdk(sdk: Sdk, own: Mock) -> None:
    assert sdk.done(sdk.client(own).voices.list_accents()).accents


def test_every_accent_that_can_be_attached_is_one_to_localize_to(sdk: Sdk, own: Mock) -> None:
    client = sdk.client(own, _strict_response_validation=False)
    for accent in sdk.done(client.voices.list_accents()).accents:
        if accent.is_localizable:
            made = sdk.done(client.voices.localize(voice_id=KATIE, name="Katia", accent=accent.id))
            voice = sdk.done(client.voices.get(made.id))
            assert (voice.accent, voice.locales[0].locale) == (accent.id, accent.locale)


def test_older_ids_and_members_of_localizing_are_taken(sdk: Sdk, own: Mock) -> None:
    client = sdk.client(own)
    older = {"language": "de", "original_speaker_gender": "female", "dialect": None, "tagline": "Calm"}
    made = sdk.done(client.voices.localize(voice_id=KATIE, name="Katja", accent="high-german", **older))
    assert (made.language, made.tagline, made.name) == ("de", "Calm", "Katja")
    assert spoken(sdk, client, made.id) == spoken(sdk, client, KATIE)


def test_a_voice_of_the_library_is_not_for_changing(sdk: Sdk, own: Mock) -> None:
    client = sdk.client(own)
    with pytest.raises(cartesia.PermissionDeniedError):
        sdk.done(client.voices.update(KATIE, name="Mine"))
    with pytest.raises(cartesia.PermissionDeniedError):
        sdk.done(client.voices.delete(KATIE))
    with pytest.raises(cartesia.PermissionDeniedError):
        sdk.done(client.voices.add_accents(KATIE, accents=["british"]))
    assert sdk.done(client.voices.get(KATIE)).name == "Katie"


def test_what_is_wrong_is_an_error_of_the_sdk(sdk: Sdk, own: Mock) -> None:
    client = sdk.client(own)
    with pytest.raises(cartesia.BadRequestError) as refused:
        cloned(sdk, client, clip=("marta.wav", b"this is a text" * 10))
    assert code_of(refused.value) == "unsupported_audio_format"
    with pytest.raises(cartesia.BadRequestError) as refused:
        cloned(sdk, client, language="tlh")
    assert code_of(refused.value) == "language_not_supported"
    with pytest.raises(cartesia.APIStatusError) as large:
        cloned(sdk, client, clip=("marta.wav", clip() + bytes(16 * 1024 * 1024)))
    assert (large.value.status_code, code_of(large.value)) == (413, "file_too_large")
    with pytest.raises(cartesia.NotFoundError):
        sdk.done(client.voices.localize(voice_id=NO_VOICE, name="Nobody", accent="mexican"))
    with pytest.raises(cartesia.BadRequestError, match="localizable"):
        sdk.done(client.voices.localize(voice_id=KATIE, name="Katie", accent="california"))
