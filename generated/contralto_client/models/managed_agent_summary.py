# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedAgentSummary`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, rest_of


@define(kw_only=True)
class ManagedAgentSummary:
    """An agent without its settings."""

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

    version_id: str
    """Id of the current version of its settings."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.name = data["name"]
        self.description = data["description"]
        self.created_at = datetime.datetime.fromisoformat(data["created_at"])
        self.updated_at = datetime.datetime.fromisoformat(data["updated_at"])
        self.version_id = data["version_id"]
        n_read = 6
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"id", "name", "description", "created_at", "updated_at", "version_id"}, ())
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
            "version_id": self.version_id,
        }
        return members
