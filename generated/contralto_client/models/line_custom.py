# Generated from spec/asyncapi/line-agents.yaml by contralto generate. Do not edit.
"""The model `LineCustom`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class LineCustom:
    """Data between the client and the code of the agent, either way."""

    event: Literal["custom"] = "custom"
    """Kind of the message."""

    stream_id: str
    """Id of the stream."""

    metadata: dict[str, Any]
    """The data; passed on as it is."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.event = data["event"]
        self.stream_id = data["stream_id"]
        self.metadata = data["metadata"]
        n_read = 3
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"event", "stream_id", "metadata"}, ())
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "event": self.event,
            "stream_id": self.stream_id,
            "metadata": self.metadata,
        }
        return members
