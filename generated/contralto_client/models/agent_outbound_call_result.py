# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""The model `AgentOutboundCallResult`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class AgentOutboundCallResult:
    """What became of a call: its id, or what went wrong."""

    number: str
    """Number that was to be called."""

    agent_call_id: str | None = None
    """Id of the call."""

    error: dict[str, Any] | None = None
    """What went wrong; its members are not documented."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.number = data["number"]
        self.agent_call_id = get("agent_call_id")
        self.error = get("error")
        n_read = 1 + (self.agent_call_id is not None) + (self.error is not None)
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"number"}, {"agent_call_id", "error"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "number": self.number,
        }
        if self.agent_call_id is not None:
            members["agent_call_id"] = self.agent_call_id
        if self.error is not None:
            members["error"] = self.error
        return members
