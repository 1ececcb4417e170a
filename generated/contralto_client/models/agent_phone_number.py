# Generated from spec/openapi/agents.yaml by contralto generate. Do not edit.
"""The model `AgentPhoneNumber`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, rest_of


@define(kw_only=True)
class AgentPhoneNumber:
    """A phone number of an agent."""

    agent_id: str
    """Id of the agent."""

    number: str
    """The number with its country code."""

    created_at: datetime.datetime
    """When the number was set up."""

    updated_at: datetime.datetime
    """When the number was last changed."""

    is_cartesia_managed: bool
    """True when Cartesia gave the number out."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.agent_id = data["agent_id"]
        self.number = data["number"]
        self.created_at = datetime.datetime.fromisoformat(data["created_at"])
        self.updated_at = datetime.datetime.fromisoformat(data["updated_at"])
        self.is_cartesia_managed = data["is_cartesia_managed"]
        n_read = 5
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"agent_id", "number", "created_at", "updated_at", "is_cartesia_managed"}, ())
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "agent_id": self.agent_id,
            "number": self.number,
            "created_at": instant(self.created_at),
            "updated_at": instant(self.updated_at),
            "is_cartesia_managed": self.is_cartesia_managed,
        }
        return members
