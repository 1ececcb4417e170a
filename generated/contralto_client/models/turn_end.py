# Generated from spec/asyncapi/stt-turns.yaml by contralto generate. Do not edit.
"""The model `TurnEnd`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import take


@define(kw_only=True)
class TurnEnd:
    """The turn has ended."""

    type: Literal["turn.end"] = "turn.end"
    """Kind of the event."""

    request_id: str
    """Id of the connection."""

    transcript: str
    """Whole text of the turn; may be empty."""

    turn_id: str | int | None = None
    """Id of the turn."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            type=pop("type"),
            request_id=pop("request_id"),
            transcript=pop("transcript"),
            turn_id=take(rest, "turn_id"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
            "request_id": self.request_id,
            "transcript": self.transcript,
        }
        if self.turn_id is not None:
            members["turn_id"] = self.turn_id
        return members
