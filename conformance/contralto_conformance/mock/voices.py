"""The voices of the account: filters, pages, and what each API version shows of them."""

from __future__ import annotations

import functools
import random
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from .errors import Fault
from .exchange import Call, Event
from .voice_seed import StoredVoice, seed_voices

DEFAULT_PAGE = 10
LONGEST_PAGE = 100

EMBEDDING_SIZE = 192

# Before 2024-11-13 the list was a bare array and a voice told its owner. Up to then a voice was also an embedding.
PAGES_SINCE = "2024-11-13"
ID_VOICES_SINCE = "2025-04-16"
LOCALES_SINCE = "2025-11-04"
# A voice said `is_public`, then `access` as an object, then `access` as a string.
OBJECT_ACCESS_SINCE = "2026-03-01"
STRING_ACCESS_SINCE = "2026-08-14"
NEXT_PAGE_SINCE = "2025-11-04"
NOT_FOUND_IN_SPEECH_SINCE = "2026-03-01"


_OWNER = "5f4c1c5e-8f0a-4d53-9a3c-2f4f0b7c9e11"
_LIBRARIAN = "c0a6f2de-1f7c-4b42-8a68-6f0f6a1d7b20"


class VoiceBook:
    """All voices in list order."""

    def __init__(self, voices: Iterable[StoredVoice] | None = None) -> None:
        """With the seed voices, unless others are given."""
        self._voices = {voice.id: voice for voice in (seed_voices() if voices is None else voices)}

    def find(self, voice_id: str) -> StoredVoice | None:
        """The voice of this id, archived or not."""
        return self._voices.get(voice_id)

    def get(self, voice_id: str) -> StoredVoice:
        """The voice of this id; raises Fault (404)."""
        voice = self.find(voice_id)
        if voice is None:
            raise voice_not_found(voice_id, 404)
        return voice

    def matching(self, query: Mapping[str, Any]) -> list[StoredVoice]:
        """The voices that pass every filter of `query`, in list order."""
        voices = list(self._voices.values())
        for passes in _filters(query):
            voices = [voice for voice in voices if passes(voice)]
        return voices

    def page(self, query: Mapping[str, Any]) -> tuple[list[StoredVoice], bool]:
        """One page of the filtered list, and whether more follows in the direction of paging.

        `starting_after` takes the voices after a voice, `ending_before` the ones just before it. A cursor is a
        voice of the account, whether it passes the filters or not; raises Fault (404) for one that is none.
        """
        order = {voice_id: place for place, voice_id in enumerate(self._voices)}
        limit = max(1, min(int(query.get("limit", DEFAULT_PAGE)), LONGEST_PAGE))
        listed = self.matching(query)
        for cursor in ("starting_after", "ending_before"):
            if cursor in query and query[cursor] not in order:
                raise Fault(
                    404, "Voice not found", f"`{cursor}` names no voice: `{query[cursor]}`", code="voice_not_found"
                )
        if "starting_after" in query:
            listed = [voice for voice in listed if order[voice.id] > order[query["starting_after"]]]
        if "ending_before" in query:
            listed = [voice for voice in listed if order[voice.id] < order[query["ending_before"]]]
            if "starting_after" not in query:
                return listed[-limit:], len(listed) > limit
        return listed[:limit], len(listed) > limit


def voice_page(call: Call, book: VoiceBook, query: Mapping[str, Any]) -> tuple[list[Event], bool, str | None]:
    """The views of one page, `has_more`, and the cursor that continues in the same direction (None at the end)."""
    voices, more = book.page(query)
    backwards = "ending_before" in query and "starting_after" not in query
    cursor = (voices[0] if backwards else voices[-1]).id if more and voices else None
    return [view(voice, call, query.get("expand[]", ())) for voice in voices], more, cursor


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


def voice_not_found(voice_id: str, status: int) -> Fault:
    """The fault of a voice that does not exist."""
    return Fault(status, "Voice not found", f"no voice has the id `{voice_id[:80]}`", code="voice_not_found")


def _filters(query: Mapping[str, Any]) -> Iterator[Callable[[StoredVoice], bool]]:
    """What a voice must pass, as far as `query` asks for it."""
    if not query.get("include_archived"):
        yield lambda voice: not voice.is_archived
    for member in ("is_owner", "is_starred", "gender"):
        if member in query:
            yield functools.partial(_has, member, query[member])
    if query.get("language"):
        yield lambda voice: _speaks(voice, query["language"])
    if query.get("q"):
        yield lambda voice: _mentions(voice, query["q"])


def _has(member: str, value: object, voice: StoredVoice) -> bool:
    return bool(getattr(voice, member) == value)


def _speaks(voice: StoredVoice, language: str) -> bool:
    """Whether the voice has the language (`en`, any of its locales) or the locale (`en-GB`, also `en_gb`)."""
    asked = language.replace("_", "-").lower()
    spoken = [locale.lower() for locale in voice.locales]
    return asked in spoken or asked in [locale.partition("-")[0] for locale in spoken]


def _mentions(voice: StoredVoice, text: str) -> bool:
    sought = _plain(text)
    return any(sought in _plain(part) for part in (voice.name, voice.description, voice.id))


def _plain(text: str) -> str:
    """`text` in lower case and without diacritics."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).casefold()
