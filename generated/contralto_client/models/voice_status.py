# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""The values of `VoiceStatus`."""

from __future__ import annotations

from typing import Literal, TypeAlias

VoiceStatus: TypeAlias = Literal["active", "archived"]
"""Whether lists show it by default."""
