# Generated from spec/asyncapi/line-agents.yaml by contralto generate. Do not edit.
"""The model `LineAck`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import optional, rest_of
from .line_agent_overrides import LineAgentOverrides
from .line_effective_config import LineEffectiveConfig

_agent = optional(LineAgentOverrides.from_dict)


@define(kw_only=True)
class LineAck:
    """The call has begun."""

    event: Literal["ack"] = "ack"
    """Kind of the message."""

    stream_id: str
    """Id of the stream, for all later messages."""

    config: LineEffectiveConfig
    """Audio and voice that are in force."""

    agent: LineAgentOverrides | None = None
    """What the agent does differently in this call."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.event = data["event"]
        self.stream_id = data["stream_id"]
        self.config = LineEffectiveConfig.from_dict(data["config"])
        self.agent = _agent(get("agent"))
        n_read = 3 + (self.agent is not None)
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"event", "stream_id", "config"}, {"agent"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "event": self.event,
            "stream_id": self.stream_id,
            "config": self.config.to_dict(),
        }
        if self.agent is not None:
            members["agent"] = self.agent.to_dict()
        return members
