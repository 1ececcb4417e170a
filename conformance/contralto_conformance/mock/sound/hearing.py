"""Speech recognition without guessing: the mock knows its own speech again, note by note.

What the mock speaks it remembers (`memory.py`). A listener cuts audio into notes (`notes.py`) and compares their
length, their pitch and the gaps between them with those of the remembered words. Of the own speech these are the same
in every encoding, at every rate and volume, and whatever pieces the audio comes in.

A listener keeps the places in remembered utterances that all notes since the last break fit (*candidates*). A word is
certain, and given out, as soon as all candidates say the same. When a note fits none of them there is a break: what
was still uncertain is taken from the best candidate (close in its times, a whole utterance, the most recent, in this
order), and the note begins anew, with every place in every utterance that it fits. So other speech may follow at any
time, and speech may be joined late. A single note is believed only at the beginning of an utterance: anything may
fit one note in the middle of something. Two utterances of one word each may sound alike; then it is the more recent.

Notes that fit nothing are the speech of strangers. They become placeholder words, one for each 350 ms that sound,
always the same ones from the start of the audio: as many words as calm speech has, and as stable. Silence is nothing.

What is said is given out as words with their times; the texts of all of them, joined by blanks, are the transcript.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from .memory import LENGTH_TOLERANCE_MS, Heard, Memory, Place
from .notes import GATE, Note, Notes, Onset
from .samples import LEAST_RATE_HZ, Decoder

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

_GAP_TOLERANCE_MS = 4.0
# At the rate at which it was spoken a note is at most 1.7 ms off, resampled 1.9 ms.
_CLOSE_MS = 2.0
# Less of a note under way is left for the next time.
_SHORTEST_HEAD_MS = 60.0


class _Candidate:
    """A place that the last note fits, and what led there.

    `first` is the number of the place where the speech was joined, `off_ms` how far lengths were off on the way;
    `is_cut`: of the last note only a part was heard; `is_stretched`: a gap was longer than it was spoken.
    """

    __slots__ = ("first", "is_cut", "is_stretched", "off_ms", "place")

    def __init__(self, place: Place, first: int, off_ms: float, *, is_cut: bool, is_stretched: bool = False) -> None:
        self.place = place
        self.first = first
        self.off_ms = off_ms
        self.is_cut = is_cut
        self.is_stretched = is_stretched

    @classmethod
    def joining(cls, place: Place, note: Note) -> _Candidate:
        """The candidate for speech that is joined at `place` with `note`."""
        off_ms = abs(note.length_ms - place.note.length_ms)
        is_cut = off_ms > LENGTH_TOLERANCE_MS
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
        is_short = off_ms < -LENGTH_TOLERANCE_MS
        if off_ms > LENGTH_TOLERANCE_MS or (is_short and not is_cut):
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
        return (
            self.off_ms >= _CLOSE_MS,
            self.is_stretched,
            self.is_cut,
            not is_whole,
            self.first != 0,
            round(self.off_ms),
            -self.place.utterance.age,
        )

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
        self._notes = Notes(
            Decoder(encoding, channels), sample_rate, gate if sample_rate >= LEAST_RATE_HZ else math.inf
        )
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
        return self._notes.sounding_ms

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
        self._breathe(note.onset_ms)
        gap_ms = note.start_ms - self._last_end_ms
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
        sounding_ms = self._notes.sounding_ms
        longest_ms = self._memory.longest_ms + LENGTH_TOLERANCE_MS
        if sounding_ms is None:
            self._breathe(self.now_ms)
        elif not self._is_taken and sounding_ms > longest_ms:
            under_way = self._notes.under_way
            if under_way is not None and under_way.length_ms > longest_ms:
                self._breathe(under_way.onset_ms)
                self._break()
                self._candidates = []
                self._unknown.reach(under_way)

    def _breathe(self, until_ms: float) -> None:
        """Ends unknown speech when there has been a silence until `until_ms`, and with it what nothing speaks for."""
        if until_ms - self._last_end_ms > BREATH_MS and self._unknown.reached_ms <= self._last_end_ms + BREATH_MS:
            if self._best() is None:
                self._candidates = self._break()
            self._unknown.end()


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
