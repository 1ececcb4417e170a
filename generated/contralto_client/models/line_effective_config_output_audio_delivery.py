# Generated from spec/asyncapi/line-agents.yaml by contralto generate. Do not edit.
"""The values of `LineEffectiveConfigOutputAudioDelivery`."""

from __future__ import annotations

from typing import Literal, TypeAlias

LineEffectiveConfigOutputAudioDelivery: TypeAlias = Literal["as_available", "speaking_pace"]
"""When the agent's audio is sent."""
