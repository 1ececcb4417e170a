# Generated from spec/asyncapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedTurnEnded`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of
from .managed_tool_call import ManagedToolCall
from .managed_turn_ended_role import ManagedTurnEndedRole


@define(kw_only=True)
class ManagedTurnEnded:
    """The turn is over."""

    type: Literal["turn_ended"] = "turn_ended"
    """Kind of the event."""

    turn: int
    """Number of the turn. At least 1."""

    role: ManagedTurnEndedRole | str
    """Who spoke."""

    text: str
    """Text of the turn; of the assistant, what was really spoken."""

    interrupted: bool
    """True: of the assistant, the user spoke into its turn; of the user, the call ended in mid-turn."""

    start_time: float
    """Seconds from the start of the session."""

    end_time: float
    """Seconds from the start of the session."""

    tool_calls: list[ManagedToolCall]
    """Tools that the agent called in the turn; may be empty."""

    eager_end_timestamp: float | None = None
    """When the turn had probably ended; turns of the user only."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.type = data["type"]
        self.turn = data["turn"]
        self.role = data["role"]
        self.text = data["text"]
        self.interrupted = data["interrupted"]
        self.start_time = data["start_time"]
        self.end_time = data["end_time"]
        self.tool_calls = [ManagedToolCall.from_dict(item) for item in data["tool_calls"]]
        self.eager_end_timestamp = get("eager_end_timestamp")
        n_read = 8 + (self.eager_end_timestamp is not None)
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                {"type", "turn", "role", "text", "interrupted", "start_time", "end_time", "tool_calls"},
                {"eager_end_timestamp"},
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
            "turn": self.turn,
            "role": self.role,
            "text": self.text,
            "interrupted": self.interrupted,
            "start_time": self.start_time,
            "end_time": self.end_time,
            "tool_calls": [item.to_dict() for item in self.tool_calls],
        }
        if self.eager_end_timestamp is not None:
            members["eager_end_timestamp"] = self.eager_end_timestamp
        return members
