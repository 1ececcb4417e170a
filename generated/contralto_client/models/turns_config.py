# Generated from spec/asyncapi/stt-turns.yaml by contralto generate. Do not edit.
"""The model `TurnsConfig`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import optional, rest_of
from .turn_detection import TurnDetection

_turn = optional(TurnDetection.from_dict)


@define(kw_only=True)
class TurnsConfig:
    """Change of the turn detection."""

    type: Literal["config"] = "config"
    """Kind of the command."""

    turn: TurnDetection | None = None
    """Thresholds of the turn detection; what is left out keeps its value. Start is greater than eager end,
    eager end greater than end.
    """

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.type = data["type"]
        self.turn = _turn(get("turn"))
        n_read = 1 + (self.turn is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"type"}, {"turn"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
        }
        if self.turn is not None:
            members["turn"] = self.turn.to_dict()
        return members
