"""Audio cut into notes and silences: what loudness and pitch alone tell of it.

Samples are looked at in blocks of about a millisecond, of which only the loudest sample counts. A note begins with a
block above a gate and ends when 8 ms below it have followed; in between the gaps of one period of a voice are shorter.
Its edges are then set to where it rises above, and falls below, a fifth of its own level, so that they do not depend
on the volume. The pitch is that of its first 60 ms: the mock's own voices cross zero upwards once in a period.

Whatever the pieces in which audio comes, the notes are the same. Work and memory are bounded by the audio, in
memory by a few milliseconds of it. Speed: about two microseconds for each millisecond of audio, and as much again
for each 60 ms of a note.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .samples import Decoder, Samples

GATE = 0.01
"""Loudness, as a part of full scale, from which on something sounds."""
GAP_MS = 8.0
"""Silence that ends a note. The shortest gap between words of the mock is 13 ms, at the highest speed."""

_EDGE = 0.2
_EDGE_BLOCKS = 96  # more than any fade of the mock is long
_PITCH_S = 0.06
# Above this rate every other sample, or every third, ... says as much.
_HIGHEST_RATE = 1_000_000
_LOUDEST = 8.0


@dataclass(frozen=True, slots=True)
class Note:
    """Something that sounded: its edges and its pitch in Hz (0: none was found).

    `onset_ms` and `offset_ms` are where it passed the gate. All times are milliseconds from the start of the audio.
    """

    start_ms: float
    end_ms: float
    pitch_hz: float
    onset_ms: float
    offset_ms: float

    @property
    def length_ms(self) -> float:
        """How long it sounded."""
        return self.end_ms - self.start_ms


class Onset(NamedTuple):
    """A note has begun."""

    at_ms: float


class Notes:
    """Cuts one stream of audio; `gate` is the loudness (0 to 1) below which it counts as silence."""

    def __init__(self, decoder: Decoder, sample_rate: int, gate: float = GATE) -> None:
        self._decoder = decoder
        self._thinning = -(-sample_rate // _HIGHEST_RATE)
        self._skip = 0
        self._rate = sample_rate / self._thinning
        self._block = max(1, int(self._rate / 1000))
        self._block_ms = self._block / self._rate * 1000
        self._gap_blocks = max(1, round(GAP_MS / self._block_ms))
        self._gate = max(gate, GATE)
        self._held: Samples | None = None
        self._blocks = 0
        self._open: _Open | None = None

    @property
    def now_ms(self) -> float:
        """How much audio has been cut."""
        return self._blocks * self._block_ms

    @property
    def sounding_ms(self) -> float | None:
        """How long the note under way has sounded; None in silence."""
        return None if self._open is None else self._open.sounding_blocks * self._block_ms

    @property
    def under_way(self) -> Note | None:
        """The note that has begun and not ended, as far as it has sounded; its edges are rough still."""
        return None if self._open is None else self._open.note(self._block_ms, self._rate)

    def cut(self, audio: bytes) -> list[Onset | Note]:
        """What begins and ends within `audio`, in order."""
        samples = self._decoder.decode(audio)
        if self._thinning > 1:
            thinned = samples[self._skip :: self._thinning]
            self._skip = (self._skip - len(samples)) % self._thinning
            samples = thinned
        if self._held:
            samples = self._held + samples
        found: list[Onset | Note] = []
        block, take = self._block, self._take
        whole = len(samples) - len(samples) % block
        for at in range(0, whole, block):
            take(samples[at : at + block], found)
        self._held = samples[whole:]
        return found

    def _take(self, block: Samples, found: list[Onset | Note]) -> None:
        peak = max(max(block), -min(block)) / self._decoder.full_scale
        self._blocks += 1
        note = self._open
        if peak >= self._gate:
            if note is None:
                note = self._open = _Open(self._blocks - 1, round(_PITCH_S * self._rate))
                found.append(Onset((self._blocks - 1) * self._block_ms))
            note.add(min(peak, _LOUDEST), block)
        elif note is not None:
            # Not a number compares as silence.
            note.add(peak if peak == peak else 0.0, block)
            note.quiet += 1
            if note.quiet >= self._gap_blocks:
                found.append(note.note(self._block_ms, self._rate))
                self._open = None
            return
        if note is not None:
            note.quiet = 0


class _Open:
    """A note under way; `first` is the number of its first block, `quiet` how many silent ones it ends with."""

    __slots__ = ("_blocks", "_first", "_head", "_level", "_opening", "_opening_samples", "_tail", "quiet")

    def __init__(self, first: int, opening_samples: int) -> None:
        self.quiet = 0
        self._first = first
        self._blocks = 0
        self._level = 0.0
        self._head: list[float] = []
        self._tail: deque[float] = deque(maxlen=_EDGE_BLOCKS)
        self._opening: list[float] = []
        self._opening_samples = opening_samples

    def add(self, peak: float, block: Samples) -> None:
        self._blocks += 1
        if peak > self._level:
            self._level = peak
        if len(self._head) < _EDGE_BLOCKS:
            self._head.append(peak)
        self._tail.append(peak)
        if len(self._opening) < self._opening_samples:
            self._opening.extend(block)

    @property
    def sounding_blocks(self) -> int:
        return self._blocks - self.quiet

    def note(self, block_ms: float, rate: float) -> Note:
        edge = self._level * _EDGE
        rising = next((at for at, peak in enumerate(self._head) if peak >= edge), 0)
        falling = next((at for at, peak in enumerate(reversed(self._tail)) if peak >= edge), self.quiet)
        start = self._first + rising
        end = max(start + 1, self._first + self._blocks - falling)
        return Note(
            start_ms=start * block_ms,
            end_ms=end * block_ms,
            pitch_hz=_pitch(self._opening, rate),
            onset_ms=self._first * block_ms,
            offset_ms=(self._first + self.sounding_blocks) * block_ms,
        )


def _pitch(samples: Sequence[float], rate: float) -> float:
    """Pitch of a wave that crosses zero upwards once in a period; 0 for less than two periods."""
    hysteresis = 0.1 * max(samples, default=0.0)
    crossings = []
    was_below = False
    crossing = before = 0.0
    for at, value in enumerate(samples):
        if before < 0 <= value:
            crossing = at - value / (value - before)
        before = value
        if value < -hysteresis:
            was_below = True
        elif was_below and value > hysteresis:
            crossings.append(crossing)
            was_below = False
    if len(crossings) < 2:
        return 0.0
    periods = (crossings[-1] - crossings[0]) / (len(crossings) - 1)
    return rate / periods if periods > 0 else 0.0
