# Generated from spec/openapi/webhooks.yaml by contralto generate. Do not edit.
"""The model `CallTurnDetail`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .call_turn_detail_role import CallTurnDetailRole
from .call_turn_tool_call import CallTurnToolCall


@define(kw_only=True)
class CallTurnDetail:
    """A finished turn of a conversation."""

    role: CallTurnDetailRole | str
    """Who spoke."""

    text: str
    """What was said."""

    start_timestamp: float
    """Begin of the turn in seconds since the start of the call."""

    end_timestamp: float
    """End of the turn in seconds since the start of the call."""

    was_interrupted: bool
    """True when the other side cut the turn short."""

    tool_calls: list[CallTurnToolCall] | None = None
    """Tools that the agent called in the turn; absent when there were none."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.role = data["role"]
        self.text = data["text"]
        self.start_timestamp = data["start_timestamp"]
        self.end_timestamp = data["end_timestamp"]
        self.was_interrupted = data["was_interrupted"]
        self.tool_calls = (
            None if (items := get("tool_calls")) is None else [CallTurnToolCall.from_dict(item) for item in items]
        )
        n_read = 5 + (self.tool_calls is not None)
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"role", "text", "start_timestamp", "end_timestamp", "was_interrupted"}, {"tool_calls"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "role": self.role,
            "text": self.text,
            "start_timestamp": self.start_timestamp,
            "end_timestamp": self.end_timestamp,
            "was_interrupted": self.was_interrupted,
        }
        if self.tool_calls is not None:
            members["tool_calls"] = [item.to_dict() for item in self.tool_calls]
        return members
