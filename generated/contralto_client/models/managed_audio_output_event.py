# Generated from spec/asyncapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedAudioOutputEvent`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from .. import _codec
from ._wire import rest_of


@define(kw_only=True)
class ManagedAudioOutputEvent:
    """Audio of the agent."""

    type: Literal["audio_output"] = "audio_output"
    """Kind of the event."""

    audio: str
    """Raw audio in `input_format` of the session, as padded standard base64."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.type = data["type"]
        self.audio = data["audio"]
        n_read = 2
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"type", "audio"}, ())
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
            "audio": self.audio,
        }
        return members

    @property
    def audio_bytes(self) -> bytes:
        """`audio` as bytes. Raises DecodeError if it is not base64."""
        return _codec.b64decode(self.audio)
