# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""The model `AgentCall`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import list_of, optional, rest_of, to_wire
from .agent_call_end_reason import AgentCallEndReason
from .agent_call_status import AgentCallStatus
from .agent_call_telephony_account_type import AgentCallTelephonyAccountType
from .agent_telephony_params import AgentTelephonyParams
from .agent_transcript import AgentTranscript

_start_time = optional(datetime.datetime.fromisoformat)
_end_time = optional(datetime.datetime.fromisoformat)
_redacted_at = optional(datetime.datetime.fromisoformat)
_transcript = optional(list_of(AgentTranscript.from_dict))
_telephony_params = optional(AgentTelephonyParams.from_dict)


@define(kw_only=True)
class AgentCall:
    """A call of an agent. Members may be added within a version."""

    id: str
    """Id of the call."""

    agent_id: str
    """Id of the agent."""

    status: AgentCallStatus | str
    """How far the call is."""

    agent_name: str | None = None
    """Name of the agent."""

    start_time: datetime.datetime | None = None
    """When the call began."""

    end_time: datetime.datetime | None = None
    """When the call ended."""

    redacted_at: datetime.datetime | None = None
    """When the data of the call was deleted; deleted members are left out."""

    transcript: list[AgentTranscript] | None = None
    """The turns of the call, in order; in lists only when expanded."""

    telephony_params: AgentTelephonyParams | None = None
    """The phone side of the call."""

    telephony_account_type: AgentCallTelephonyAccountType | str | None = None
    """Whose phone line carried the call."""

    summary: str | None = None
    """Short text about the call."""

    error_message: str | None = None
    """What went wrong, if anything."""

    end_reason: AgentCallEndReason | str | None = None
    """Why the call ended."""

    metadata: dict[str, Any] | None = None
    """What was given when the call was placed."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.agent_id = data["agent_id"]
        self.status = data["status"]
        self.agent_name = get("agent_name")
        self.start_time = _start_time(get("start_time"))
        self.end_time = _end_time(get("end_time"))
        self.redacted_at = _redacted_at(get("redacted_at"))
        self.transcript = _transcript(get("transcript"))
        self.telephony_params = _telephony_params(get("telephony_params"))
        self.telephony_account_type = get("telephony_account_type")
        self.summary = get("summary")
        self.error_message = get("error_message")
        self.end_reason = get("end_reason")
        self.metadata = get("metadata")
        n_read = (
            3
            + (self.agent_name is not None)
            + (self.start_time is not None)
            + (self.end_time is not None)
            + (self.redacted_at is not None)
            + (self.transcript is not None)
            + (self.telephony_params is not None)
            + (self.telephony_account_type is not None)
            + (self.summary is not None)
            + (self.error_message is not None)
            + (self.end_reason is not None)
            + (self.metadata is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                {"id", "agent_id", "status"},
                {
                    "agent_name",
                    "start_time",
                    "end_time",
                    "redacted_at",
                    "transcript",
                    "telephony_params",
                    "telephony_account_type",
                    "summary",
                    "error_message",
                    "end_reason",
                    "metadata",
                },
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "agent_id": self.agent_id,
            "status": self.status,
        }
        if self.agent_name is not None:
            members["agent_name"] = self.agent_name
        if self.start_time is not None:
            members["start_time"] = to_wire(self.start_time)
        if self.end_time is not None:
            members["end_time"] = to_wire(self.end_time)
        if self.redacted_at is not None:
            members["redacted_at"] = to_wire(self.redacted_at)
        if self.transcript is not None:
            members["transcript"] = to_wire(self.transcript)
        if self.telephony_params is not None:
            members["telephony_params"] = to_wire(self.telephony_params)
        if self.telephony_account_type is not None:
            members["telephony_account_type"] = self.telephony_account_type
        if self.summary is not None:
            members["summary"] = self.summary
        if self.error_message is not None:
            members["error_message"] = self.error_message
        if self.end_reason is not None:
            members["end_reason"] = self.end_reason
        if self.metadata is not None:
            members["metadata"] = self.metadata
        return members
