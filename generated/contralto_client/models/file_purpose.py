# Generated from spec/openapi/files.yaml by contralto generate. Do not edit.
"""The values of `FilePurpose`."""

from __future__ import annotations

from typing import Literal, TypeAlias

FilePurpose: TypeAlias = Literal["agent_background_sound", "fine_tune", "tts_generation", "voice-clone"]
"""What a file is for."""
