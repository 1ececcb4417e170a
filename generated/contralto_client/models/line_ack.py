# Generated from spec/asyncapi/line-agents.yaml by contralto generate. Do not edit.
"""The model `LineAck`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import optional, take
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
        rest = dict(data)
        pop = rest.pop
        return cls(
            event=pop("event"),
            stream_id=pop("stream_id"),
            config=LineEffectiveConfig.from_dict(pop("config")),
            agent=_agent(take(rest, "agent")),
            additional_properties=rest,
        )

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
