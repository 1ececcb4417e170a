# Generated from spec/asyncapi/managed-agents.yaml by contralto generate. Do not edit.
"""The values of `ManagedEffectiveAudioOutputDelivery`."""

from __future__ import annotations

from typing import Literal, TypeAlias

ManagedEffectiveAudioOutputDelivery: TypeAlias = Literal["speaking_pace", "as_available"]
"""When the agent's audio is sent."""
