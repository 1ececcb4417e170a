"""Recordings to upload, written by libsndfile."""

from __future__ import annotations

import io

import numpy as np
import soundfile

CLIP_S = 1.2


def clip(container: str = "WAV", subtype: str = "PCM_16", sample_rate: int = 22050) -> bytes:
    """CLIP_S seconds of two bursts of a tone, with a pause of 0.2 seconds between them."""
    at = np.arange(int(CLIP_S * sample_rate)) / sample_rate
    samples = 0.4 * np.sin(2 * np.pi * 180 * at) * ((at < 0.5) | (at >= 0.7))
    file = io.BytesIO()
    soundfile.write(file, samples, sample_rate, format=container, subtype=subtype)
    return file.getvalue()
