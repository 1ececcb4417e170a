# Generated from spec/openapi/files.yaml by contralto generate. Do not edit.
"""The values of `StoredFilePurpose`."""

from __future__ import annotations

from typing import Literal, TypeAlias

StoredFilePurpose: TypeAlias = Literal["agent_background_sound", "fine_tune", "tts_generation", "voice-clone"]
"""What the file is for."""
