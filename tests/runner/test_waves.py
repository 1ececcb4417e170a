"""Audio that cases make: of the right length, and read back as what it is."""

from __future__ import annotations

import struct
from itertools import pairwise

import pytest

from contralto_conformance.cases.waves import ENCODINGS, LINEAR, silence, tone
from contralto_conformance.mock.sound.samples import Decoder

FULL_SCALE = {"pcm_s32le": 2.0**31, "pcm_f16le": 1.0, "pcm_f32le": 1.0}


def heard(audio: bytes, encoding: str) -> list[float]:
    """Samples from -1 to 1; laws of companding are decoded to 16 bits."""
    return [sample / FULL_SCALE.get(encoding, 2.0**15) for sample in Decoder(encoding).decode(audio)]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_silence_is_silent_in_every_encoding(encoding: str) -> None:
    audio = silence(250, encoding, 8000)
    assert len(audio) == 2000 * ENCODINGS[encoding]
    assert max(map(abs, heard(audio, encoding))) < 0.001


@pytest.mark.parametrize("encoding", LINEAR)
def test_a_tone_has_its_loudness_and_pitch_in_every_encoding(encoding: str) -> None:
    samples = heard(tone(1000, 440, encoding, 8000), encoding)
    assert len(samples) == 8000
    assert 0.29 < max(samples) < 0.31
    rising = sum(1 for earlier, later in pairwise(samples) if earlier < 0 <= later)
    assert abs(rising - 440) <= 1


def test_samples_are_little_endian() -> None:
    assert struct.unpack("<8h", tone(1, 1000, "pcm_s16le", 8000))[2] == int(32767 * 0.3)
