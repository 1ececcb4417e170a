# Generated from spec/openapi/agent-metrics.yaml by contralto generate. Do not edit.
"""The model `AgentMetricResult`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, list_of, optional, rest_of, to_wire
from .agent_metric_result_status import AgentMetricResultStatus
from .agent_transcript import AgentTranscript

_transcript = optional(list_of(AgentTranscript.from_dict))


@define(kw_only=True)
class AgentMetricResult:
    """What a metric found in a call. Its members are written in camel case, unlike all others of the API."""

    id: str
    """Id of the result."""

    metric_id: str
    """Id of the metric."""

    metric_name: str
    """Name of the metric."""

    summary: str
    """Short text about the call."""

    agent_id: str
    """Id of the agent."""

    call_id: str
    """Id of the call."""

    result: str
    """What the model answered."""

    status: AgentMetricResultStatus | str
    """Whether the model answered."""

    created_at: datetime.datetime
    """When the result was made."""

    metric_display_name: str | None = None
    """Name of the metric to show."""

    transcript: list[AgentTranscript] | None = None
    """The turns of the call."""

    json_result: dict[str, Any] | None = None
    """The answer as an object, when it is one."""

    value: Any = None
    """The value that the answer stands for, of any type."""

    run_id: str | None = None
    """Run that the result belongs to, if any."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.metric_id = data["metricId"]
        self.metric_name = data["metricName"]
        self.summary = data["summary"]
        self.agent_id = data["agentId"]
        self.call_id = data["callId"]
        self.result = data["result"]
        self.status = data["status"]
        self.created_at = datetime.datetime.fromisoformat(data["createdAt"])
        self.metric_display_name = get("metricDisplayName")
        self.transcript = _transcript(get("transcript"))
        self.json_result = get("jsonResult")
        self.value = get("value")
        self.run_id = get("runId")
        n_read = (
            9
            + (self.metric_display_name is not None)
            + (self.transcript is not None)
            + (self.json_result is not None)
            + (self.value is not None)
            + (self.run_id is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                {"id", "metricId", "metricName", "summary", "agentId", "callId", "result", "status", "createdAt"},
                {"metricDisplayName", "transcript", "jsonResult", "value", "runId"},
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "metricId": self.metric_id,
            "metricName": self.metric_name,
            "summary": self.summary,
            "agentId": self.agent_id,
            "callId": self.call_id,
            "result": self.result,
            "status": self.status,
            "createdAt": instant(self.created_at),
        }
        if self.metric_display_name is not None:
            members["metricDisplayName"] = self.metric_display_name
        if self.transcript is not None:
            members["transcript"] = to_wire(self.transcript)
        if self.json_result is not None:
            members["jsonResult"] = self.json_result
        if self.value is not None:
            members["value"] = self.value
        if self.run_id is not None:
            members["runId"] = self.run_id
        return members
