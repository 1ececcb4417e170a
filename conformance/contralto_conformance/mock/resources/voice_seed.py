"""A voice as the service keeps it, and the voices that every mock begins with (`seeds/voices.json`).

In list order they are a library, then what the account made itself. Some ids are those that widely used clients
fall back to, so that they work without configuration.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from .seeds import seeds

PITCHES_HZ = {
    "masculine": (98.0, 110.0, 123.0),
    "feminine": (185.0, 196.0, 208.0),
    "gender_neutral": (147.0, 156.0, 165.0),
}


@dataclass(frozen=True, slots=True, eq=False)
class StoredVoice:
    """A voice as the service keeps it; each API version shows its own view of it. A voice that changes is another one.

    `locales` has the native one first; `accent` is the native accent as an id of the catalogue, None when unknown, and
    `accents` are the further ones; `gender` is None when it was not said; `created_at` is RFC 3339; `access` is
    `private` or `public`. `embedding` is what the voice was made from, if it was; `speaker_id` is the voice that it was
    made from, and sounds like.
    """

    id: str
    name: str
    tagline: str
    description: str
    gender: str | None
    locales: tuple[str, ...]
    accent: str | None
    created_at: str
    accents: tuple[str, ...] = ()
    access: str = "private"
    embedding: tuple[float, ...] | None = None
    speaker_id: str | None = None
    is_owner: bool = False
    is_pro: bool = False
    is_archived: bool = False
    is_starred: bool = False

    @property
    def language(self) -> str:
        """Language code of the native locale, such as `en`."""
        return self.locales[0].partition("-")[0]

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2 code of the native locale."""
        return self.locales[0].partition("-")[2]

    @property
    def all_accents(self) -> tuple[str, ...]:
        """Accents that the voice speaks, the native one first; none when it is unknown."""
        return (self.accent, *self.accents) if self.accent is not None else ()

    @property
    def pitch_hz(self) -> float:
        """Pitch of the voice, one of three for its gender."""
        pitches = PITCHES_HZ[self.gender or "gender_neutral"]
        return pitches[int((self.speaker_id or self.id)[:8], 16) % len(pitches)]


@functools.cache
def seed_voices() -> tuple[StoredVoice, ...]:
    """The voices of a fresh mock."""
    return tuple(
        StoredVoice(
            **{
                "access": "private" if item.get("is_owner") else "public",
                **item,
                "locales": tuple(item["locales"]),
                "accents": tuple(item.get("accents", ())),
            }
        )
        for item in seeds("voices")
    )
