# Generated from spec/openapi/agent-batches.yaml by contralto generate. Do not edit.
"""The model `AgentCallBatchRequest`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, optional, rest_of
from .agent_call_batch_request_region import AgentCallBatchRequestRegion
from .agent_outbound_call_item import AgentOutboundCallItem

_scheduled_at = optional(datetime.datetime.fromisoformat)


@define(kw_only=True)
class AgentCallBatchRequest:
    """A batch of calls to place."""

    name: str
    """Name of the batch."""

    agent_id: str
    """Agent that speaks."""

    from_number_id: str
    """Id of the phone number to call from."""

    recipients: list[AgentOutboundCallItem]
    """Whom to call."""

    target_concurrency_limit: int | None = None
    """Most calls of the batch at once; half the limit of the organization when left out. At least 1."""

    ringing_timeout_seconds: int | None = None
    """How long to let it ring. 5 to 80; default `60`."""

    max_call_duration_minutes: int | None = None
    """Longest call in minutes. 1 to 480; default `480`."""

    scheduled_at: datetime.datetime | None = None
    """When to begin: in the future, at most 30 days ahead. At once when left out."""

    region: AgentCallBatchRequestRegion | None = None
    """Region that places the calls; only for numbers of a SIP trunk."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.name = data["name"]
        self.agent_id = data["agent_id"]
        self.from_number_id = data["from_number_id"]
        self.recipients = [AgentOutboundCallItem.from_dict(item) for item in data["recipients"]]
        self.target_concurrency_limit = get("target_concurrency_limit")
        self.ringing_timeout_seconds = get("ringing_timeout_seconds")
        self.max_call_duration_minutes = get("max_call_duration_minutes")
        self.scheduled_at = _scheduled_at(get("scheduled_at"))
        self.region = get("region")
        n_read = (
            4
            + (self.target_concurrency_limit is not None)
            + (self.ringing_timeout_seconds is not None)
            + (self.max_call_duration_minutes is not None)
            + (self.scheduled_at is not None)
            + (self.region is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                {"name", "agent_id", "from_number_id", "recipients"},
                {
                    "target_concurrency_limit",
                    "ringing_timeout_seconds",
                    "max_call_duration_minutes",
                    "scheduled_at",
                    "region",
                },
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "name": self.name,
            "agent_id": self.agent_id,
            "from_number_id": self.from_number_id,
            "recipients": [item.to_dict() for item in self.recipients],
        }
        if self.target_concurrency_limit is not None:
            members["target_concurrency_limit"] = self.target_concurrency_limit
        if self.ringing_timeout_seconds is not None:
            members["ringing_timeout_seconds"] = self.ringing_timeout_seconds
        if self.max_call_duration_minutes is not None:
            members["max_call_duration_minutes"] = self.max_call_duration_minutes
        if self.scheduled_at is not None:
            members["scheduled_at"] = instant(self.scheduled_at)
        if self.region is not None:
            members["region"] = self.region
        return members
