# Generated from spec/openapi/models.yaml by contralto generate. Do not edit.
"""The values of `ModelInfoCapability`."""

from __future__ import annotations

from typing import Literal, TypeAlias

ModelInfoCapability: TypeAlias = Literal["tts", "stt"]
"""What the model is for."""
