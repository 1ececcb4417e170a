# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""The model `AgentOutboundCallRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .agent_outbound_call_item import AgentOutboundCallItem


@define(kw_only=True)
class AgentOutboundCallRequest:
    """Calls to place."""

    from_number_id: str
    """Id of the phone number to call from."""

    agent_id: str
    """Agent that speaks."""

    outbound_calls: list[AgentOutboundCallItem]
    """Whom to call."""

    ringing_timeout_seconds: int | None = None
    """How long to let it ring. 5 to 80; default `60`."""

    max_call_duration_minutes: int | None = None
    """Longest call in minutes."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.from_number_id = data["from_number_id"]
        self.agent_id = data["agent_id"]
        self.outbound_calls = [AgentOutboundCallItem.from_dict(item) for item in data["outbound_calls"]]
        self.ringing_timeout_seconds = get("ringing_timeout_seconds")
        self.max_call_duration_minutes = get("max_call_duration_minutes")
        n_read = 3 + (self.ringing_timeout_seconds is not None) + (self.max_call_duration_minutes is not None)
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                {"from_number_id", "agent_id", "outbound_calls"},
                {"ringing_timeout_seconds", "max_call_duration_minutes"},
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "from_number_id": self.from_number_id,
            "agent_id": self.agent_id,
            "outbound_calls": [item.to_dict() for item in self.outbound_calls],
        }
        if self.ringing_timeout_seconds is not None:
            members["ringing_timeout_seconds"] = self.ringing_timeout_seconds
        if self.max_call_duration_minutes is not None:
            members["max_call_duration_minutes"] = self.max_call_duration_minutes
        return members
