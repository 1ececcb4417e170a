# Generated from spec/asyncapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedTurnOutputTextDelta`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of
from .managed_turn_output_text_delta_role import ManagedTurnOutputTextDeltaRole


@define(kw_only=True)
class ManagedTurnOutputTextDelta:
    """More of what the agent says, mostly a word."""

    type: Literal["turn_output_text_delta"] = "turn_output_text_delta"
    """Kind of the event."""

    turn: int
    """Number of the turn. At least 1."""

    role: ManagedTurnOutputTextDeltaRole | str
    """Who speaks; the user's speech never comes in pieces."""

    text: str
    """The text, blanks included, to be joined as it is."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.type = data["type"]
        self.turn = data["turn"]
        self.role = data["role"]
        self.text = data["text"]
        n_read = 4
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"type", "turn", "role", "text"}, ())
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
            "turn": self.turn,
            "role": self.role,
            "text": self.text,
        }
        return members
