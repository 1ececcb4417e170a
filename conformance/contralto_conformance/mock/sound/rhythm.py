"""The rhythm of a recording, to be spoken by another voice: a note where it is loud, silence where it is not."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from .recordings import FRAME_MS, Recording
from .speech import Word

LONGEST_MS = 500
"""Of a note and of a silence; a longer one is followed by another of its kind, so that none is large in memory."""

# Loud is what reaches this share of the loudest moment so far, and is more than the noise of a quiet room.
_SHARE = 0.1
_NOISE = 0.004


def notes_of(recording: Recording, seed: int) -> Iterator[Word]:
    """Words without text that sound where `recording` is loud, without a gap from its start to its end; `seed` and the
    order of the notes choose the pitch of each."""
    start = at = number = 0
    was_loud = False
    for is_loud in _loud(recording.loudness()):
        if at > start and (is_loud is not was_loud or at - start >= LONGEST_MS):
            yield _note(start, at, number if was_loud else None, seed)
            start = at
            number += was_loud
        was_loud = is_loud
        at = min(recording.length_ms, at + FRAME_MS)
    yield _note(start, at, number if was_loud else None, seed)


def _note(start_ms: int, end_ms: int, number: int | None, seed: int) -> Word:
    """A note, or silence without a number."""
    if number is None:
        return Word("", start_ms, start_ms, end_ms, (), 0)
    chance = zlib.crc32(number.to_bytes(8, "little"), seed & 0xFFFFFFFF)
    return Word("", start_ms, end_ms, end_ms, (), (chance >> 8) % 8)


def _loud(levels: Iterable[float]) -> Iterator[bool]:
    loudest = 0.0
    for level in levels:
        loudest = max(loudest, level)
        yield level > max(_NOISE, loudest * _SHARE)
