# Generated from spec/asyncapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedVariableUpdate`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class ManagedVariableUpdate:
    """A variable that a tool assigned."""

    variable_name: str
    """Name of the variable."""

    old_value: str | float | bool | None
    """Value before; null when there was none."""

    new_value: str | float | bool
    """Value after."""

    updated_at: float
    """Seconds from the start of the call."""

    tool_id: str
    """Id of the tool."""

    tool_call_id: str
    """Id of the call."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.variable_name = data["variable_name"]
        self.old_value = data["old_value"]
        self.new_value = data["new_value"]
        self.updated_at = data["updated_at"]
        self.tool_id = data["tool_id"]
        self.tool_call_id = data["tool_call_id"]
        n_read = 6
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"variable_name", "old_value", "new_value", "updated_at", "tool_id", "tool_call_id"}, ())
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "variable_name": self.variable_name,
            "old_value": self.old_value,
            "new_value": self.new_value,
            "updated_at": self.updated_at,
            "tool_id": self.tool_id,
            "tool_call_id": self.tool_call_id,
        }
        return members
