"""Voices: what each version shows of them; listed, changed and deleted. Others make them (`voice_making.py`).

Voices of the library can be read, spoken with and localized; only those of the own organization can be changed.
"""

from __future__ import annotations

import dataclasses
import functools
import random
from collections.abc import Mapping, Sequence
from typing import Any

from contralto_conformance.mock.answers import answer, json_reply
from contralto_conformance.mock.documented import FORM, JSON
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Event, Reply
from contralto_conformance.mock.operations import Operation, read_query, read_request
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.versions import Described, Version
from contralto_conformance.mock.views import View, view_of

from .accents import IDS_SINCE, Accent, accent_named, accent_with_id, catalogue, name_of
from .pronunciation_dicts import access_of
from .voice_seed import StoredVoice

EMBEDDING_SIZE = 192
MAX_ACCENTS = 10
"""Of a voice, the native one included (openapi-2026-08-14)."""

# Up to here every voice carried its embedding; the list was a bare array.
_EMBEDDED_UNTIL = "2024-06-10"
# From here on a gender that is not known is null; before, it is left out.
_NULL_GENDER_SINCE = "2025-11-04"
_STRING_ACCESS_SINCE = "2026-08-14"

_OWNER = "5f4c1c5e-8f0a-4d53-9a3c-2f4f0b7c9e11"
_LIBRARIAN = "c0a6f2de-1f7c-4b42-8a68-6f0f6a1d7b20"


def record_of(voice: StoredVoice, version: Version, expand: Sequence[str] = ()) -> Event:
    """Everything that an answer of `version` may show of a voice, with the members that `expand` asks for; for its
    preview see `view`."""
    since = version.since
    record: Event = {
        "id": voice.id,
        "is_owner": voice.is_owner,
        "user_id": _OWNER if voice.is_owner else _LIBRARIAN,
        "access": voice.access if since(_STRING_ACCESS_SINCE) else {"type": voice.access},
        "is_public": voice.access == "public",
        "name": voice.name,
        "description": voice.description,
        "created_at": voice.created_at,
        "language": voice.language,
        "visibility": "all" if voice.access == "public" else "owner",
        "status": "archived" if voice.is_archived else "active",
        "tagline": voice.tagline,
        "gender": voice.gender,
        "country": voice.country,
        "locales": [{"locale": locale, "is_native": place == 0} for place, locale in enumerate(voice.locales)],
        "accents": [
            {"accent": accent, "locale": catalogue()[accent]["locale"], "is_native": place == 0}
            for place, accent in enumerate(voice.all_accents)
        ],
        "accent": None if voice.accent is None else name_of(version, voice.accent),
        "is_pro": voice.is_pro,
    }
    if voice.gender is None and not since(_NULL_GENDER_SINCE):
        del record["gender"]
    if voice.accent is None:
        del record["accents"]
    if "is_starred" in expand:
        record["is_starred"] = voice.is_starred
    if "embedding" in expand or version.described.date <= _EMBEDDED_UNTIL:
        record["embedding"] = embedding_of(voice)
    return record


def view(voice: StoredVoice, call: Call, expand: Sequence[str] = ()) -> Event:
    """`voice` as the call's version shows it, with the members that `expand` asks for."""
    shown = dict(_shown(voice, call.version, tuple(expand)))
    if "preview_file_url" in expand:
        address = f"{call.base_url}/files/voice_{voice.id}/download"
        shown["preview_file_url"] = None if voice.is_owner else address
    return shown


@functools.lru_cache(maxsize=4096)
def _shown(voice: StoredVoice, version: Version, expand: tuple[str, ...]) -> Event:
    # Kept, as lists show the same voices over and over, and a voice that changes is another one.
    shown: Event = _shape(version.described)(record_of(voice, version, expand))
    return shown


@functools.cache
def _shape(described: Described) -> View:
    # A dialect may call the voice something else; its own view comes on top of that of the version.
    return view_of(Described(described.date).openapi(), {"$ref": "#/components/schemas/Voice"})


def embedding_of(voice: StoredVoice) -> tuple[float, ...]:
    """The 192 numbers that stood for a voice up to 2024-11-13."""
    return voice.embedding or numbers_of(voice.id)


@functools.lru_cache(maxsize=1000)
def numbers_of(seed: str) -> tuple[float, ...]:
    """An embedding that follows from `seed`."""
    numbers = random.Random(seed)  # noqa: S311 - a stand-in, not a secret
    return tuple(round(numbers.uniform(-0.2, 0.2), 7) for _ in range(EMBEDDING_SIZE))


def _reply(service: Service, call: Call, voice: StoredVoice, expand: Sequence[str] = ()) -> Reply:
    return json_reply(service.hooks.voice(call, view(voice, call, expand)), call.documented.status)


async def list_voices(service: Service, call: Call) -> Reply:
    """`GET /voices`: a page, or all voices in a bare array where the version has no pages."""
    query = read_query(service, call)
    if call.documented.list_member is None:
        return json_reply([service.hooks.voice(call, view(voice, call)) for voice in service.voices.matching({})])
    page = service.voices.page(query)
    shown = [service.hooks.voice(call, view(voice, call, query.get("expand[]", ()))) for voice in page.items]
    envelope: Event = {"data": shown, "has_more": page.has_more, "next_page": page.next_page}
    return json_reply(service.hooks.page(call, envelope))


async def get_voice(service: Service, call: Call) -> Reply:
    """`GET /voices/{id}`."""
    query = read_query(service, call)
    return _reply(service, call, service.voices.get(call.parameters["id"]), query.get("expand[]", ()))


async def update_voice(service: Service, call: Call) -> Reply:
    """`PATCH /voices/{id}`: what is sent replaces what was."""
    voice = service.voices.own(call.parameters["id"])
    asked = known_members(service, call)
    changes: dict[str, Any] = {
        name: asked[name] for name in ("name", "tagline", "description", "gender") if name in asked
    }
    if "access" in asked:
        changes["access"] = access_of(asked)
    if "accent" in asked:
        changes |= _with_native(voice, accent_in(call, asked))
    return _reply(service, call, service.voices.put(dataclasses.replace(voice, **changes)))


async def delete_voice(service: Service, call: Call) -> Reply:
    """`DELETE /voices/{id}`."""
    service.voices.delete(call.parameters["id"])
    return answer(call)


async def add_accents(service: Service, call: Call) -> Reply:
    """`PATCH /voices/{id}/accents`: an own instant clone that has a native accent gets further ones."""
    voice = service.voices.own(call.parameters["id"])
    asked = known_members(service, call)
    if voice.is_pro:
        raise Fault(400, None, f"`{voice.id}` is a professional clone; accents can be attached to instant clones only")
    if voice.accent is None:
        raise Fault(400, None, f"the voice `{voice.id}` has no native accent; set one with `PATCH /voices/{voice.id}`")
    accents = voice.all_accents
    for place, name in enumerate(asked["accents"]):
        accent = accent_with_id(name)
        if accent is None or not accent["is_localizable"]:
            message = f"`accents[{place}]` must be an id that `GET /accents` marks as localizable, got `{name[:40]}`"
            raise Fault(400, None, message)
        if accent["id"] in accents:
            raise Fault(400, None, f"`accents[{place}]`: the voice `{voice.id}` has the accent `{name}` already")
        accents = (*accents, accent["id"])
    if len(accents) > MAX_ACCENTS:
        message = f"`accents`: a voice has at most {MAX_ACCENTS} accents, this one would have {len(accents)}"
        raise Fault(400, None, message)
    return _reply(service, call, service.voices.put(_with_accents(voice, accents[1:])))


async def delete_accent(service: Service, call: Call) -> Reply:
    """`DELETE /voices/{id}/accents/{accent_id}`: answers the voice."""
    voice = service.voices.own(call.parameters["id"])
    named = call.parameters["accent_id"]
    accent = accent_with_id(named)
    if accent is None or accent["id"] not in voice.all_accents:
        raise Fault(404, "Accent not found", f"the voice `{voice.id}` has no accent `{named[:80]}`")
    if accent["id"] == voice.accent:
        message = f"`{named}` is the native accent of the voice `{voice.id}`; only attached ones can be taken away"
        raise Fault(400, None, message)
    left = tuple(known for known in voice.accents if known != accent["id"])
    return _reply(service, call, service.voices.put(_with_accents(voice, left)))


def known_members(service: Service, call: Call) -> dict[str, Any]:
    """The members of the request that its version knows; a version does not mind what came later."""
    operation = call.documented
    known = operation.body_members(FORM if FORM in operation.body_types else JSON)
    return {name: value for name, value in read_request(service, call).items() if name in known}


def accent_in(call: Call, asked: Mapping[str, Any]) -> Accent | None:
    """The accent that a request names, by what its version calls it; raises Fault (400) for an unknown one."""
    name = asked.get("accent")
    if name is None:
        return None
    accent = accent_named(call, name)
    if accent is None:
        wanted = "an id" if call.version.since(IDS_SINCE) else "the name of an accent"
        raise Fault(400, None, f"`accent` must be {wanted} in the catalogue (`GET /accents`), got `{name[:40]}`")
    return accent


def _with_native(voice: StoredVoice, accent: Accent | None) -> dict[str, Any]:
    """What changes in a voice when its native accent does; raises Fault (400)."""
    if accent is None:
        if voice.accents:
            message = "`accent` must not be null while other accents are attached; take those away first"
            raise Fault(400, None, message)
        return {"accent": None}
    further = tuple(known for known in voice.accents if known != accent["id"])
    return {"accent": accent["id"], "accents": further, "locales": _locales(accent["locale"], further)}


def _with_accents(voice: StoredVoice, further: tuple[str, ...]) -> StoredVoice:
    return dataclasses.replace(voice, accents=further, locales=_locales(voice.locales[0], further))


def _locales(native: str, accents: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((native, *(catalogue()[accent]["locale"] for accent in accents))))


OPERATIONS = (
    Operation("GET", "/voices", list_voices),
    Operation("GET", "/voices/{id}", get_voice),
    Operation("PATCH", "/voices/{id}", update_voice),
    Operation("DELETE", "/voices/{id}", delete_voice),
    Operation("PATCH", "/voices/{id}/accents", add_accents),
    Operation("DELETE", "/voices/{id}/accents/{accent_id}", delete_accent),
)
