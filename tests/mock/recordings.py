"""Recordings to send, written by an encoder that the mock has no part in."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import soundfile

RATE_HZ = 16000


def bursts(*lengths_ms: int, rate_hz: int = RATE_HZ, level: float = 0.5, hz: float = 220.0) -> Any:
    """Samples of a tone and of silence by turns, beginning with the tone: an array of floats."""
    parts = []
    for place, length_ms in enumerate(lengths_ms):
        at = np.arange(rate_hz * length_ms // 1000) / rate_hz
        parts.append(level * np.sin(2 * np.pi * hz * at) if place % 2 == 0 else np.zeros(len(at)))
    return np.concatenate(parts)


def recording(samples: Any, *, rate_hz: int = RATE_HZ, container: str = "WAV", subtype: str = "PCM_16") -> bytes:
    """A file with `samples`, of shape (n_samples,) or (n_samples, n_channels)."""
    file = io.BytesIO()
    soundfile.write(file, samples, rate_hz, format=container, subtype=subtype)
    return file.getvalue()


CLIP = recording(bursts(300, 200, 500))
"""A second of speech, so to say."""
