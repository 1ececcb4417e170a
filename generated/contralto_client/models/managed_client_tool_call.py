# Generated from spec/asyncapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedClientToolCall`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class ManagedClientToolCall:
    """The client is to run a function."""

    type: Literal["client_tool_call"] = "client_tool_call"
    """Kind of the event."""

    tool_call_id: str
    """Id of the call."""

    tool_name: str
    """Name of the tool."""

    parameters: dict[str, Any]
    """Arguments of the call."""

    expects_response: bool
    """True: the agent waits for a `client_tool_result`."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.type = data["type"]
        self.tool_call_id = data["tool_call_id"]
        self.tool_name = data["tool_name"]
        self.parameters = data["parameters"]
        self.expects_response = data["expects_response"]
        n_read = 5
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"type", "tool_call_id", "tool_name", "parameters", "expects_response"}, ())
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
            "tool_call_id": self.tool_call_id,
            "tool_name": self.tool_name,
            "parameters": self.parameters,
            "expects_response": self.expects_response,
        }
        return members
