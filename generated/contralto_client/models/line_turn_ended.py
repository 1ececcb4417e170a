# Generated from spec/asyncapi/line-agents.yaml by contralto generate. Do not edit.
"""The model `LineTurnEnded`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of


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
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.event = data["event"]
        self.stream_id = get("stream_id")
        self.text = get("text")
        self.tool_calls = get("tool_calls")
        n_read = 1 + (self.stream_id is not None) + (self.text is not None) + (self.tool_calls is not None)
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"event"}, {"stream_id", "text", "tool_calls"})
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
        if self.text is not None:
            members["text"] = self.text
        if self.tool_calls is not None:
            members["tool_calls"] = self.tool_calls
        return members
