# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The values of `ManagedAudioInputNoiseSuppression`."""

from __future__ import annotations

from typing import Literal, TypeAlias

ManagedAudioInputNoiseSuppression: TypeAlias = Literal["off", "auto", "max"]
"""How far noise is taken out."""
