# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedSessionOverrides`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import optional, take
from .managed_agent_language_settings import ManagedAgentLanguageSettings
from .managed_session_audio import ManagedSessionAudio

_language = optional(ManagedAgentLanguageSettings.from_dict)
_audio = optional(ManagedSessionAudio.from_dict)


@define(kw_only=True)
class ManagedSessionOverrides:
    """Settings of the agent that this call replaces."""

    instructions: str | None = None
    """Role, manner and limits of the agent."""

    initial_message: str | None = None
    """What the agent says first; null to let the caller speak first."""

    language: ManagedAgentLanguageSettings | None = None
    """Language of an agent."""

    audio: ManagedSessionAudio | None = None
    """How the agent sounds in this call."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        return cls(
            instructions=take(rest, "instructions"),
            initial_message=take(rest, "initial_message"),
            language=_language(take(rest, "language")),
            audio=_audio(take(rest, "audio")),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.instructions is not None:
            members["instructions"] = self.instructions
        if self.initial_message is not None:
            members["initial_message"] = self.initial_message
        if self.language is not None:
            members["language"] = self.language.to_dict()
        if self.audio is not None:
            members["audio"] = self.audio.to_dict()
        return members
