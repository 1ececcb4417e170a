# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""The values of `VoiceGender`."""

from __future__ import annotations

from typing import Literal, TypeAlias

VoiceGender: TypeAlias = Literal["masculine", "feminine", "gender_neutral"]
"""How the voice presents; null when not said."""
