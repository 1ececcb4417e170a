# Generated from spec/asyncapi/line-agents.yaml by contralto generate. Do not edit.
"""The model `LineTurnOutputTextDelta`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import optional, take
from .line_text_delta import LineTextDelta

_turn_output_text_delta = optional(LineTextDelta.from_dict)


@define(kw_only=True)
class LineTurnOutputTextDelta:
    """More of what the agent says. No document describes it."""

    event: Literal["turn_output_text_delta"] = "turn_output_text_delta"
    """Kind of the message."""

    stream_id: str | None = None
    """Id of the stream."""

    turn_output_text_delta: LineTextDelta | None = None
    """A piece of text. No document describes it."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            event=pop("event"),
            stream_id=take(rest, "stream_id"),
            turn_output_text_delta=_turn_output_text_delta(take(rest, "turn_output_text_delta")),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "event": self.event,
        }
        if self.stream_id is not None:
            members["stream_id"] = self.stream_id
        if self.turn_output_text_delta is not None:
            members["turn_output_text_delta"] = self.turn_output_text_delta.to_dict()
        return members
