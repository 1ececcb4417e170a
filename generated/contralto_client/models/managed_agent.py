# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedAgent`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, take
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
        rest = dict(data)
        pop = rest.pop
        return cls(
            id=pop("id"),
            name=pop("name"),
            description=pop("description"),
            created_at=datetime.datetime.fromisoformat(pop("created_at")),
            updated_at=datetime.datetime.fromisoformat(pop("updated_at")),
            config=ManagedAgentConfig.from_dict(pop("config")),
            version=ManagedAgentVersionInfo.from_dict(pop("version")),
            webhook_id=take(rest, "webhook_id"),
            additional_properties=rest,
        )

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
