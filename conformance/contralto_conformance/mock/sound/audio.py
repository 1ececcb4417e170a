"""The sound of words: soft notes, one to a word, silence between them.

A note is made of whole periods of one waveform (a fundamental and two overtones), faded in at its start and out at
its end. The periods of a note are encoded once and then repeated as bytes, so that a second of audio costs
microseconds. Positions are milliseconds (`speech.py`), turned into samples by rounding down: pieces of any cut
join without a gap.
"""

from __future__ import annotations

import math
import struct
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from .speech import Word

SAMPLE_BYTES = {"pcm_f32le": 4, "pcm_s16le": 2, "pcm_mulaw": 1, "pcm_alaw": 1}

_FADE_S = 0.015
_PEAK = 0.3  # of full scale at volume 1, so that volume 2 stays clear of clipping
_OVERTONES = ((1, 1.0), (2, 0.4), (3, 0.15))
_PENTATONIC = (0, 2, 4, 7, 9, 12, 14, 16)  # semitones above the voice's own pitch


@dataclass(frozen=True, slots=True)
class RawFormat:
    """Headerless mono audio: `encoding` is a key of SAMPLE_BYTES, `sample_rate` in Hz."""

    encoding: str
    sample_rate: int

    @property
    def sample_bytes(self) -> int:
        """Bytes of one sample: 4, 2 or 1."""
        return SAMPLE_BYTES[self.encoding]

    def samples(self, at_ms: int) -> int:
        """Samples before the moment `at_ms`."""
        return at_ms * self.sample_rate // 1000

    def seconds(self, audio: bytes) -> float:
        """How long `audio` plays."""
        return len(audio) / self.sample_bytes / self.sample_rate


@dataclass(frozen=True, slots=True)
class Timbre:
    """How a voice sounds: its pitch in Hz (about 100 to 250) and a volume of 0.5 to 2."""

    pitch_hz: float = 165.0
    volume: float = 1.0


def render(word: Word, form: RawFormat, timbre: Timbre) -> bytes:
    """Audio of `word` and of the silence after it, in the encoding and rate of `form`."""
    start, end, upto = form.samples(word.start_ms), form.samples(word.end_ms), form.samples(word.next_ms)
    if end == start:
        return _silence(form.encoding) * (upto - start)
    note = _note(form, Timbre(timbre.pitch_hz, round(timbre.volume, 2)), word.contour)
    periods = sounding_periods(word, form, note.period_samples)
    fades = min(note.fades, periods // 2)
    voiced = periods * note.period_samples
    return b"".join(
        (
            note.rising[: fades * len(note.period)],
            note.period * (periods - 2 * fades),
            note.falling[len(note.falling) - fades * len(note.period) :],
            _silence(form.encoding) * (upto - start - voiced),
        )
    )


def period_samples(form: RawFormat, timbre: Timbre, contour: int) -> int:
    """Samples of one period of a note, at least 1."""
    return max(1, round(form.sample_rate / (timbre.pitch_hz * 2 ** (_PENTATONIC[contour] / 12))))


def sounding_periods(word: Word, form: RawFormat, period: int) -> int:
    """How many whole periods of `period` samples the note of `word` has; 0 when nothing sounds."""
    return (form.samples(word.end_ms) - form.samples(word.start_ms)) // period


@dataclass(frozen=True, slots=True)
class _Note:
    """Encoded material of one note; `rising` and `falling` are `fades` periods long each."""

    period: bytes
    rising: bytes
    falling: bytes
    period_samples: int
    fades: int


@lru_cache(maxsize=1024)
def _note(form: RawFormat, timbre: Timbre, contour: int) -> _Note:
    length = period_samples(form, timbre, contour)
    fades = max(1, round(_FADE_S * timbre.pitch_hz * 2 ** (_PENTATONIC[contour] / 12)))
    wave = _waveform(length)
    level = _PEAK * timbre.volume
    ramp = fades * length
    rising = [level * wave[at % length] * (0.5 - 0.5 * math.cos(math.pi * at / ramp)) for at in range(ramp)]
    falling = [level * wave[at % length] * (0.5 + 0.5 * math.cos(math.pi * at / ramp)) for at in range(ramp)]
    return _Note(
        period=encode([level * value for value in wave], form.encoding),
        rising=encode(rising, form.encoding),
        falling=encode(falling, form.encoding),
        period_samples=length,
        fades=fades,
    )


@lru_cache(maxsize=256)
def _waveform(length: int) -> tuple[float, ...]:
    turn = 2 * math.pi / length
    wave = [sum(part * math.sin(turn * at * order) for order, part in _OVERTONES) for at in range(length)]
    peak = max(wave)
    return tuple(value / peak for value in wave)


def encode(values: Iterable[float], encoding: str) -> bytes:
    """Samples of -1 to 1 in `encoding`; louder ones are clipped, except as floats."""
    if encoding == "pcm_f32le":
        return _little_endian(array("f", values))
    steps = [max(-32768, min(32767, round(value * 32767))) for value in values]
    if encoding == "pcm_s16le":
        return _little_endian(array("h", steps))
    law = _mulaw if encoding == "pcm_mulaw" else _alaw
    return bytes(law(step) for step in steps)


def wav_header(form: RawFormat, data_bytes: int | None) -> bytes:
    """RIFF header of `data_bytes` of audio; encodings other than integer PCM carry a `fact` chunk.

    All lengths are the largest number when `data_bytes` is None, as in files that are sent while they are made.
    Source: RIFF WAVE format; the tags are 1 PCM, 3 IEEE float, 6 A-law, 7 mu-law.
    """
    tag = {"pcm_s16le": 1, "pcm_f32le": 3, "pcm_alaw": 6, "pcm_mulaw": 7}[form.encoding]
    width = form.sample_bytes
    described = struct.pack("<HHIIHH", tag, 1, form.sample_rate, form.sample_rate * width, width, width * 8)
    chunks = struct.pack("<4sI", b"fmt ", 16) + described
    if tag != 1:
        # The size of the extension (none) follows, and the number of samples in a chunk of its own.
        chunks = struct.pack("<4sI", b"fmt ", 18) + described + struct.pack("<H", 0)
        chunks += struct.pack("<4sII", b"fact", 4, _UNKNOWN if data_bytes is None else data_bytes // width)
    size = _UNKNOWN
    if data_bytes is not None:
        size = 4 + len(chunks) + 8 + data_bytes + data_bytes % 2
    named = _UNKNOWN if data_bytes is None else data_bytes
    return struct.pack("<4sI4s", b"RIFF", size, b"WAVE") + chunks + struct.pack("<4sI", b"data", named)


_UNKNOWN = 0xFFFFFFFF


def as_mp3(parts: Iterable[bytes], sample_rate: int, bit_rate: int) -> Iterator[bytes]:
    """MP3 frames of 16 bit little-endian PCM, as they become ready.

    `bit_rate` in bits per second. Rates below 32 kHz know no more than 160 kb/s and 8 kHz no more than 64 kb/s:
    the nearest one is taken then.
    """
    import lameenc  # a compiled library that only MP3 needs

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(sample_rate)
    encoder.set_out_sample_rate(sample_rate)
    encoder.set_bit_rate(bit_rate // 1000)
    encoder.set_quality(7)
    for part in parts:
        ready = bytes(encoder.encode(part))
        if ready:
            yield ready
    yield bytes(encoder.flush())


def as_file(
    container: str, audio: Iterable[bytes], form: RawFormat, samples: Callable[[], int] | None, bit_rate: int = 0
) -> Iterator[bytes]:
    """Pieces of a file in `container` (`raw`, `wav` or `mp3`) that holds `audio`, as they become ready.

    `samples` tells how many there will be, for a header that must say it before they come; without it the header leaves
    the length open. `bit_rate` counts for `mp3` only, of which `form` is 16 bit PCM.
    """
    if container == "mp3":
        yield from as_mp3(audio, form.sample_rate, bit_rate)
        return
    if container == "wav":
        size = None if samples is None else samples() * form.sample_bytes
        yield wav_header(form, size)
        yield from audio
        yield b"\0" * ((size or 0) % 2)
        return
    yield from audio


def in_pieces(audio: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The same bytes in pieces of `size` each, the last one shorter."""
    waiting = bytearray()
    for part in audio:
        waiting += part
        while len(waiting) >= size:
            yield bytes(waiting[:size])
            del waiting[:size]
    if waiting:
        yield bytes(waiting)


def _little_endian(samples: array[float] | array[int]) -> bytes:
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()


@lru_cache(maxsize=4)
def _silence(encoding: str) -> bytes:
    return encode([0.0], encoding)


def _mulaw(step: int) -> int:
    """G.711 mu-law code of a 16 bit sample."""
    sign = 0x80 if step < 0 else 0
    magnitude = min(abs(step >> 2), 8158) + 33
    exponent = magnitude.bit_length() - 6
    mantissa = magnitude >> (exponent + 1) & 0x0F
    return ~(sign | exponent << 4 | mantissa) & 0xFF


def _alaw(step: int) -> int:
    """G.711 A-law code of a 16 bit sample."""
    sign = 0x80 if step >= 0 else 0
    magnitude = (step if step >= 0 else ~step) >> 3
    exponent = max(0, magnitude.bit_length() - 5)
    mantissa = magnitude >> max(1, exponent) & 0x0F
    return (sign | exponent << 4 | mantissa) ^ 0x55
