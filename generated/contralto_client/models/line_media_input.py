# Generated from spec/asyncapi/line-agents.yaml by contralto generate. Do not edit.
"""The model `LineMediaInput`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of
from .line_media import LineMedia


@define(kw_only=True)
class LineMediaInput:
    """Audio of the user in `input_format`, 20 to 100 ms."""

    event: Literal["media_input"] = "media_input"
    """Kind of the message."""

    stream_id: str
    """Id of the stream."""

    media: LineMedia
    """A piece of audio."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.event = data["event"]
        self.stream_id = data["stream_id"]
        self.media = LineMedia.from_dict(data["media"])
        n_read = 3
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"event", "stream_id", "media"}, ())
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "event": self.event,
            "stream_id": self.stream_id,
            "media": self.media.to_dict(),
        }
        return members
