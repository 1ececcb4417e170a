# Generated from spec/openapi/webhooks.yaml by contralto generate. Do not edit.
"""The model `CallTurnDelivery`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import instant, optional, rest_of
from .call_turn_detail import CallTurnDetail

_timestamp = optional(datetime.datetime.fromisoformat)


@define(kw_only=True)
class CallTurnDelivery:
    """A turn of the conversation ended."""

    type: Literal["call_turn"] = "call_turn"
    """Kind of the event."""

    turn: CallTurnDetail
    """A finished turn of a conversation."""

    request_id: str | None = None
    """Opaque id for support."""

    agent_id: str | None = None
    """Id of the agent."""

    webhook_id: str | None = None
    """Id of the webhook."""

    timestamp: datetime.datetime | None = None
    """When the event was made."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.type = data["type"]
        self.turn = CallTurnDetail.from_dict(data["turn"])
        self.request_id = get("request_id")
        self.agent_id = get("agent_id")
        self.webhook_id = get("webhook_id")
        self.timestamp = _timestamp(get("timestamp"))
        n_read = (
            2
            + (self.request_id is not None)
            + (self.agent_id is not None)
            + (self.webhook_id is not None)
            + (self.timestamp is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"type", "turn"}, {"request_id", "agent_id", "webhook_id", "timestamp"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
            "turn": self.turn.to_dict(),
        }
        if self.request_id is not None:
            members["request_id"] = self.request_id
        if self.agent_id is not None:
            members["agent_id"] = self.agent_id
        if self.webhook_id is not None:
            members["webhook_id"] = self.webhook_id
        if self.timestamp is not None:
            members["timestamp"] = instant(self.timestamp)
        return members
