"""The voices that the account sees, with the filters and pages of their list."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from contralto_conformance.mock.answers import Page
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.shelves import not_found, page_of

from .voice_seed import StoredVoice, seed_voices


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

    def own(self, voice_id: str) -> StoredVoice:
        """The voice of this id, to be changed or deleted; raises Fault (404, or 403 for a voice of the library)."""
        voice = self.get(voice_id)
        if not voice.is_owner:
            message = (
                f"the voice `{voice.id}` is one of the library; only voices of the own organization can be changed"
            )
            raise Fault(403, None, message)
        return voice

    def put(self, voice: StoredVoice) -> StoredVoice:
        """Adds a voice at the end of the list, or sets it in the place of the one with its id; returns it."""
        self._voices[voice.id] = voice
        return voice

    def delete(self, voice_id: str) -> None:
        """Removes a voice; raises Fault as `own` does."""
        del self._voices[self.own(voice_id).id]

    def matching(self, query: Mapping[str, Any]) -> list[StoredVoice]:
        """The voices that pass every filter of `query`, in list order."""
        voices = list(self._voices.values())
        for passes in _filters(query):
            voices = [voice for voice in voices if passes(voice)]
        return voices

    def page(self, query: Mapping[str, Any]) -> Page[StoredVoice]:
        """One page of the filtered list, see `page_of`. A cursor is a voice of the account, whether it passes the
        filters or not; raises Fault (404) for one that is none."""
        listed = [voice.id for voice in self.matching(query)]
        page = page_of(listed, query, self._voices, "voice", status=404, code="voice_not_found")
        return Page([self._voices[voice_id] for voice_id in page.items], page.has_more, page.next_page)


def voice_not_found(voice_id: str, status: int) -> Fault:
    """The fault of a voice that does not exist."""
    return not_found("voice", voice_id, "voice_not_found", status)


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
