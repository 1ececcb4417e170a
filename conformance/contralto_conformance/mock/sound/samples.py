"""Audio that comes from outside, as samples: the six raw encodings, and WAV files.

Samples stay in the numbers of their encoding as long as possible (an `array`), for that is what makes reading fast;
`full_scale` says what the loudest of them is.
"""

from __future__ import annotations

import struct
import sys
from array import array
from dataclasses import dataclass
from typing import Any, TypeAlias

Samples: TypeAlias = "array[Any]"
"""Whole numbers, or floats, as the encoding has them."""

_INTEGERS = {"pcm_s16le": "h", "pcm_s32le": "i"}
SAMPLE_BYTES = {"pcm_s16le": 2, "pcm_s32le": 4, "pcm_f16le": 2, "pcm_f32le": 4, "pcm_mulaw": 1, "pcm_alaw": 1}
"""Of the encodings in which the service hears."""


_PCM, _FLOAT, _ALAW, _MULAW, _EXTENSIBLE = 1, 3, 6, 7, 0xFFFE
# What a WAV file may hold, by the tag of its format and the bits of a sample.
_WAV_ENCODINGS = {
    (_PCM, 8): "pcm_u8",
    (_PCM, 16): "pcm_s16le",
    (_PCM, 24): "pcm_s24le",
    (_PCM, 32): "pcm_s32le",
    (_FLOAT, 32): "pcm_f32le",
    (_FLOAT, 64): "pcm_f64le",
    (_ALAW, 8): "pcm_alaw",
    (_MULAW, 8): "pcm_mulaw",
}
_WAV_WIDTHS = {**SAMPLE_BYTES, "pcm_u8": 1, "pcm_s24le": 3, "pcm_f64le": 8}
_MOST_CHANNELS = 32


class UnreadableAudio(ValueError):
    """A file that cannot be read as audio; the text says why."""


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
        self._frame_bytes = _WAV_WIDTHS[encoding] * channels
        self._rest = b""

    def decode(self, audio: bytes) -> Samples:
        """The samples that are complete with `audio`; not all floats need be finite or below 1."""
        if self._rest:
            audio = self._rest + audio
        cut = len(audio) - len(audio) % self._frame_bytes
        self._rest = audio[cut:]
        samples = _samples(self.encoding, audio[:cut])
        return samples if self._channels == 1 else samples[:: self._channels]


@dataclass(frozen=True, slots=True)
class Recording:
    """Audio in a file: its encoding (as Decoder takes it), rate in Hz, number of channels, and the raw bytes."""

    encoding: str
    sample_rate: int
    channels: int
    audio: memoryview

    @property
    def seconds(self) -> float:
        """How long it plays."""
        return len(self.audio) // (_WAV_WIDTHS[self.encoding] * self.channels) / self.sample_rate


def headerless(content: bytes, encoding: str, sample_rate: int) -> Recording:
    """Raw mono audio as a recording."""
    return Recording(encoding, sample_rate, 1, memoryview(content))


def read_wav(content: bytes) -> Recording:
    """The audio of a WAV file; the end of the file ends it, whatever its header counts.

    Raises UnreadableAudio.
    """
    if len(content) < 12 or content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise UnreadableAudio("it does not begin as a WAV file")
    described: tuple[int, int, int, int] | None = None
    at = 12
    while at + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        at += 8
        if name == b"fmt ":
            described = _wav_format(content[at : at + size])
        elif name == b"data":
            if described is None:
                raise UnreadableAudio("its data come before their format")
            # A stream that is written on the fly names no length, or the largest one.
            return _recording(described, memoryview(content)[at : at + size] if size else memoryview(content)[at:])
        at += size + size % 2
    raise UnreadableAudio("it holds no data")


def _wav_format(chunk: bytes) -> tuple[int, int, int, int]:
    """Tag, channels, rate and bits of a sample."""
    if len(chunk) < 16:
        raise UnreadableAudio("its description is cut off")
    tag, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", chunk)
    if tag == _EXTENSIBLE and len(chunk) >= 26:
        # The true tag begins the identifier of the sub-format.
        tag = struct.unpack_from("<H", chunk, 24)[0]
    return tag, channels, rate, bits


def _recording(described: tuple[int, int, int, int], audio: memoryview) -> Recording:
    tag, channels, rate, bits = described
    encoding = _WAV_ENCODINGS.get((tag, bits))
    if encoding is None:
        raise UnreadableAudio(f"it holds samples of {bits} bits in format {tag}, which no decoder here knows")
    if not 1 <= channels <= _MOST_CHANNELS or rate < 1:
        raise UnreadableAudio(f"it has {channels} channels at {rate} Hz")
    return Recording(encoding, rate, channels, audio)


def _full_scale(encoding: str) -> float:
    scales = {"pcm_s32le": 2.0**31, "pcm_s24le": 2.0**31, "pcm_f16le": 1.0, "pcm_f32le": 1.0, "pcm_f64le": 1.0}
    return scales.get(encoding, 2.0**15)


def _samples(encoding: str, audio: bytes) -> Samples:
    if encoding in _INTEGERS:
        return _little_endian(array(_INTEGERS[encoding], audio))
    if encoding in ("pcm_f32le", "pcm_f64le"):
        return _little_endian(array("f" if encoding == "pcm_f32le" else "d", audio))
    if encoding == "pcm_f16le":
        return array("f", struct.unpack(f"<{len(audio) // 2}e", audio))
    if encoding == "pcm_s24le":
        wide = bytearray(len(audio) // 3 * 4)
        for place in range(3):
            wide[place + 1 :: 4] = audio[place::3]
        return _little_endian(array("i", bytes(wide)))
    return array("h", map(_TABLES[encoding].__getitem__, audio))


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


_TABLES = {
    "pcm_mulaw": tuple(_from_mulaw(code) for code in range(256)),
    "pcm_alaw": tuple(_from_alaw(code) for code in range(256)),
    "pcm_u8": tuple((code - 128) * 256 for code in range(256)),
}
