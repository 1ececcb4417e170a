# Generated from spec/openapi/models.yaml by contralto generate. Do not edit.
"""The values of `ModelCapability`."""

from __future__ import annotations

from typing import Literal, TypeAlias

ModelCapability: TypeAlias = Literal["tts", "stt"]
"""What a model is for."""
