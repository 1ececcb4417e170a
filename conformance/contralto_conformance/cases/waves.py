"""Audio that cases make themselves: silence and tones, headerless and mono."""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping

ENCODINGS: Mapping[str, int] = {
    "pcm_s16le": 2,
    "pcm_s32le": 4,
    "pcm_f16le": 2,
    "pcm_f32le": 4,
    "pcm_mulaw": 1,
    "pcm_alaw": 1,
}
"""Encodings of audio that is sent, and the bytes of one of their samples."""

LINEAR = ("pcm_s16le", "pcm_s32le", "pcm_f16le", "pcm_f32le")
"""Encodings in which a tone can be made."""

# Code of one sample for `struct`, and what stands for full scale.
_SAMPLES = {"pcm_s16le": ("h", 32767), "pcm_s32le": ("i", 2147483647), "pcm_f16le": ("e", 1.0), "pcm_f32le": ("f", 1.0)}

# Zero after ITU-T G.711; of all other encodings zero is zero.
_ZERO = {"pcm_mulaw": b"\xff", "pcm_alaw": b"\xd5"}

_LOUDNESS = 0.3


def silence(length_ms: int, encoding: str, sample_rate: int) -> bytes:
    """Silence of that length. sample_rate: samples per second."""
    zero = _ZERO.get(encoding, bytes(ENCODINGS[encoding]))
    return zero * (length_ms * sample_rate // 1000)


def tone(length_ms: int, pitch_hz: int, encoding: str, sample_rate: int) -> bytes:
    """A sine of that length and pitch, in one of the encodings of `LINEAR`."""
    code, full = _SAMPLES[encoding]
    count = length_ms * sample_rate // 1000
    turn = 2 * math.pi * pitch_hz / sample_rate
    samples = (_LOUDNESS * full * math.sin(turn * n) for n in range(count))
    return struct.pack(f"<{count}{code}", *(samples if full == 1.0 else map(int, samples)))
