# Generated from spec/components/speech.yaml by contralto generate. Do not edit.
"""The values of `SampleRate`."""

from __future__ import annotations

from typing import Literal, TypeAlias

SampleRate: TypeAlias = Literal[8000, 16000, 22050, 24000, 44100, 48000]
"""Samples per second."""
