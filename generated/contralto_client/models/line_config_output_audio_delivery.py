# Generated from spec/asyncapi/line-agents.yaml by contralto generate. Do not edit.
"""The values of `LineConfigOutputAudioDelivery`."""

from __future__ import annotations

from typing import Literal, TypeAlias

LineConfigOutputAudioDelivery: TypeAlias = Literal["as_available", "speaking_pace"]
"""When the agent's audio is sent: as it is made, or at the pace of speech."""
