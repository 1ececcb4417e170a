"""Recordings that clients send: which container, how long, and how loud from moment to moment.

WAV is read sample by sample. Of other containers the beginning is recognized and the length estimated from what it
says of rates; their sound is not decoded, and counts as syllables of equal length. A recording is read while it is
asked for its loudness, never as a whole.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, cycle
from typing import BinaryIO

FRAME_MS = 20
"""How long the moments are for which a loudness is told."""

MIN_RATE_HZ, MAX_RATE_HZ = 4000, 384_000
MAX_CHANNELS = 32

_MAX_CHUNKS = 100  # of a RIFF file before its audio
_MIN_BYTES = 44  # the smallest header of a WAV file; no other container is useful below it either
_SYLLABLE = (0.5,) * 11 + (0.0,) * 3  # of sound that is not decoded
# A length that a header claims counts up to this pace, so that a small file cannot stand for years.
_MIN_BITS_PER_S = 4000
_USUAL_BITS_PER_S = {"ogg": 64_000, "webm": 64_000, "m4a": 128_000, "flac": 400_000}


class NotAudio(ValueError):
    """The file is no recording that can be read; the text says why, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Recording:
    """`container` is `wav`, `mp3`, `flac`, `ogg`, `webm` or `m4a`; `length_ms` is at least 1."""

    container: str
    length_ms: int
    pcm: Pcm | None = None

    def loudness(self) -> Iterator[float]:
        """The peak of each FRAME_MS in turn, 0 to 1, over all channels; the last frame may be shorter."""
        frames = -(-self.length_ms // FRAME_MS)
        levels = iter(cycle(_SYLLABLE)) if self.pcm is None else self.pcm.peaks()
        for _ in range(frames):
            yield next(levels, 0.0)


@dataclass(frozen=True, slots=True)
class Pcm:
    """Where the samples of a WAV file are, and how they are read."""

    file: BinaryIO
    offset: int
    frame_bytes: int
    frames: int
    sample_rate: int
    peak_of: Callable[[bytes], float]

    def peaks(self) -> Iterator[float]:
        """The peak of each FRAME_MS, 0 to 1."""
        # Counted from the start, so that nothing adds up where a frame is no whole number of samples.
        ends = (number * FRAME_MS * self.sample_rate // 1000 for number in count(1))
        at = 0
        while at < self.frames:
            until = min(self.frames, next(ends))
            self.file.seek(self.offset + at * self.frame_bytes)
            yield self.peak_of(self.file.read((until - at) * self.frame_bytes))
            at = until


def read_recording(file: BinaryIO, size: int) -> Recording:
    """The recording in `file`, which has `size` bytes and stays open as long as the recording is used.

    Raises NotAudio for what is no container of the documented ones, and for a WAV file without samples or in an
    encoding other than integers, floats, mu-law and A-law.
    """
    file.seek(0)
    start = file.read(16)
    if size < _MIN_BYTES:
        raise NotAudio("it is too short to be a recording")
    if start[:4] in (b"RIFF", b"RF64") and start[8:12] == b"WAVE":
        pcm = _read_wav(file, size)
        return Recording("wav", max(1, pcm.frames * 1000 // pcm.sample_rate), pcm)
    if start[:3] == b"ID3" or _mp3_bits_per_s(start):
        return Recording("mp3", _mp3_length_ms(file, size))
    if start[:4] == b"fLaC":
        return Recording("flac", _flac_length_ms(file, size))
    for container, mark in (("ogg", start[:4] == b"OggS"), ("webm", start[:4] == b"\x1aE\xdf\xa3")):
        if mark:
            return Recording(container, _estimated_ms(size, _USUAL_BITS_PER_S[container]))
    if start[4:8] == b"ftyp":
        return Recording("m4a", _estimated_ms(size, _USUAL_BITS_PER_S["m4a"]))
    raise NotAudio("it is none of flac, mp3, mpeg, mpga, oga, ogg, wav, webm and m4a")


def _read_wav(file: BinaryIO, size: int) -> Pcm:
    form: bytes | None = None
    at = 12
    for _ in range(_MAX_CHUNKS):
        file.seek(at)
        header = file.read(8)
        if len(header) < 8:
            break
        name, length = struct.unpack("<4sI", header)
        at += 8
        if name == b"fmt ":
            form = file.read(min(length, 40))
        elif name == b"data" and form is not None:
            # A stream that is written on the fly names no length, or the largest one.
            return _pcm(file, form, at, size - at if length in (0, 0xFFFFFFFF) else min(length, size - at))
        at += length + length % 2
    raise NotAudio("its WAV header names no format and no samples")


def _pcm(file: BinaryIO, form: bytes, offset: int, size: int) -> Pcm:
    if len(form) < 16:
        raise NotAudio("the format in its WAV header is cut off")
    tag, channels, rate, _, frame_bytes, bits = struct.unpack("<HHIIHH", form[:16])
    if tag == 0xFFFE and len(form) >= 26:
        tag = int.from_bytes(form[24:26], "little")
    peak_of = _PEAKS.get((tag, bits))
    if peak_of is None:
        raise NotAudio(f"its WAV encoding (format {tag} with {bits} bits) is not supported")
    if (
        not 1 <= channels <= MAX_CHANNELS
        or not MIN_RATE_HZ <= rate <= MAX_RATE_HZ
        or frame_bytes != channels * bits // 8
    ):
        raise NotAudio(f"its WAV header is not plausible ({channels} channels, {rate} Hz, {frame_bytes} bytes a frame)")
    if size < frame_bytes:
        raise NotAudio("it holds no samples")
    return Pcm(file, offset, frame_bytes, size // frame_bytes, rate, peak_of)


def _peak_of_8_bits(audio: bytes) -> float:
    return max(max(audio) - 128, 128 - min(audio)) / 128


def _peak_of_16_bits(audio: bytes) -> float:
    samples = _array("h", audio)
    return max(max(samples), -min(samples)) / 32768


def _high_bytes(width: int) -> Callable[[bytes], float]:
    """Of wider integers the two upper bytes say how loud they are."""

    def peak_of(audio: bytes) -> float:
        samples = bytearray(len(audio) // width * 2)
        samples[::2], samples[1::2] = audio[width - 2 :: width], audio[width - 1 :: width]
        return _peak_of_16_bits(bytes(samples))

    return peak_of


def _floats(code: str) -> Callable[[bytes], float]:
    def peak_of(audio: bytes) -> float:
        return min(1.0, max((abs(value) for value in _array(code, audio) if value == value), default=0.0))

    return peak_of


def _companded(mask: int, expand: Callable[[int], int]) -> Callable[[bytes], float]:
    # The code without its sign, its inverted bits set right, grows with the loudness: the greatest is the loudest.
    ranks = bytes((code ^ mask) & 0x7F for code in range(256))

    def peak_of(audio: bytes) -> float:
        return expand(max(audio.translate(ranks))) / 32768

    return peak_of


def _mulaw_step(rank: int) -> int:
    return (((rank & 0x0F) << 3) + 0x84 << (rank >> 4)) - 0x84


def _alaw_step(rank: int) -> int:
    exponent, mantissa = rank >> 4, (rank & 0x0F) << 4
    return mantissa + 8 if exponent == 0 else mantissa + 0x108 << exponent - 1


def _array(code: str, audio: bytes) -> array[float] | array[int]:
    samples: array[float] | array[int] = array(code)
    samples.frombytes(audio)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


_PEAKS: dict[tuple[int, int], Callable[[bytes], float]] = {
    (1, 8): _peak_of_8_bits,
    (1, 16): _peak_of_16_bits,
    (1, 24): _high_bytes(3),
    (1, 32): _high_bytes(4),
    (3, 32): _floats("f"),
    (3, 64): _floats("d"),
    (6, 8): _companded(0x55, _alaw_step),
    (7, 8): _companded(0xFF, _mulaw_step),
}
"""By format tag and bits of a sample; see `audio.wav_header` for the tags."""

_MPEG_KBITS = {
    # By version 1 or not, and layer; the first and the last index say nothing usable.
    (True, 1): (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 1): (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 3): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}


def _mp3_bits_per_s(header: bytes) -> int:
    """Bit rate that the header of an MPEG audio frame names; 0 for what is none."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version, layer = header[1] >> 3 & 3, 4 - (header[1] >> 1 & 3)
    index, rate = header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or layer == 4 or rate == 3 or index == 15:
        return 0
    return _MPEG_KBITS[version == 3, layer][index] * 1000


def _mp3_length_ms(file: BinaryIO, size: int) -> int:
    file.seek(0)
    start = file.read(10)
    at = 0
    if start[:3] == b"ID3":
        # Seven bits a byte.
        at = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(start[6:10], (21, 14, 7, 0), strict=True))
    file.seek(at)
    bits_per_s = _mp3_bits_per_s(file.read(4))
    if not bits_per_s:
        raise NotAudio("no MPEG audio frame follows its ID3 tag")
    return _estimated_ms(size - at, bits_per_s)


def _flac_length_ms(file: BinaryIO, size: int) -> int:
    file.seek(8)
    block = file.read(34)
    if len(block) < 34:
        raise NotAudio("the header of its FLAC stream is cut off")
    packed = int.from_bytes(block[10:18], "big")
    rate, samples = packed >> 44, packed & (1 << 36) - 1
    if not rate or not samples:
        return _estimated_ms(size, _USUAL_BITS_PER_S["flac"])
    return max(1, min(samples * 1000 // rate, _estimated_ms(size, _MIN_BITS_PER_S)))


def _estimated_ms(size: int, bits_per_s: int) -> int:
    return max(1, size * 8000 // bits_per_s)
