# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedAgent`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, rest_of
from .managed_agent_config import ManagedAgentConfig
from .managed_agent_version_info import ManagedAgentVersionInfo


@define(kw_only=True)
class ManagedAgent:
    """An agent with its current settings."""

    id: str
    """Id of the agent."""

    name: str
    """Name to show."""

    description: str | None
    """What the agent is for."""

    created_at: datetime.datetime
    """When the agent was made."""

    updated_at: datetime.datetime
    """When the agent was last changed."""

    config: ManagedAgentConfig
    """Settings of an agent."""

    version: ManagedAgentVersionInfo
    """A version of the settings of an agent, without the settings."""

    webhook_id: str | None = None
    """Id of the webhook that gets the events of its calls."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.name = data["name"]
        self.description = data["description"]
        self.created_at = datetime.datetime.fromisoformat(data["created_at"])
        self.updated_at = datetime.datetime.fromisoformat(data["updated_at"])
        self.config = ManagedAgentConfig.from_dict(data["config"])
        self.version = ManagedAgentVersionInfo.from_dict(data["version"])
        self.webhook_id = get("webhook_id")
        n_read = 7 + (self.webhook_id is not None)
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data, {"id", "name", "description", "created_at", "updated_at", "config", "version"}, {"webhook_id"}
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "created_at": instant(self.created_at),
            "updated_at": instant(self.updated_at),
            "config": self.config.to_dict(),
            "version": self.version.to_dict(),
        }
        if self.webhook_id is not None:
            members["webhook_id"] = self.webhook_id
        return members
