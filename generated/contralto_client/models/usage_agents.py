# Generated from spec/openapi/usage.yaml by contralto generate. Do not edit.
"""The model `UsageAgents`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .usage_agents_bucket import UsageAgentsBucket


@define(kw_only=True)
class UsageAgents:
    """Used agent time."""

    data: list[UsageAgentsBucket]
    """Periods in order of time."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            data=[UsageAgentsBucket.from_dict(item) for item in pop("data")],
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "data": [item.to_dict() for item in self.data],
        }
        return members
