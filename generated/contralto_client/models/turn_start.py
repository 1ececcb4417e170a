# Generated from spec/asyncapi/stt-turns.yaml by contralto generate. Do not edit.
"""The model `TurnStart`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class TurnStart:
    """Somebody began to speak."""

    type: Literal["turn.start"] = "turn.start"
    """Kind of the event."""

    request_id: str
    """Id of the connection."""

    turn_id: str | int | None = None
    """Id of the turn."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.type = data["type"]
        self.request_id = data["request_id"]
        self.turn_id = get("turn_id")
        n_read = 2 + (self.turn_id is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"type", "request_id"}, {"turn_id"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
            "request_id": self.request_id,
        }
        if self.turn_id is not None:
            members["turn_id"] = self.turn_id
        return members
