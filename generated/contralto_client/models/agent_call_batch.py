# Generated from spec/openapi/agent-batches.yaml by contralto generate. Do not edit.
"""The model `AgentCallBatch`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, optional, rest_of
from .agent_call_batch_recipient import AgentCallBatchRecipient
from .agent_call_batch_region import AgentCallBatchRegion
from .agent_call_batch_status import AgentCallBatchStatus

_scheduled_at = optional(datetime.datetime.fromisoformat)
_admitted_at = optional(datetime.datetime.fromisoformat)


@define(kw_only=True)
class AgentCallBatch:
    """A batch of calls."""

    id: str
    """Id of the batch."""

    name: str
    """Name of the batch."""

    agent_id: str
    """Agent that speaks."""

    from_number_id: str
    """Id of the phone number that calls."""

    region: AgentCallBatchRegion | str
    """Region that places the calls."""

    target_concurrency_limit: int
    """Most calls of the batch at once."""

    status: AgentCallBatchStatus | str
    """How far the batch is: `completed` once every call was handed over, however the calls end."""

    total_calls_scheduled: int
    """Number of recipients. At least 0."""

    total_calls_dispatched: int
    """Recipients handed over for dialling, those that failed before it too. At least 0."""

    total_calls_finished: int
    """Recipients whose last attempt is over. At least 0."""

    retry_count: int
    """How often the batch was tried again. At least 0."""

    created_at: datetime.datetime
    """When the batch was made."""

    last_updated_at: datetime.datetime
    """When the batch last changed."""

    scheduled_at: datetime.datetime | None = None
    """When the batch is to begin; left out when it began at once."""

    admitted_at: datetime.datetime | None = None
    """When the batch began."""

    recipients: list[AgentCallBatchRecipient] | None = None
    """The recipients, only when a single batch is read."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.name = data["name"]
        self.agent_id = data["agent_id"]
        self.from_number_id = data["from_number_id"]
        self.region = data["region"]
        self.target_concurrency_limit = data["target_concurrency_limit"]
        self.status = data["status"]
        self.total_calls_scheduled = data["total_calls_scheduled"]
        self.total_calls_dispatched = data["total_calls_dispatched"]
        self.total_calls_finished = data["total_calls_finished"]
        self.retry_count = data["retry_count"]
        self.created_at = datetime.datetime.fromisoformat(data["created_at"])
        self.last_updated_at = datetime.datetime.fromisoformat(data["last_updated_at"])
        self.scheduled_at = _scheduled_at(get("scheduled_at"))
        self.admitted_at = _admitted_at(get("admitted_at"))
        self.recipients = (
            None
            if (items := get("recipients")) is None
            else [AgentCallBatchRecipient.from_dict(item) for item in items]
        )
        n_read = 13 + (self.scheduled_at is not None) + (self.admitted_at is not None) + (self.recipients is not None)
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                {
                    "id",
                    "name",
                    "agent_id",
                    "from_number_id",
                    "region",
                    "target_concurrency_limit",
                    "status",
                    "total_calls_scheduled",
                    "total_calls_dispatched",
                    "total_calls_finished",
                    "retry_count",
                    "created_at",
                    "last_updated_at",
                },
                {"scheduled_at", "admitted_at", "recipients"},
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "name": self.name,
            "agent_id": self.agent_id,
            "from_number_id": self.from_number_id,
            "region": self.region,
            "target_concurrency_limit": self.target_concurrency_limit,
            "status": self.status,
            "total_calls_scheduled": self.total_calls_scheduled,
            "total_calls_dispatched": self.total_calls_dispatched,
            "total_calls_finished": self.total_calls_finished,
            "retry_count": self.retry_count,
            "created_at": instant(self.created_at),
            "last_updated_at": instant(self.last_updated_at),
        }
        if self.scheduled_at is not None:
            members["scheduled_at"] = instant(self.scheduled_at)
        if self.admitted_at is not None:
            members["admitted_at"] = instant(self.admitted_at)
        if self.recipients is not None:
            members["recipients"] = [item.to_dict() for item in self.recipients]
        return members
