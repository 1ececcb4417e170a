# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedAgentConfig`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import optional, rest_of
from .managed_agent_language import ManagedAgentLanguage
from .managed_agent_model_config import ManagedAgentModelConfig
from .managed_audio import ManagedAudio
from .managed_system_tools import ManagedSystemTools
from .managed_tool_reference import ManagedToolReference
from .managed_turn import ManagedTurn

_turn = optional(ManagedTurn.from_dict)


@define(kw_only=True)
class ManagedAgentConfig:
    """Settings of an agent."""

    instructions: str
    """Role, manner and limits of the agent."""

    initial_message: str | None
    """What the agent says first; null when the caller speaks first."""

    model: ManagedAgentModelConfig
    """Language model of an agent."""

    language: ManagedAgentLanguage
    """Language of an agent."""

    audio: ManagedAudio
    """What an agent hears and how it sounds."""

    tools: list[ManagedToolReference]
    """Shared tools that the agent may call."""

    system_tools: ManagedSystemTools
    """Built-in tools; null switches one off."""

    timezone: str | None = None
    """Time zone of the agent, such as `America/Los_Angeles`."""

    turn: ManagedTurn | None = None
    """What an agent does when the caller is silent."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.instructions = data["instructions"]
        self.initial_message = data["initial_message"]
        self.model = ManagedAgentModelConfig.from_dict(data["model"])
        self.language = ManagedAgentLanguage.from_dict(data["language"])
        self.audio = ManagedAudio.from_dict(data["audio"])
        self.tools = [ManagedToolReference.from_dict(item) for item in data["tools"]]
        self.system_tools = ManagedSystemTools.from_dict(data["system_tools"])
        self.timezone = get("timezone")
        self.turn = _turn(get("turn"))
        n_read = 7 + (self.timezone is not None) + (self.turn is not None)
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                {"instructions", "initial_message", "model", "language", "audio", "tools", "system_tools"},
                {"timezone", "turn"},
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "instructions": self.instructions,
            "initial_message": self.initial_message,
            "model": self.model.to_dict(),
            "language": self.language.to_dict(),
            "audio": self.audio.to_dict(),
            "tools": [item.to_dict() for item in self.tools],
            "system_tools": self.system_tools.to_dict(),
        }
        if self.timezone is not None:
            members["timezone"] = self.timezone
        if self.turn is not None:
            members["turn"] = self.turn.to_dict()
        return members
