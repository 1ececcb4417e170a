# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""The values of `VoiceMetadataAccess`."""

from __future__ import annotations

from typing import Literal, TypeAlias

VoiceMetadataAccess: TypeAlias = Literal["private", "public"]
"""Who may use the voice."""
