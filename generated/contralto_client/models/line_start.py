# Generated from spec/asyncapi/line-agents.yaml by contralto generate. Do not edit.
"""The model `LineStart`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import optional, rest_of
from .line_agent_overrides import LineAgentOverrides
from .line_config import LineConfig
from .line_metadata import LineMetadata

_config = optional(LineConfig.from_dict)
_agent = optional(LineAgentOverrides.from_dict)
_metadata = optional(LineMetadata.from_dict)


@define(kw_only=True)
class LineStart:
    """Start of the call."""

    event: Literal["start"] = "start"
    """Kind of the message."""

    stream_id: str | None = None
    """Id of the stream; the service makes one up when it is left out."""

    config: LineConfig | None = None
    """Audio and voice of the call; what is left out is as the agent has it."""

    agent: LineAgentOverrides | None = None
    """What the agent does differently in this call."""

    metadata: LineMetadata | None = None
    """Data for the code of the agent. Any further members are passed on as they are."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.event = data["event"]
        self.stream_id = get("stream_id")
        self.config = _config(get("config"))
        self.agent = _agent(get("agent"))
        self.metadata = _metadata(get("metadata"))
        n_read = (
            1
            + (self.stream_id is not None)
            + (self.config is not None)
            + (self.agent is not None)
            + (self.metadata is not None)
        )
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"event"}, {"stream_id", "config", "agent", "metadata"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "event": self.event,
        }
        if self.stream_id is not None:
            members["stream_id"] = self.stream_id
        if self.config is not None:
            members["config"] = self.config.to_dict()
        if self.agent is not None:
            members["agent"] = self.agent.to_dict()
        if self.metadata is not None:
            members["metadata"] = self.metadata.to_dict()
        return members
