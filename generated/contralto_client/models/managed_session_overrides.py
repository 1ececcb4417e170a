# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedSessionOverrides`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import optional, rest_of
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
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.instructions = get("instructions")
        self.initial_message = get("initial_message")
        self.language = _language(get("language"))
        self.audio = _audio(get("audio"))
        n_read = (
            (self.instructions is not None)
            + (self.initial_message is not None)
            + (self.language is not None)
            + (self.audio is not None)
        )
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, (), {"instructions", "initial_message", "language", "audio"})
        )
        return self

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
