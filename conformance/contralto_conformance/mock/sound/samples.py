"""Audio that comes from outside, as samples: the six raw encodings of the service, and those of WAV files.

Samples stay in the numbers of their encoding as long as possible (an `array`), for that is what makes reading fast;
`full_scale` says what the loudest of them is.
"""

from __future__ import annotations

import struct
import sys
from array import array
from typing import Any, TypeAlias

Samples: TypeAlias = "array[Any]"
"""Whole numbers, or floats, as the encoding has them."""

LEAST_RATE_HZ = 4000
"""Below so many samples a second there is no speech in audio."""

_PCM, _FLOAT, _ALAW, _MULAW = 1, 3, 6, 7
WAV_ENCODINGS = {
    (_PCM, 8): "pcm_u8",
    (_PCM, 16): "pcm_s16le",
    (_PCM, 24): "pcm_s24le",
    (_PCM, 32): "pcm_s32le",
    (_FLOAT, 32): "pcm_f32le",
    (_FLOAT, 64): "pcm_f64le",
    (_ALAW, 8): "pcm_alaw",
    (_MULAW, 8): "pcm_mulaw",
}
"""What a WAV file may hold, by the tag of its format and the bits of a sample."""

_WIDTHS = {
    "pcm_u8": 1,
    "pcm_s16le": 2,
    "pcm_s24le": 3,
    "pcm_s32le": 4,
    "pcm_f16le": 2,
    "pcm_f32le": 4,
    "pcm_f64le": 8,
    "pcm_mulaw": 1,
    "pcm_alaw": 1,
}
_CODES = {"pcm_s16le": "h", "pcm_s32le": "i", "pcm_f32le": "f", "pcm_f64le": "d"}


def sample_bytes(encoding: str) -> int:
    """Bytes of one sample."""
    return _WIDTHS[encoding]


class Decoder:
    """Bytes of one encoding to samples, in pieces of any size; a sample may be cut by the end of a piece.

    `encoding`: one of the six of the service (`pcm_s16le`, `pcm_s32le`, `pcm_f16le`, `pcm_f32le`, `pcm_mulaw`,
    `pcm_alaw`), or another one of WAV files (`pcm_u8`, `pcm_s24le`, `pcm_f64le`). Of several channels the first one
    is kept.
    """

    def __init__(self, encoding: str, channels: int = 1) -> None:
        self.encoding = encoding
        self.full_scale = _full_scale(encoding)
        self._channels = channels
        self._frame_bytes = _WIDTHS[encoding] * channels
        self._rest = b""

    def decode(self, audio: bytes) -> Samples:
        """The samples that are complete with `audio`; not all floats need be finite or below 1."""
        if self._rest:
            audio = self._rest + audio
        cut = len(audio) - len(audio) % self._frame_bytes
        self._rest = audio[cut:]
        samples = _samples(self.encoding, audio[:cut])
        return samples if self._channels == 1 else samples[:: self._channels]

    def peak(self, audio: bytes) -> float:
        """How loud the loudest sample is that is complete with `audio`, 0 to 1; 0 without any."""
        samples = self.decode(audio)
        if not samples:
            return 0.0
        loudest: float
        if samples.typecode in "fd":
            # What is not a number is no noise.
            loudest = min(1.0, max((abs(value) for value in samples if value == value), default=0.0))
        else:
            loudest = max(max(samples), -min(samples))
        return loudest / self.full_scale


def _full_scale(encoding: str) -> float:
    scales = {"pcm_s32le": 2.0**31, "pcm_s24le": 2.0**31, "pcm_f16le": 1.0, "pcm_f32le": 1.0, "pcm_f64le": 1.0}
    return scales.get(encoding, 2.0**15)


def _samples(encoding: str, audio: bytes) -> Samples:
    if encoding in _CODES:
        return _little_endian(array(_CODES[encoding], audio))
    if encoding == "pcm_f16le":
        return array("f", struct.unpack(f"<{len(audio) // 2}e", audio))
    if encoding == "pcm_s24le":
        wide = bytearray(len(audio) // 3 * 4)
        for place in range(3):
            wide[place + 1 :: 4] = audio[place::3]
        return _little_endian(array("i", bytes(wide)))
    low, high = _TABLES[encoding]
    pairs = bytearray(len(audio) * 2)
    pairs[::2], pairs[1::2] = audio.translate(low), audio.translate(high)
    return _little_endian(array("h", bytes(pairs)))


def _little_endian(samples: Samples) -> Samples:
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _from_mulaw(code: int) -> int:
    """The 16 bit sample of a mu-law byte (G.711)."""
    code = ~code & 0xFF
    magnitude = ((code & 0x0F) * 2 + 33 << (code >> 4 & 7)) - 33 << 2
    return -magnitude if code & 0x80 else magnitude


def _from_alaw(code: int) -> int:
    """The 16 bit sample of an A-law byte (G.711)."""
    code ^= 0x55
    exponent = code >> 4 & 7
    mantissa = (code & 0x0F) * 2 + 1
    magnitude = (mantissa + 32 << exponent - 1 if exponent else mantissa) << 3
    return magnitude if code & 0x80 else -magnitude


def _table(samples: list[int]) -> tuple[bytes, bytes]:
    """The lower and the upper byte of the 16 bit sample of each code."""
    return bytes(sample & 0xFF for sample in samples), bytes(sample >> 8 & 0xFF for sample in samples)


_TABLES = {
    "pcm_mulaw": _table([_from_mulaw(code) for code in range(256)]),
    "pcm_alaw": _table([_from_alaw(code) for code in range(256)]),
    "pcm_u8": _table([(code - 128) * 256 for code in range(256)]),
}
