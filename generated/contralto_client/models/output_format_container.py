# Generated from spec/components/speech.yaml by contralto generate. Do not edit.
"""The values of `OutputFormatContainer`."""

from __future__ import annotations

from typing import Literal, TypeAlias

OutputFormatContainer: TypeAlias = Literal["raw", "wav", "mp3"]
"""Container of the audio: none, RIFF WAVE, or MPEG layer III."""
