# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""The model `AgentToolCall`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class AgentToolCall:
    """A call of a tool."""

    name: str
    """Name of the tool."""

    arguments: dict[str, Any]
    """What the tool was given."""

    id: str | None = None
    """Id of the tool call."""

    result: str | None = None
    """What the tool answered."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.name = data["name"]
        self.arguments = data["arguments"]
        self.id = get("id")
        self.result = get("result")
        n_read = 2 + (self.id is not None) + (self.result is not None)
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"name", "arguments"}, {"id", "result"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "name": self.name,
            "arguments": self.arguments,
        }
        if self.id is not None:
            members["id"] = self.id
        if self.result is not None:
            members["result"] = self.result
        return members
