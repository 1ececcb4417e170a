# Generated from spec/openapi/voice-changer.yaml by contralto generate. Do not edit.
"""The model `VoiceChangerChunk`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from .. import _codec
from ._wire import rest_of


@define(kw_only=True)
class VoiceChangerChunk:
    """A piece of audio."""

    done: Literal[False] = False
    """Always false."""

    status_code: Literal[206] = 206
    """206 while the stream goes on."""

    data: str
    """Audio in the format asked for, as padded standard base64."""

    sample_rate: int
    """Samples per second of the audio."""

    step_time: float
    """Milliseconds that the service worked on this piece."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.done = data["done"]
        self.status_code = data["status_code"]
        self.data = data["data"]
        self.sample_rate = data["sample_rate"]
        self.step_time = data["step_time"]
        n_read = 5
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"done", "status_code", "data", "sample_rate", "step_time"}, ())
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "done": self.done,
            "status_code": self.status_code,
            "data": self.data,
            "sample_rate": self.sample_rate,
            "step_time": self.step_time,
        }
        return members

    @property
    def audio(self) -> bytes:
        """`data` as bytes. Raises DecodeError if it is not base64."""
        return _codec.b64decode(self.data)
