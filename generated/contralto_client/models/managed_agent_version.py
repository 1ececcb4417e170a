# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedAgentVersion`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant
from .managed_agent_config import ManagedAgentConfig


@define(kw_only=True)
class ManagedAgentVersion:
    """A version of the settings of an agent. It never changes."""

    id: str
    """Id of the version."""

    description: str | None
    """What changed."""

    created_at: datetime.datetime
    """When the version was made."""

    created_by: str | None
    """Id of the user or API key that made it; null when not recorded."""

    config: ManagedAgentConfig
    """Settings of an agent."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            id=pop("id"),
            description=pop("description"),
            created_at=datetime.datetime.fromisoformat(pop("created_at")),
            created_by=pop("created_by"),
            config=ManagedAgentConfig.from_dict(pop("config")),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "description": self.description,
            "created_at": instant(self.created_at),
            "created_by": self.created_by,
            "config": self.config.to_dict(),
        }
        return members
