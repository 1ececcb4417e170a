# Generated from spec/asyncapi/line-agents.yaml by contralto generate. Do not edit.
"""The values of `LineEffectiveConfigInputFormat`."""

from __future__ import annotations

from typing import Literal, TypeAlias

LineEffectiveConfigInputFormat: TypeAlias = Literal["mulaw_8000", "pcm_16000", "pcm_24000", "pcm_44100"]
"""Encoding and rate of the audio."""
