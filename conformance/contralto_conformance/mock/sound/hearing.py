"""Speech recognition without guessing: the mock knows its own speech again, note by note.

What the mock speaks it remembers as text and manner (`Memory`), which cost nothing until somebody listens. A listener
cuts audio into notes (`notes.py`) and compares their length, their pitch and the gaps between them with those of the
remembered words. Of the own speech these are the same in every encoding and at every rate, and whatever pieces the
audio comes in.

A listener keeps the places in remembered utterances that all notes since the last break fit (*candidates*). A word is
certain, and given out, as soon as all candidates say the same. When a note fits none of them there is a break: what
was still uncertain is taken from the best candidate (the closest in its times, then a whole utterance, then the most
recent), and the note begins anew, with every place in every utterance that it fits. So other speech may follow at any
time, and speech may be joined late. A single note is believed only at the beginning of an utterance: anything may
fit one note in the middle of something.

Notes that fit nothing are the speech of strangers. They become placeholder words, one for each 350 ms that sound,
always the same ones from the start of the audio: as many words as calm speech has, and as stable. Silence is nothing.

What is said is given out as words with their times; the texts of all of them, joined by blanks, are the transcript.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .audio import RawFormat, Timbre, period_samples, render, sounding_periods
from .notes import GATE, Note, Notes, Onset
from .samples import Decoder
from .speech import Delivery, Word, words_of

MEMORY_CHARS = 60_000
"""Characters of speech that are remembered; some ten thousand words."""
WORD_MS = 350.0
"""Sound that makes one word of unknown speech."""
LEAST_WORD_MS = 120.0
"""Sound at the end of unknown speech that still makes a word."""
BREATH_MS = 300.0
"""Silence that ends unknown speech, and with it its last word."""
# fmt: off
PLACEHOLDERS = (
    "the", "mock", "hears", "somebody", "speak", "and", "does", "not", "know", "the", "words", "so", "it", "writes",
    "these", "instead", "of", "what", "was", "said", "and", "goes", "on",
)
# fmt: on
"""Words of unknown speech, over and over."""

# Blocks of 1 ms at both ends of a note, and half of one where audio was resampled.
_LENGTH_TOLERANCE_MS = 3.0
_GAP_TOLERANCE_MS = 4.0
_PITCH_TOLERANCE = 0.015
_CLOSENESS_MS = 1.0
# Less of a note under way is left for the next time.
_SHORTEST_HEAD_MS = 60.0


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
    """What a mock has spoken last, at most MEMORY_CHARS of it; the oldest is forgotten first."""

    def __init__(self, capacity_chars: int = MEMORY_CHARS) -> None:
        self._capacity = capacity_chars
        self._spoken: OrderedDict[Speech, _Utterance] = OrderedDict()
        self._chars = 0
        self._count = 0
        self._fresh: list[_Utterance] = []
        self._places: list[_Place] = []

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
        utterance = self._spoken[speech] = _Utterance(speech, self._count)
        self._fresh.append(utterance)
        self._chars += len(speech.transcript) + 1
        while self._chars > self._capacity + 1:
            _, forgotten = self._spoken.popitem(last=False)
            forgotten.is_forgotten = True
            self._chars -= len(forgotten.speech.transcript) + 1
        if len(self._fresh) > 2 * len(self._spoken):
            self._fresh = [each for each in self._fresh if not each.is_forgotten]

    @property
    def longest_ms(self) -> float:
        """Length of the longest note in it."""
        places = self._sorted()
        return places[-1].note.length_ms if places else 0.0

    def fitting(self, note: Note, *, is_cut: bool) -> list[_Place]:
        """The places that `note` fits; `is_cut`: its end is missing."""
        places = self._sorted()
        low = bisect_left(places, note.length_ms - _LENGTH_TOLERANCE_MS, key=_length)
        high = len(places)
        if not is_cut:
            high = bisect_right(places, note.length_ms + _LENGTH_TOLERANCE_MS, key=_length)
        return [place for place in places[low:high] if place.note.has_pitch(note)]

    def _sorted(self) -> list[_Place]:
        """All places by the length of their notes."""
        if self._fresh:
            self._places = [place for place in self._places if not place.utterance.is_forgotten]
            for utterance in self._fresh:
                if not utterance.is_forgotten:
                    self._places += [_Place(utterance, at) for at in range(len(utterance.notes()))]
            self._places.sort(key=_length)
            self._fresh.clear()
        return self._places


@dataclass(frozen=True, slots=True)
class _Remembered:
    """A note as it will be measured, its words, and the silence until the next one.

    `words` have times from the measured start of the note; words that do not sound stand with a neighbour.
    """

    length_ms: float
    pitch_hz: float
    words: tuple[Heard, ...]
    gap_ms: float

    def has_pitch(self, note: Note) -> bool:
        return abs(note.pitch_hz - self.pitch_hz) <= self.pitch_hz * _PITCH_TOLERANCE


class _Utterance:
    """Speech that was remembered, and its notes as soon as they are needed; a greater `age` is more recent."""

    __slots__ = ("_notes", "age", "is_forgotten", "speech")

    def __init__(self, speech: Speech, age: int) -> None:
        self.speech = speech
        self.age = age
        self.is_forgotten = False
        self._notes: tuple[_Remembered, ...] | None = None

    def notes(self) -> tuple[_Remembered, ...]:
        if self._notes is None:
            self._notes = tuple(_notes_of(self.speech))
        return self._notes


class _Place:
    """A note in an utterance."""

    __slots__ = ("at", "note", "utterance")

    def __init__(self, utterance: _Utterance, at: int) -> None:
        self.utterance = utterance
        self.at = at
        self.note = utterance.notes()[at]

    @property
    def next(self) -> _Place | None:
        return _Place(self.utterance, self.at + 1) if self.at + 1 < len(self.utterance.notes()) else None


def _length(place: _Place) -> float:
    return place.note.length_ms


def _notes_of(speech: Speech) -> Iterator[_Remembered]:
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
        yield _Remembered(
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
    word = Word("", 0, 200, 250, (), contour)
    sounding_ms = sounding_periods(word, form, period) * period / form.sample_rate * 1000
    found = Notes(Decoder(form.encoding), form.sample_rate).cut(render(word, form, timbre))
    measured = next((each for each in found if isinstance(each, Note)), None)
    return _Edges(0.0, 0.0) if measured is None else _Edges(measured.start_ms, sounding_ms - measured.end_ms)


class _Candidate:
    """A place that the last note fits, and what led there.

    `first` is the number of the place where the speech was joined, `off_ms` how far lengths were off on the way;
    `is_cut`: of the last note only a part was heard; `is_stretched`: a gap was longer than it was spoken.
    """

    __slots__ = ("first", "is_cut", "is_stretched", "off_ms", "place")

    def __init__(self, place: _Place, first: int, off_ms: float, *, is_cut: bool, is_stretched: bool = False) -> None:
        self.place = place
        self.first = first
        self.off_ms = off_ms
        self.is_cut = is_cut
        self.is_stretched = is_stretched

    @classmethod
    def joining(cls, place: _Place, note: Note) -> _Candidate:
        """The candidate for speech that is joined at `place` with `note`."""
        off_ms = abs(note.length_ms - place.note.length_ms)
        is_cut = off_ms > _LENGTH_TOLERANCE_MS
        return cls(place, place.at, 0.0 if is_cut else off_ms, is_cut=is_cut)

    def next(self, note: Note, gap_ms: float, *, is_cut: bool, stretches: bool = False) -> _Candidate | None:
        """The candidate after `note`; None when it does not fit. `stretches`: the gap may be longer than spoken."""
        place = self.place.next
        if place is None or not place.note.has_pitch(note):
            return None
        longer_ms = gap_ms - self.place.note.gap_ms
        if longer_ms < -_GAP_TOLERANCE_MS or (longer_ms > _GAP_TOLERANCE_MS and not stretches):
            return None
        off_ms = note.length_ms - place.note.length_ms
        is_short = off_ms < -_LENGTH_TOLERANCE_MS
        if off_ms > _LENGTH_TOLERANCE_MS or (is_short and not is_cut):
            return None
        return _Candidate(
            place,
            self.first,
            self.off_ms if is_short else max(self.off_ms, abs(off_ms)),
            is_cut=is_short,
            is_stretched=self.is_stretched or stretches,
        )

    @property
    def rank(self) -> tuple[object, ...]:
        """The smallest is the best."""
        is_whole = self.first == 0 and self.place.next is None
        times = round(self.off_ms / _CLOSENESS_MS), self.is_stretched, self.is_cut
        return *times, not is_whole, self.first != 0, -self.place.utterance.age

    def words_at(self, back: int) -> tuple[Heard, ...]:
        """The words of the note that is `back` before the last one."""
        return self.place.utterance.notes()[self.place.at - back].words

    def text_at(self, back: int) -> tuple[str, ...]:
        """The same, without their times."""
        return tuple(word.text for word in self.words_at(back))

    @property
    def is_believed(self) -> bool:
        """Whether it is more than one note amid something."""
        return self.first == 0 or self.place.at > self.first


class Listener:
    """Listens to one stream of audio.

    `encoding` and `sample_rate` (Hz) as in Decoder and Notes; `gate` is the loudness below which is silence.
    """

    def __init__(
        self, memory: Memory, encoding: str, sample_rate: int, *, channels: int = 1, gate: float = GATE
    ) -> None:
        self._memory = memory
        self._notes = Notes(Decoder(encoding, channels), sample_rate, gate)
        self._candidates: list[_Candidate] = []
        self._uncertain: list[Note] = []
        self._words: list[Heard] = []
        self._last_end_ms = -math.inf
        self._is_taken = False
        self._unknown = _Unknown(self._words)

    @property
    def now_ms(self) -> float:
        """How much audio was heard."""
        return self._notes.now_ms

    @property
    def sounding_ms(self) -> float | None:
        """How long the note under way has sounded; None in silence."""
        under_way = self._notes.under_way
        return None if under_way is None else under_way.offset_ms - under_way.onset_ms

    def hear(self, audio: bytes) -> Iterator[Onset | Note]:
        """Takes a piece of the audio while one iterates, which is to be done to the end: what begins and ends in it,
        each when the words up to it are known, and no later ones."""
        for each in self._notes.cut(audio):
            if isinstance(each, Note):
                self._ended(each)
            yield each
        self._follow()

    def words(self) -> list[Heard]:
        """The words that have become certain since the last call."""
        words = self._words[:]
        self._words.clear()
        return words

    def uncertain_words(self) -> list[Heard]:
        """What follows them as far as one can tell now."""
        best = self._best()
        return [] if best is None else [*_words_of(best, self._uncertain)]

    def settle(self) -> None:
        """Makes everything certain that has ended."""
        self._candidates = self._break()
        self._unknown.end()

    def settle_under_way(self, *, is_over: bool = False) -> None:
        """Makes everything certain that was heard. A word under way is taken for the one that it must become; where
        it may become several it is left for later, unless `is_over` says that nothing follows."""
        under_way = self._notes.under_way
        if under_way is not None and not self._is_taken and under_way.length_ms >= _SHORTEST_HEAD_MS:
            self._take_part(under_way, is_over=is_over)
        self.settle()

    def _ended(self, note: Note) -> None:
        if self._is_taken:
            # Its word was given out while it sounded.
            self._is_taken = False
        elif self._unknown.reached_ms > note.onset_ms:
            self._unknown.reach(note)
        else:
            self._candidates = self._after(note, is_cut=False)
            if self._candidates:
                self._uncertain.append(note)
                self._give_out_what_is_certain()
            else:
                self._unknown.reach(note)
        self._last_end_ms = note.end_ms

    def _take_part(self, note: Note, *, is_over: bool) -> None:
        """Takes a note that is under way, if it says enough."""
        if self._unknown.reached_ms > note.onset_ms:
            self._unknown.reach(note)
            return
        candidates = self._after(note, is_cut=True)
        if not candidates:
            self._unknown.reach(note)
        elif is_over or not all(one.is_cut for one in candidates) or len({one.text_at(0) for one in candidates}) == 1:
            self._candidates = candidates
            self._uncertain.append(note)
            self._is_taken = True

    def _after(self, note: Note, *, is_cut: bool) -> list[_Candidate]:
        """The candidates with `note`; without any that go on, all is taken that was uncertain before it."""
        gap_ms = note.start_ms - self._last_end_ms
        if gap_ms > BREATH_MS:
            self._unknown.end()
        going_on = [one.next(note, gap_ms, is_cut=is_cut) for one in self._candidates]
        if not any(going_on):
            self._candidates = self._break()
            stretched = [one.next(note, gap_ms, is_cut=is_cut, stretches=True) for one in self._candidates]
            joined = (_Candidate.joining(place, note) for place in self._memory.fitting(note, is_cut=is_cut))
            # Half of a note in the middle of something may be anything.
            going_on = [*stretched, *(one for one in joined if not is_cut or one.first == 0)]
        return [one for one in going_on if one is not None]

    def _give_out_what_is_certain(self) -> None:
        while self._uncertain and all(one.is_believed for one in self._candidates):
            back = len(self._uncertain) - 1
            said = self._candidates[0].text_at(back)
            if any(one.text_at(back) != said for one in self._candidates):
                return
            self._say(1)

    def _break(self) -> list[_Candidate]:
        """Takes what is uncertain from the best candidate; gives those that say the same, whose speech may go on."""
        best = self._best()
        if best is None:
            for note in self._uncertain:
                self._unknown.reach(note)
            self._uncertain.clear()
            return []
        notes = range(len(self._uncertain))
        said = [best.text_at(back) for back in notes]
        self._say(len(self._uncertain))
        return [one for one in self._candidates if [one.text_at(back) for back in notes] == said]

    def _say(self, notes: int) -> None:
        """Gives out the first of the uncertain notes, as the best candidate has them."""
        if not notes:
            return
        best = self._best()
        assert best is not None
        self._unknown.end()
        self._words += _words_of(best, self._uncertain, notes)
        del self._uncertain[:notes]

    def _best(self) -> _Candidate | None:
        return min((one for one in self._candidates if one.is_believed), key=lambda one: one.rank, default=None)

    def _follow(self) -> None:
        """Takes a note under way, and the silence after unknown speech, as far as they say something already."""
        under_way = self._notes.under_way
        if under_way is None:
            if self.now_ms - self._last_end_ms > BREATH_MS:
                self._unknown.end()
        elif not self._is_taken and under_way.length_ms > self._memory.longest_ms + _LENGTH_TOLERANCE_MS:
            self._break()
            self._candidates = []
            self._unknown.reach(under_way)


def unknown_speech(length_ms: float) -> list[Heard]:
    """The words for `length_ms` of speech in an encoding that nobody here can listen to."""
    words: list[Heard] = []
    unknown = _Unknown(words)
    unknown.reach(Note(0.0, length_ms, 0.0, 0.0, length_ms))
    unknown.end()
    return words


def _words_of(best: _Candidate, uncertain: Sequence[Note], notes: int | None = None) -> Iterator[Heard]:
    """The words of the first `notes` of the uncertain notes, all of them without a number."""
    for at, note in enumerate(uncertain[:notes]):
        for word in best.words_at(len(uncertain) - 1 - at):
            yield Heard(word.text, max(0.0, note.start_ms + word.start_ms), max(0.0, note.start_ms + word.end_ms))


class _Unknown:
    """Sound that nobody knows, and the words that stand for it; they go into `words`."""

    def __init__(self, words: list[Heard]) -> None:
        self.reached_ms = -math.inf
        """Up to where it has been taken."""
        self._words = words
        self._said = 0
        self._since_ms: float | None = None
        self._sound_ms = 0.0

    def reach(self, note: Note) -> None:
        """Takes what is new of `note`, which may be under way."""
        at_ms = max(note.onset_ms, self.reached_ms)
        while at_ms < note.offset_ms:
            if self._since_ms is None:
                self._since_ms = at_ms
            step = min(WORD_MS - self._sound_ms, note.offset_ms - at_ms)
            self._sound_ms += step
            at_ms += step
            self.reached_ms = at_ms
            if self._sound_ms >= WORD_MS:
                self._say()

    def end(self) -> None:
        """It is over for now: what is left makes a word, if it is enough."""
        if self._sound_ms >= LEAST_WORD_MS:
            self._say()
        self._since_ms = None
        self._sound_ms = 0.0

    def _say(self) -> None:
        assert self._since_ms is not None
        self._words.append(Heard(PLACEHOLDERS[self._said % len(PLACEHOLDERS)], self._since_ms, self.reached_ms))
        self._said += 1
        self._since_ms = None
        self._sound_ms = 0.0
