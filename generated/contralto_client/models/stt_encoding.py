# Generated from spec/components/speech.yaml by contralto generate. Do not edit.
"""The values of `SttEncoding`."""

from __future__ import annotations

from typing import Literal, TypeAlias

SttEncoding: TypeAlias = Literal["pcm_s16le", "pcm_s32le", "pcm_f16le", "pcm_f32le", "pcm_mulaw", "pcm_alaw"]
"""Encoding of a sample of headerless mono PCM: 2, 4, 2, 4, 1 and 1 bytes, little-endian."""
