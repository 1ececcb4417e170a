"""What a mock has spoken last, as notes that can be known again (`hearing.py`).

Text and manner are kept, nothing else: an utterance becomes notes when somebody listens for the first time, so that
speaking costs nothing. Of each note is known what a measurement of it will give (`notes.py`). How much of its soft
edges is lost in measuring is measured as well, once for each kind of note.
"""

from __future__ import annotations

import hashlib
import math
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

from .audio import RawFormat, Timbre, period_samples, render, sounding_periods
from .notes import Note, Notes
from .samples import Decoder
from .speech import Delivery, Word, words_of

MEMORY_CHARS = 60_000
"""Characters of speech that are remembered; some ten thousand words."""
MEMORY_FILES = 64
"""Files in an encoding that cannot be listened to that are remembered."""
# Blocks of 1 ms at both ends of a note, and half of one where audio was resampled.
LENGTH_TOLERANCE_MS = 3.0
"""How far the length of a note may be off."""

_PIECE_BYTES = 64 * 1024
_PITCH_TOLERANCE = 0.008


@dataclass(frozen=True, slots=True)
class Heard:
    """A word, and when it was heard: milliseconds from the start of the audio."""

    text: str
    start_ms: float
    end_ms: float


@dataclass(frozen=True, slots=True)
class Speech:
    """Something that was spoken: the transcript, and how; cut at `limit_ms` where that is set."""

    transcript: str
    delivery: Delivery
    timbre: Timbre
    form: RawFormat
    limit_ms: int | None = None


class Memory:
    """What a mock has spoken last, at most MEMORY_CHARS and MEMORY_FILES of it; the oldest is forgotten first."""

    def __init__(self, capacity_chars: int = MEMORY_CHARS) -> None:
        self._capacity = capacity_chars
        self._spoken: OrderedDict[Speech, Utterance] = OrderedDict()
        self._chars = 0
        self._count = 0
        self._files: OrderedDict[bytes, Speech] = OrderedDict()
        self._fresh: list[Utterance] = []
        self._places: list[Place] = []

    def add(self, speech: Speech) -> None:
        """Remembers `speech`, as the most recent one; of a very long one the beginning."""
        if len(speech.transcript) > self._capacity:
            # The cut goes through a word as likely as not, and half a word is none.
            kept = speech.transcript[: self._capacity].rpartition(" ")[0]
            speech = Speech(kept, speech.delivery, speech.timbre, speech.form, speech.limit_ms)
        self._count += 1
        known = self._spoken.get(speech)
        if known is not None:
            known.age = self._count
            self._spoken.move_to_end(speech)
            return
        utterance = self._spoken[speech] = Utterance(speech, self._count)
        self._fresh.append(utterance)
        self._chars += len(speech.transcript) + 1
        while self._chars > self._capacity + 1:
            _, forgotten = self._spoken.popitem(last=False)
            forgotten.is_forgotten = True
            self._chars -= len(forgotten.speech.transcript) + 1
        if len(self._fresh) > 2 * len(self._spoken):
            self._fresh = [each for each in self._fresh if not each.is_forgotten]

    def noting(self, pieces: Iterable[bytes], speech: Speech) -> Iterator[bytes]:
        """The pieces of a file that speaks `speech` in an encoding that cannot be listened to; once all of them have
        been taken, the file is known by its bytes."""
        digest = hashlib.sha256()
        for piece in pieces:
            digest.update(piece)
            yield piece
        if len(speech.transcript) <= self._capacity:
            self._files[digest.digest()] = speech
            if len(self._files) > MEMORY_FILES:
                self._files.popitem(last=False)

    def words_of_file(self, file: BinaryIO) -> list[Heard] | None:
        """The words of a file that was noted; None for any other."""
        digest = hashlib.sha256()
        file.seek(0)
        while piece := file.read(_PIECE_BYTES):
            digest.update(piece)
        speech = self._files.get(digest.digest())
        if speech is None:
            return None
        words = words_of(speech.transcript, speech.delivery, limit_ms=speech.limit_ms)
        return [Heard(word.text, word.start_ms, word.end_ms) for word in words if word.text]

    @property
    def longest_ms(self) -> float:
        """Length of the longest note in it."""
        places = self._sorted()
        return places[-1].note.length_ms if places else 0.0

    def fitting(self, note: Note, *, is_cut: bool) -> list[Place]:
        """The places that `note` fits; `is_cut`: its end is missing."""
        places = self._sorted()
        low = bisect_left(places, note.length_ms - LENGTH_TOLERANCE_MS, key=_length)
        high = len(places)
        if not is_cut:
            high = bisect_right(places, note.length_ms + LENGTH_TOLERANCE_MS, key=_length)
        return [place for place in places[low:high] if place.note.has_pitch(note)]

    def _sorted(self) -> list[Place]:
        """All places by the length of their notes."""
        if self._fresh:
            self._places = [place for place in self._places if not place.utterance.is_forgotten]
            for utterance in self._fresh:
                if not utterance.is_forgotten:
                    self._places += [Place(utterance, at) for at in range(len(utterance.notes()))]
            self._places.sort(key=_length)
            self._fresh.clear()
        return self._places


@dataclass(frozen=True, slots=True)
class RememberedNote:
    """A note as it will be measured, its words, and the silence until the next one (infinite after the last one).

    `words` have times from the measured start of the note; words that do not sound stand with a neighbour.
    """

    length_ms: float
    pitch_hz: float
    words: tuple[Heard, ...]
    gap_ms: float

    def has_pitch(self, note: Note) -> bool:
        """Whether the pitch of `note` is this one."""
        return abs(note.pitch_hz - self.pitch_hz) <= self.pitch_hz * _PITCH_TOLERANCE


class Utterance:
    """Speech that was remembered, and its notes as soon as they are needed; a greater `age` is more recent."""

    __slots__ = ("_notes", "age", "is_forgotten", "speech")

    def __init__(self, speech: Speech, age: int) -> None:
        self.speech = speech
        self.age = age
        self.is_forgotten = False
        self._notes: tuple[RememberedNote, ...] | None = None

    def notes(self) -> tuple[RememberedNote, ...]:
        """Its notes in order; words without any sound have none."""
        if self._notes is None:
            self._notes = tuple(_notes_of(self.speech))
        return self._notes


class Place:
    """A note in an utterance."""

    __slots__ = ("at", "note", "utterance")

    def __init__(self, utterance: Utterance, at: int) -> None:
        self.utterance = utterance
        self.at = at
        self.note = utterance.notes()[at]

    @property
    def next(self) -> Place | None:
        """The place after it; None at the end of the utterance."""
        return Place(self.utterance, self.at + 1) if self.at + 1 < len(self.utterance.notes()) else None


def _length(place: Place) -> float:
    return place.note.length_ms


def _notes_of(speech: Speech) -> Iterator[RememberedNote]:
    sounding: list[tuple[Word, float, float, _Edges, list[Word]]] = []
    leading: list[Word] = []
    form, timbre = speech.form, speech.timbre
    for word in words_of(speech.transcript, speech.delivery, limit_ms=speech.limit_ms):
        period = period_samples(form, timbre, word.contour)
        periods = sounding_periods(word, form, period)
        if periods:
            length_ms = periods * period / form.sample_rate * 1000
            edges = _edges(form, timbre, word.contour)
            sounding.append((word, length_ms, form.sample_rate / period, edges, [*leading, word]))
            leading = []
        elif sounding:
            sounding[-1][-1].append(word)
        else:
            leading.append(word)
    for at, (word, length_ms, pitch_hz, edges, words) in enumerate(sounding):
        start_ms = word.start_ms + edges.rise_ms
        gap_ms = math.inf
        if at + 1 < len(sounding):
            following, _, _, next_edges, _ = sounding[at + 1]
            gap_ms = following.start_ms + next_edges.rise_ms - (word.start_ms + length_ms - edges.fall_ms)
        yield RememberedNote(
            max(0.0, length_ms - edges.rise_ms - edges.fall_ms),
            pitch_hz,
            tuple(Heard(each.text, each.start_ms - start_ms, each.end_ms - start_ms) for each in words if each.text),
            gap_ms,
        )


@dataclass(frozen=True, slots=True)
class _Edges:
    """How much of a note is too soft to be measured, at its start and at its end."""

    rise_ms: float
    fall_ms: float


@lru_cache(maxsize=4096)
def _edges(form: RawFormat, timbre: Timbre, contour: int) -> _Edges:
    """Measured on a note of the kind; its length does not matter."""
    period = period_samples(form, timbre, contour)
    word = Word("", 0, 80, 120, (), contour)
    sounding_ms = sounding_periods(word, form, period) * period / form.sample_rate * 1000
    found = Notes(Decoder(form.encoding), form.sample_rate).cut(render(word, form, timbre))
    measured = next((each for each in found if isinstance(each, Note)), None)
    return _Edges(0.0, 0.0) if measured is None else _Edges(measured.start_ms, sounding_ms - measured.end_ms)
