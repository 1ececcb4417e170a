# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""The values of `GenderPresentation`."""

from __future__ import annotations

from typing import Literal, TypeAlias

GenderPresentation: TypeAlias = Literal["masculine", "feminine", "gender_neutral"]
"""How a voice presents."""
