# Generated from spec/openapi/agent-batches.yaml by contralto generate. Do not edit.
"""The model `AgentCallBatchRecipient`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, rest_of
from .agent_call_batch_recipient_status import AgentCallBatchRecipientStatus
from .agent_call_end_reason import AgentCallEndReason


@define(kw_only=True)
class AgentCallBatchRecipient:
    """A number that a batch calls."""

    id: str
    """Id of the recipient."""

    to_number: str
    """Number to call, in E.164 form."""

    status: AgentCallBatchRecipientStatus | str
    """How far the call is."""

    created_at: datetime.datetime
    """When the recipient was queued."""

    agent_call_id: str | None = None
    """Id of the last call."""

    end_reason: AgentCallEndReason | str | None = None
    """Why a call ended. Reasons may be added."""

    error_message: str | None = None
    """What went wrong, if anything."""

    metadata: dict[str, Any] | None = None
    """What was given with the number."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.to_number = data["to_number"]
        self.status = data["status"]
        self.created_at = datetime.datetime.fromisoformat(data["created_at"])
        self.agent_call_id = get("agent_call_id")
        self.end_reason = get("end_reason")
        self.error_message = get("error_message")
        self.metadata = get("metadata")
        n_read = (
            4
            + (self.agent_call_id is not None)
            + (self.end_reason is not None)
            + (self.error_message is not None)
            + (self.metadata is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                {"id", "to_number", "status", "created_at"},
                {"agent_call_id", "end_reason", "error_message", "metadata"},
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "to_number": self.to_number,
            "status": self.status,
            "created_at": instant(self.created_at),
        }
        if self.agent_call_id is not None:
            members["agent_call_id"] = self.agent_call_id
        if self.end_reason is not None:
            members["end_reason"] = self.end_reason
        if self.error_message is not None:
            members["error_message"] = self.error_message
        if self.metadata is not None:
            members["metadata"] = self.metadata
        return members
