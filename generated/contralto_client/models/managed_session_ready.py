# Generated from spec/asyncapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedSessionReady`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of
from .managed_effective_audio import ManagedEffectiveAudio


@define(kw_only=True)
class ManagedSessionReady:
    """The session has begun."""

    type: Literal["session_ready"] = "session_ready"
    """Kind of the event."""

    call_id: str
    """Id of the call."""

    agent_id: str
    """Id of the agent."""

    agent_version_id: str
    """Id of the version of the agent that answers."""

    audio: ManagedEffectiveAudio
    """Audio that is in force."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.type = data["type"]
        self.call_id = data["call_id"]
        self.agent_id = data["agent_id"]
        self.agent_version_id = data["agent_version_id"]
        self.audio = ManagedEffectiveAudio.from_dict(data["audio"])
        n_read = 5
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"type", "call_id", "agent_id", "agent_version_id", "audio"}, ())
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
            "call_id": self.call_id,
            "agent_id": self.agent_id,
            "agent_version_id": self.agent_version_id,
            "audio": self.audio.to_dict(),
        }
        return members
