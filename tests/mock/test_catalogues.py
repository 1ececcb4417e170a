"""Accents, locales and models: what they say agrees with what can be spoken."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

import contralto_spec
from contralto_conformance.mock.resources.voice_seed import seed_voices
from contralto_conformance.mock.sound.languages import LANGUAGES, LOCALES, display_name, locale_of

from .conftest import NEW, Api

WITH_CATALOGUE = ["2026-03-01", NEW]


def known_values(schema: str, version: str = NEW) -> list[str]:
    found: list[str] = contralto_spec.load().openapi(version)["components"]["schemas"][schema]["x-known-values"]
    return found


def accents(api: Api, version: str = NEW, **query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get("/accents", version, params=query).json()["accents"]
    return found


@pytest.mark.parametrize("version", WITH_CATALOGUE)
def test_the_catalogue_is_the_documented_one_in_order(api: Api, version: str) -> None:
    ids = [accent["id"] for accent in accents(api, version)]
    assert ids == sorted(known_values("AccentId"))


def test_what_voices_can_be_localized_to_is_documented(api: Api) -> None:
    ids = [accent["id"] for accent in accents(api) if accent["is_localizable"]]
    assert ids == sorted(known_values("AttachableAccentId"))


def test_each_locale_with_accents_has_one_default(api: Api) -> None:
    found = accents(api)
    defaults = Counter(accent["locale"] for accent in found if accent["is_locale_default"])
    assert defaults == Counter({accent["locale"] for accent in found})


def test_accents_have_names_of_their_own_and_locales_that_can_be_spoken(api: Api) -> None:
    found = accents(api)
    assert len({accent["name"].lower() for accent in found}) == len(found)
    for accent in found:
        assert accent["locale"] in LOCALES
        assert accent["locale"].startswith(f"{accent['language']}-")
        assert api.speak(locale=accent["locale"]).status_code == 200


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({"locale": "ar-SA"}, ["middle-eastern-arabic", "modern-standard-arabic"]),
        ({"locale": "ar_sa", "is_localizable": "true"}, ["modern-standard-arabic"]),
        ({"language": "vi"}, ["central-vietnamese", "southern-vietnamese"]),
        ({"language": "pt", "locale": "es-ES"}, []),
        ({"language": "tlh"}, []),
    ],
)
def test_filters_must_all_match(api: Api, query: dict[str, str], ids: list[str]) -> None:
    assert [accent["id"] for accent in accents(api, **query)] == ids
    assert len(accents(api, "2026-03-01", **query)) == 78  # unknown there, hence without effect


def test_a_filter_that_is_no_boolean_is_named(api: Api) -> None:
    answer = api.get("/accents", params={"is_localizable": "maybe"})
    assert answer.status_code == 400
    assert "`is_localizable` must be true or false" in answer.json()["message"]


def test_the_accents_of_voices_are_those_of_their_locales(api: Api) -> None:
    locale_by_id = {accent["id"]: accent["locale"] for accent in accents(api)}
    for voice in seed_voices():
        assert voice.locales == tuple(dict.fromkeys(locale_by_id[accent] for accent in voice.all_accents))


@pytest.mark.parametrize("version", WITH_CATALOGUE)
def test_the_locales_hold_all_accents(api: Api, version: str) -> None:
    locales = api.get("/locales", version).json()["locales"]
    assert [item["locale"] for item in locales] == sorted(LOCALES)
    under = {(accent["id"], accent["name"], item["locale"]) for item in locales for accent in item["accents"]}
    assert under == {(accent["id"], accent["name"], accent["locale"]) for accent in accents(api)}
    names = {item["locale"]: item["display_name"] for item in locales}
    assert names["en-US"] == "English (United States)"


def test_documented_languages_can_be_spoken() -> None:
    known = set(known_values("SpeechLanguage"))
    assert known <= {*LANGUAGES, *LOCALES}
    assert set(known_values("VoiceLanguage")) <= known
    assert len({display_name(locale) for locale in LOCALES}) == len(LOCALES)
    for language in LANGUAGES:
        assert locale_of(language).startswith(f"{language}-")
        assert locale_of(language.upper()) == locale_of(language)


@pytest.mark.parametrize("path", ["/accents", "/locales", "/models"])
def test_older_versions_have_no_catalogue(api: Api, path: str) -> None:
    assert api.get(path, "2025-11-04").status_code == 404


def test_models_that_are_offered_can_be_called(api: Api) -> None:
    models = api.get("/models").json()["models"]
    assert {model["capability"] for model in models} == {"tts", "stt"}
    for model in models:
        if model["capability"] == "tts":
            assert "modes" not in model
            assert api.speak(model_id=model["id"]).status_code == 200
        else:
            assert model["modes"]


@pytest.mark.parametrize("capability", ["tts", "stt"])
def test_models_of_one_capability(api: Api, capability: str) -> None:
    models = api.get("/models", params={"capability": capability}).json()["models"]
    assert {model["capability"] for model in models} == {capability}
    answer = api.get("/models", params={"capability": "vision"})
    assert answer.status_code == 400
    assert "`capability` must be one of" in answer.json()["message"]
