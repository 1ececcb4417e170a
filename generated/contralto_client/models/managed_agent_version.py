# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedAgentVersion`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, rest_of
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
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.description = data["description"]
        self.created_at = datetime.datetime.fromisoformat(data["created_at"])
        self.created_by = data["created_by"]
        self.config = ManagedAgentConfig.from_dict(data["config"])
        n_read = 5
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"id", "description", "created_at", "created_by", "config"}, ())
        )
        return self

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
