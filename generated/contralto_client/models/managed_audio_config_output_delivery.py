# Generated from spec/asyncapi/managed-agents.yaml by contralto generate. Do not edit.
"""The values of `ManagedAudioConfigOutputDelivery`."""

from __future__ import annotations

from typing import Literal, TypeAlias

ManagedAudioConfigOutputDelivery: TypeAlias = Literal["speaking_pace", "as_available"]
"""When the agent's audio is sent: at the pace of speech, or as it is made. The second excludes background
sound. Default `speaking_pace`.
"""
