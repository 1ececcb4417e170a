"""What an audio decoder that is not ours (libsndfile) makes of an answer."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import soundfile

SUBTYPES = {"pcm_s16le": "PCM_16", "pcm_f32le": "FLOAT", "pcm_mulaw": "ULAW", "pcm_alaw": "ALAW"}
"""libsndfile's name of each encoding."""

SAMPLE_BYTES = {"pcm_s16le": 2, "pcm_f32le": 4, "pcm_mulaw": 1, "pcm_alaw": 1}

# From slow reading to hurried talk.
LETTERS_PER_S = (5.0, 30.0)


@dataclass(frozen=True, slots=True)
class Sound:
    """Decoded audio: `samples` are floats in -1 to 1, of shape (n_samples,) when mono."""

    format: str
    subtype: str
    sample_rate: int
    channels: int
    samples: Any

    @property
    def duration_s(self) -> float:
        """How long it plays."""
        return len(self.samples) / self.sample_rate

    @property
    def loudness(self) -> float:
        """Root of the mean square, 0 to 1."""
        return float((self.samples**2).mean() ** 0.5)


def read_file(audio: bytes) -> Sound:
    """A WAV or MP3 file; raises LibsndfileError for what is none."""
    with soundfile.SoundFile(io.BytesIO(audio)) as file:
        return Sound(file.format, file.subtype, file.samplerate, file.channels, file.read())


def read_raw(audio: bytes, encoding: str, sample_rate: int) -> Sound:
    """Headerless mono PCM, which must be whole samples."""
    assert len(audio) % SAMPLE_BYTES[encoding] == 0
    samples, _ = soundfile.read(
        io.BytesIO(audio),
        format="RAW",
        subtype=SUBTYPES[encoding],
        endian="LITTLE",
        samplerate=sample_rate,
        channels=1,
    )
    return Sound("RAW", SUBTYPES[encoding], sample_rate, 1, samples)


def assert_speaks(sound: Sound, transcript: str) -> None:
    """`sound` is neither silent nor distorted, and lasts as long as `transcript` may."""
    letters = sum(mark.isalnum() for mark in transcript)
    slow, fast = LETTERS_PER_S
    assert letters / fast < sound.duration_s < letters / slow
    assert sound.loudness > 0.01
    assert abs(sound.samples).max() <= 1.0
