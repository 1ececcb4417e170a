# Generated from spec/components/speech.yaml by contralto generate. Do not edit.
"""The values of `RawEncoding`."""

from __future__ import annotations

from typing import Literal, TypeAlias

RawEncoding: TypeAlias = Literal["pcm_f32le", "pcm_s16le", "pcm_mulaw", "pcm_alaw"]
"""Encoding of a sample: 4, 2, 1 and 1 bytes, little-endian."""
