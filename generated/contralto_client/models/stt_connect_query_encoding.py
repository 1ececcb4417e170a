# Generated from spec/published/2026-08-14 by contralto generate. Do not edit.
"""The values of `SttConnectQueryEncoding`."""

from __future__ import annotations

from typing import Literal, TypeAlias

SttConnectQueryEncoding: TypeAlias = Literal[
    "pcm_s16le", "pcm_s32le", "pcm_f16le", "pcm_f32le", "pcm_mulaw", "pcm_alaw"
]
"""Encoding of the audio in the binary frames; `pcm_s16le` is advised."""
