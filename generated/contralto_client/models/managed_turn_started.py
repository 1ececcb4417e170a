# Generated from spec/asyncapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedTurnStarted`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

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
        rest = dict(data)
        pop = rest.pop
        return cls(
            type=pop("type"),
            turn=pop("turn"),
            role=pop("role"),
            start_time=pop("start_time"),
            additional_properties=rest,
        )

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
