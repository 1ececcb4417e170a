# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedAgentSettings`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import optional, rest_of
from .managed_agent_language_settings import ManagedAgentLanguageSettings
from .managed_agent_model_settings import ManagedAgentModelSettings
from .managed_audio_settings import ManagedAudioSettings
from .managed_system_tools_settings import ManagedSystemToolsSettings
from .managed_tool_reference import ManagedToolReference
from .managed_turn_settings import ManagedTurnSettings

_model = optional(ManagedAgentModelSettings.from_dict)
_language = optional(ManagedAgentLanguageSettings.from_dict)
_audio = optional(ManagedAudioSettings.from_dict)
_turn = optional(ManagedTurnSettings.from_dict)
_system_tools = optional(ManagedSystemToolsSettings.from_dict)


@define(kw_only=True)
class ManagedAgentSettings:
    """Settings of an agent in a request. What is left out takes its default in a new agent, and stays in an
    old one.
    """

    instructions: str | None = None
    """Role, manner and limits of the agent."""

    initial_message: str | None = None
    """What the agent says first; null to let the caller speak first."""

    timezone: str | None = None
    """Time zone of the agent, such as `America/Los_Angeles`."""

    model: ManagedAgentModelSettings | None = None
    """Language model of an agent."""

    language: ManagedAgentLanguageSettings | None = None
    """Language of an agent."""

    audio: ManagedAudioSettings | None = None
    """What an agent hears and how it sounds."""

    turn: ManagedTurnSettings | None = None
    """What an agent does when the caller is silent."""

    tools: list[ManagedToolReference] | None = None
    """All shared tools that the agent may call, at most 32 and each once."""

    system_tools: ManagedSystemToolsSettings | None = None
    """Built-in tools; null switches one off."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.instructions = get("instructions")
        self.initial_message = get("initial_message")
        self.timezone = get("timezone")
        self.model = _model(get("model"))
        self.language = _language(get("language"))
        self.audio = _audio(get("audio"))
        self.turn = _turn(get("turn"))
        self.tools = (
            None if (items := get("tools")) is None else [ManagedToolReference.from_dict(item) for item in items]
        )
        self.system_tools = _system_tools(get("system_tools"))
        n_read = (
            (self.instructions is not None)
            + (self.initial_message is not None)
            + (self.timezone is not None)
            + (self.model is not None)
            + (self.language is not None)
            + (self.audio is not None)
            + (self.turn is not None)
            + (self.tools is not None)
            + (self.system_tools is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                (),
                {
                    "instructions",
                    "initial_message",
                    "timezone",
                    "model",
                    "language",
                    "audio",
                    "turn",
                    "tools",
                    "system_tools",
                },
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.instructions is not None:
            members["instructions"] = self.instructions
        if self.initial_message is not None:
            members["initial_message"] = self.initial_message
        if self.timezone is not None:
            members["timezone"] = self.timezone
        if self.model is not None:
            members["model"] = self.model.to_dict()
        if self.language is not None:
            members["language"] = self.language.to_dict()
        if self.audio is not None:
            members["audio"] = self.audio.to_dict()
        if self.turn is not None:
            members["turn"] = self.turn.to_dict()
        if self.tools is not None:
            members["tools"] = [item.to_dict() for item in self.tools]
        if self.system_tools is not None:
            members["system_tools"] = self.system_tools.to_dict()
        return members
