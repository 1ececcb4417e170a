# Generated from spec/asyncapi/line-agents.yaml by contralto generate. Do not edit.
"""The model `LineTurnStarted`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of


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
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.event = data["event"]
        self.stream_id = get("stream_id")
        n_read = 1 + (self.stream_id is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"event"}, {"stream_id"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "event": self.event,
        }
        if self.stream_id is not None:
            members["stream_id"] = self.stream_id
        return members
