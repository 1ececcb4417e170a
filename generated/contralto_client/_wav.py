"""Headerless mono audio as a WAV file. No I/O."""

from __future__ import annotations

import struct

FORMATS = {"pcm_s16le": (1, 2), "pcm_s32le": (1, 4), "pcm_f32le": (3, 4), "pcm_alaw": (6, 1), "pcm_mulaw": (7, 1)}
"""Format tag of RIFF WAVE and bytes per sample of each encoding."""
MAX_AUDIO_BYTES = 0xFFFF_FF00
"""The sizes in the header have 32 bits."""


def bytes_per_sample(encoding: str) -> int:
    """Raises ValueError for an encoding that is not known."""
    if encoding not in FORMATS:
        raise ValueError(f"expected an encoding of {', '.join(FORMATS)}, got `{encoding}`")
    return FORMATS[encoding][1]


def wav_header(n_audio_bytes: int, encoding: str, sample_rate: int) -> bytes:
    """What comes before the audio. Raises ValueError for an unknown encoding or more than 4 GiB.

    After an odd number of bytes of audio the file has one more, 0.
    """
    width = bytes_per_sample(encoding)
    if n_audio_bytes > MAX_AUDIO_BYTES:
        raise ValueError(f"{n_audio_bytes} bytes of audio do not fit in a WAV file, which holds {MAX_AUDIO_BYTES}")
    tag = FORMATS[encoding][0]
    is_pcm = tag == 1
    description = struct.pack("<HHIIHH", tag, 1, sample_rate, sample_rate * width, width, 8 * width)
    # Formats other than PCM say that their description has no extension, and how many samples there are.
    chunks = b"fmt " + struct.pack("<I", 16 if is_pcm else 18) + description + (b"" if is_pcm else b"\0\0")
    if not is_pcm:
        chunks += b"fact" + struct.pack("<II", 4, n_audio_bytes // width)
    padding = n_audio_bytes % 2
    riff_size = 4 + len(chunks) + 8 + n_audio_bytes + padding
    return b"RIFF" + struct.pack("<I", riff_size) + b"WAVE" + chunks + b"data" + struct.pack("<I", n_audio_bytes)
