# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `CreateManagedAgentRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import optional, rest_of
from .managed_agent_settings import ManagedAgentSettings

_config = optional(ManagedAgentSettings.from_dict)


@define(kw_only=True)
class CreateManagedAgentRequest:
    """An agent to make."""

    name: str | None = None
    """Name to show."""

    description: str | None = None
    """What the agent is for."""

    config: ManagedAgentSettings | None = None
    """Settings of an agent in a request. What is left out takes its default in a new agent, and stays in an
    old one.
    """

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.name = get("name")
        self.description = get("description")
        self.config = _config(get("config"))
        n_read = (self.name is not None) + (self.description is not None) + (self.config is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, (), {"name", "description", "config"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.name is not None:
            members["name"] = self.name
        if self.description is not None:
            members["description"] = self.description
        if self.config is not None:
            members["config"] = self.config.to_dict()
        return members
