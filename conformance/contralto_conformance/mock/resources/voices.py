"""What each API version shows of a voice, and the operations on voices."""

from __future__ import annotations

import functools
import random
from collections.abc import Sequence

from contralto_conformance.mock.answers import json_reply
from contralto_conformance.mock.exchange import Call, Event, Reply
from contralto_conformance.mock.operations import Operation, read_query
from contralto_conformance.mock.service import Service

from .voice_seed import StoredVoice

EMBEDDING_SIZE = 192

# Before 2024-11-13 the list was a bare array and a voice told its owner. Up to then a voice was also an embedding.
PAGES_SINCE = "2024-11-13"
ID_VOICES_SINCE = "2025-04-16"
LOCALES_SINCE = "2025-11-04"
# A voice said `is_public`, then `access` as an object, then `access` as a string.
OBJECT_ACCESS_SINCE = "2026-03-01"
STRING_ACCESS_SINCE = "2026-08-14"
NEXT_PAGE_SINCE = "2025-11-04"


_OWNER = "5f4c1c5e-8f0a-4d53-9a3c-2f4f0b7c9e11"
_LIBRARIAN = "c0a6f2de-1f7c-4b42-8a68-6f0f6a1d7b20"


def view(voice: StoredVoice, call: Call, expand: Sequence[str]) -> Event:
    """`voice` as the version of the call shows it, with the members that `expand` asks for."""
    since = call.version.since
    shown: Event = {"id": voice.id}
    if since(PAGES_SINCE):
        shown["is_owner"] = voice.is_owner
    else:
        shown["user_id"] = _OWNER if voice.is_owner else _LIBRARIAN
    if since(STRING_ACCESS_SINCE):
        shown["access"] = _access(voice)
    elif since(OBJECT_ACCESS_SINCE):
        shown["access"] = {"type": _access(voice)}
    elif not since(PAGES_SINCE) or since(ID_VOICES_SINCE):
        shown["is_public"] = not voice.is_owner
    shown |= {
        "name": voice.name,
        "description": voice.description,
        "created_at": voice.created_at,
        "language": voice.language,
    }
    if since(OBJECT_ACCESS_SINCE):
        shown |= {
            "visibility": "owner" if voice.is_owner else "all",
            "status": "archived" if voice.is_archived else "active",
            "tagline": voice.tagline,
        }
    if since(LOCALES_SINCE):
        shown |= {
            "gender": voice.gender,
            "country": voice.country,
            "locales": [{"locale": locale, "is_native": place == 0} for place, locale in enumerate(voice.locales)],
        }
    elif since(ID_VOICES_SINCE) and voice.gender is not None:
        shown["gender"] = voice.gender
    if since(STRING_ACCESS_SINCE):
        shown |= {
            "accents": [{"accent": voice.accent, "locale": voice.locales[0], "is_native": True}],
            "accent": voice.accent,
            "is_pro": voice.is_pro,
        }
    if since(LOCALES_SINCE):
        if "preview_file_url" in expand:
            address = f"{call.base_url}/files/voice_{voice.id}/download"
            shown["preview_file_url"] = None if voice.is_owner else address
    elif since(PAGES_SINCE) and "is_starred" in expand:
        shown["is_starred"] = voice.is_starred
    if not since(PAGES_SINCE) or (not since(ID_VOICES_SINCE) and "embedding" in expand):
        shown["embedding"] = embedding_of(voice.id)
    return shown


@functools.lru_cache(maxsize=1000)
def embedding_of(voice_id: str) -> tuple[float, ...]:
    """The 192 numbers that stood for a voice up to 2024-11-13; the same ones for the same voice."""
    numbers = random.Random(voice_id)  # noqa: S311 - a stand-in, not a secret
    return tuple(round(numbers.uniform(-0.2, 0.2), 7) for _ in range(EMBEDDING_SIZE))


def _access(voice: StoredVoice) -> str:
    return "private" if voice.is_owner else "public"


async def list_voices(service: Service, call: Call) -> Reply:
    """`GET /voices`."""
    query = read_query(service, call)
    if not call.version.since(PAGES_SINCE):
        whole = [service.hooks.voice(call, view(voice, call, ())) for voice in service.voices.matching({})]
        return json_reply(whole)
    page = service.voices.page(query)
    shown = [service.hooks.voice(call, view(voice, call, query.get("expand[]", ()))) for voice in page.items]
    envelope: Event = {"data": shown, "has_more": page.has_more}
    if call.version.since(NEXT_PAGE_SINCE) or page.next_page is not None:
        envelope["next_page"] = page.next_page
    return json_reply(service.hooks.page(call, envelope))


async def get_voice(service: Service, call: Call) -> Reply:
    """`GET /voices/{id}`."""
    query = read_query(service, call)
    voice = service.voices.get(call.parameters["id"])
    return json_reply(service.hooks.voice(call, view(voice, call, query.get("expand[]", ()))))


OPERATIONS = (Operation("GET", "/voices", list_voices), Operation("GET", "/voices/{id}", get_voice))
