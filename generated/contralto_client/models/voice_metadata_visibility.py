# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""The values of `VoiceMetadataVisibility`."""

from __future__ import annotations

from typing import Literal, TypeAlias

VoiceMetadataVisibility: TypeAlias = Literal["owner", "all"]
"""Who sees the voice in lists."""
