# Generated from spec/asyncapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedTurnStarted`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of
from .managed_turn_started_role import ManagedTurnStartedRole


@define(kw_only=True)
class ManagedTurnStarted:
    """The user or the agent began to speak."""

    type: Literal["turn_started"] = "turn_started"
    """Kind of the event."""

    turn: int
    """Number of the turn, from 1, for both roles. At least 1."""

    role: ManagedTurnStartedRole | str
    """Who speaks."""

    start_time: float
    """Seconds from the start of the session."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.type = data["type"]
        self.turn = data["turn"]
        self.role = data["role"]
        self.start_time = data["start_time"]
        n_read = 4
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"type", "turn", "role", "start_time"}, ())
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
            "turn": self.turn,
            "role": self.role,
            "start_time": self.start_time,
        }
        return members
