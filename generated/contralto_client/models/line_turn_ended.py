# Generated from spec/asyncapi/line-agents.yaml by contralto generate. Do not edit.
"""The model `LineTurnEnded`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import take


@define(kw_only=True)
class LineTurnEnded:
    """The turn is over. No document describes it."""

    event: Literal["turn_ended"] = "turn_ended"
    """Kind of the message."""

    stream_id: str | None = None
    """Id of the stream."""

    text: str | None = None
    """Text of the turn."""

    tool_calls: list[dict[str, Any]] | None = None
    """Tools that the agent called in the turn."""

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
            text=take(rest, "text"),
            tool_calls=take(rest, "tool_calls"),
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
        if self.text is not None:
            members["text"] = self.text
        if self.tool_calls is not None:
            members["tool_calls"] = self.tool_calls
        return members
