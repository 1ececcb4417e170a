# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""The values of `SpeakerGender`."""

from __future__ import annotations

from typing import Literal, TypeAlias

SpeakerGender: TypeAlias = Literal["male", "female"]
"""Gender of a speaker."""
