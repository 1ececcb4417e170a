# Generated from spec/asyncapi/line-agents.yaml by contralto generate. Do not edit.
"""The model `LineTurnStarted`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import take


@define(kw_only=True)
class LineTurnStarted:
    """Somebody began to speak. No document describes it."""

    event: Literal["turn_started"] = "turn_started"
    """Kind of the message."""

    stream_id: str | None = None
    """Id of the stream."""

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
        return members
