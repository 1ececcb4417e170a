# Generated from spec/openapi/agents.yaml by contralto generate. Do not edit.
"""The model `UpdateAgentRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class UpdateAgentRequest:
    """New values for an agent; what is left out stays."""

    name: str | None = None
    """New name."""

    description: str | None = None
    """New text about the agent."""

    tts_voice: str | None = None
    """New voice."""

    tts_language: str | None = None
    """New language."""

    webhook_id: str | None = None
    """Webhook to attach; named by the guide to webhooks alone."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.name = get("name")
        self.description = get("description")
        self.tts_voice = get("tts_voice")
        self.tts_language = get("tts_language")
        self.webhook_id = get("webhook_id")
        n_read = (
            (self.name is not None)
            + (self.description is not None)
            + (self.tts_voice is not None)
            + (self.tts_language is not None)
            + (self.webhook_id is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, (), {"name", "description", "tts_voice", "tts_language", "webhook_id"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.name is not None:
            members["name"] = self.name
        if self.description is not None:
            members["description"] = self.description
        if self.tts_voice is not None:
            members["tts_voice"] = self.tts_voice
        if self.tts_language is not None:
            members["tts_language"] = self.tts_language
        if self.webhook_id is not None:
            members["webhook_id"] = self.webhook_id
        return members
