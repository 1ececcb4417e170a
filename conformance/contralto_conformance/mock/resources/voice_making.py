"""Voices that are made: from embeddings, recordings and other voices. What is made can be spoken with at once."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from typing import Any

from contralto_conformance.mock.answers import answer, json_reply
from contralto_conformance.mock.audio_files import MAX_CLIP_BYTES, recording_in
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.sound.languages import LANGUAGES, is_language, locale_of
from contralto_conformance.mock.speaking import absent_voice

from .accents import IDS_SINCE, Accent, catalogue, main_accent
from .pronunciation_dicts import access_of
from .voice_seed import StoredVoice
from .voices import accent_in, embedding_of, known_members, numbers_of, record_of

_DEFAULT_LANGUAGE = "en"  # of an embedding, and where a dialect names none
_GENDERS = {"male": "masculine", "female": "feminine"}

_DIALECTS = {
    ("en", "au"): "australian",
    ("en", "in"): "indian-english",
    ("en", "so"): "southern-us",
    ("en", "uk"): "british",
    ("en", "us"): "general-american",
    ("es", "mx"): "mexican",
    ("es", "pe"): "castilian",
    ("pt", "br"): "brazilian-portuguese",
    ("pt", "eu"): "european-portuguese",
    ("fr", "eu"): "parisian",
    ("fr", "ca"): "canadian-french",
}
"""Accents that the older way of localizing names by language and dialect (fern-2025-04-16)."""


async def create_voice(service: Service, call: Call) -> Reply:
    """`POST /voices`: a voice from an embedding."""
    asked = known_members(service, call)
    embedding = _finite(asked["embedding"], "embedding")
    base = _base_of(service, call, asked)
    locale = _locale_of(asked.get("language", _DEFAULT_LANGUAGE))
    return _reply(service, call, _new_voice(service, asked, locale, base=base, embedding=embedding))


async def clone_voice(service: Service, call: Call) -> Reply:
    """`POST /voices/clone`: a voice from a recording."""
    asked = known_members(service, call)
    recording_in(call, "clip", limit=MAX_CLIP_BYTES)
    accent = accent_in(call, asked)
    locale = _locale_of(asked.get("language", _DEFAULT_LANGUAGE), accent)
    base = _base_of(service, call, asked)
    asked["access"] = asked.get("access", asked.get("access[type]", "private"))
    return _reply(service, call, _new_voice(service, asked, locale, accent, base=base))


async def clone_clip(service: Service, call: Call) -> Reply:
    """`POST /voices/clone/clip`: the embedding of a recording; the same one for the same bytes."""
    recording_in(call, "clip", limit=MAX_CLIP_BYTES)
    assert call.form is not None
    content = hashlib.sha256(call.form.files["clip"].read()).hexdigest()
    return answer(call, {"embedding": numbers_of(content)})


async def mix_voices(service: Service, call: Call) -> Reply:
    """`POST /voices/mix`: the weighted mean of embeddings; weights that do not add up to 1 are scaled."""
    asked = known_members(service, call)
    weights = _finite([part["weight"] for part in asked["voices"]], "voices[].weight")
    total = sum(weights)
    if not 0 < total < math.inf:
        raise Fault(400, None, f"the weights of `voices` must add up to a number above 0, got {total}")
    embeddings = [
        embedding_of(_named(service, call, part["id"]))
        if isinstance(part.get("id"), str)
        else _finite(part["embedding"], f"voices[{place}].embedding")
        for place, part in enumerate(asked["voices"])
    ]
    mixed = [
        sum(weight / total * number for weight, number in zip(weights, numbers, strict=True))
        for numbers in zip(*embeddings, strict=True)
    ]
    return answer(call, {"embedding": _finite(mixed, "voices")})


async def localize_voice(service: Service, call: Call) -> Reply:
    """`POST /voices/localize`: the speaker of another voice, in another language or with another accent."""
    asked = known_members(service, call)
    source = _named(service, call, asked["voice_id"])
    if source.is_pro:
        message = f"`voice_id` must be a voice of the library or an instant clone, `{source.id}` is a professional one"
        raise Fault(400, None, message)
    accent = _target_of(call, asked)
    gender = _GENDERS.get(asked.get("original_speaker_gender", ""))
    return _reply(service, call, _new_voice(service, asked, accent["locale"], accent, base=source, gender=gender))


def _reply(service: Service, call: Call, voice: StoredVoice) -> Reply:
    shown = call.documented.view(record_of(voice, call.version))
    return json_reply(service.hooks.voice(call, shown), call.documented.status)


def _named(service: Service, call: Call, voice_id: str) -> StoredVoice:
    voice = service.voices.find(voice_id)
    if voice is None:
        raise absent_voice(call, voice_id)
    return voice


def _base_of(service: Service, call: Call, asked: Mapping[str, Any]) -> StoredVoice | None:
    base = asked.get("base_voice_id")
    return None if base is None else _named(service, call, base)


def _new_voice(
    service: Service,
    asked: Mapping[str, Any],
    locale: str,
    accent: Accent | None = None,
    *,
    base: StoredVoice | None = None,
    gender: str | None = None,
    embedding: tuple[float, ...] | None = None,
) -> StoredVoice:
    """A voice of the account, the last of its list; it sounds like `base`, where there is one."""
    voice = StoredVoice(
        id=service.new_id(),
        name=asked["name"],
        tagline=asked.get("tagline", ""),
        description=asked.get("description", ""),
        gender=base.gender or gender if base else gender,
        locales=(locale,),
        accent=accent["id"] if accent else None,
        created_at=service.timestamp(),
        access=access_of(asked),
        embedding=embedding,
        speaker_id=base.speaker_id or base.id if base else None,
        is_owner=True,
    )
    return service.voices.put(voice)


def _locale_of(language: str, accent: Accent | None = None) -> str:
    """The locale of a voice with this language (or locale) and accent; raises Fault (400) when they do not fit."""
    if not is_language(language):
        message = f"`language` `{language[:40]}` is not supported; known are {', '.join(LANGUAGES)} and their locales"
        raise Fault(400, "Language not supported", message, code="language_not_supported")
    locale = locale_of(language)
    if accent is None:
        return locale
    if not locale.startswith(f"{accent['language']}-"):
        raise Fault(400, None, f"`accent` must fit `language`; `{accent['name']}` is not an accent of `{language}`")
    return str(accent["locale"])


def _target_of(call: Call, asked: Mapping[str, Any]) -> Accent:
    """The accent that a voice is to be localized to, named as the version does it; raises Fault (400)."""
    accent, language, dialect = accent_in(call, asked), asked.get("language"), asked.get("dialect")
    if accent is not None:
        if not call.version.since(IDS_SINCE):
            _locale_of(asked["language"], accent)
    elif dialect is not None:
        found = _DIALECTS.get((asked["language"], dialect))
        if found is None:
            known = ", ".join(f"`{name}`" for spoken, name in _DIALECTS if spoken == language) or "none"
            raise Fault(400, None, f"`dialect` must be one of `{language}` ({known}), got `{dialect}`")
        accent = catalogue()[found]
    else:
        accent = main_accent(asked["language"])
    if not accent["is_localizable"]:
        message = f"`accent` must be one that `GET /accents` marks as localizable, got `{accent['id']}`"
        raise Fault(400, None, message)
    return accent


def _finite(numbers: Sequence[float], name: str) -> tuple[float, ...]:
    """The numbers as floats; raises Fault (400) for one that no float can hold."""
    try:
        floats = tuple(float(number) for number in numbers)
    except OverflowError:
        floats = (math.inf,)
    if not all(math.isfinite(number) for number in floats):
        raise Fault(400, None, f"`{name}` must be of numbers that a float can hold")
    return floats


OPERATIONS = (
    Operation("POST", "/voices", create_voice),
    Operation("POST", "/voices/clone", clone_voice),
    Operation("POST", "/voices/clone/clip", clone_clip),
    Operation("POST", "/voices/mix", mix_voices),
    Operation("POST", "/voices/localize", localize_voice),
)
