# Generated from spec/asyncapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedToolCall`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .managed_variable_update import ManagedVariableUpdate


@define(kw_only=True)
class ManagedToolCall:
    """A tool that the agent called."""

    name: str
    """Name of the tool."""

    arguments: dict[str, Any]
    """Arguments of the call."""

    result: str | None = None
    """What the tool gave."""

    id: str | None = None
    """Id of the call."""

    dynamic_variable_updates: list[ManagedVariableUpdate] | None = None
    """Variables that the tool assigned; left out when it assigned none."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.name = data["name"]
        self.arguments = data["arguments"]
        self.result = get("result")
        self.id = get("id")
        self.dynamic_variable_updates = (
            None
            if (items := get("dynamic_variable_updates")) is None
            else [ManagedVariableUpdate.from_dict(item) for item in items]
        )
        n_read = 2 + (self.result is not None) + (self.id is not None) + (self.dynamic_variable_updates is not None)
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"name", "arguments"}, {"result", "id", "dynamic_variable_updates"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "name": self.name,
            "arguments": self.arguments,
        }
        if self.result is not None:
            members["result"] = self.result
        if self.id is not None:
            members["id"] = self.id
        if self.dynamic_variable_updates is not None:
            members["dynamic_variable_updates"] = [item.to_dict() for item in self.dynamic_variable_updates]
        return members
