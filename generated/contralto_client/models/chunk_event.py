# Generated from spec/components/speech.yaml by contralto generate. Do not edit.
"""The model `ChunkEvent`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from .. import _codec
from ._wire import rest_of


@define(kw_only=True)
class ChunkEvent:
    """A piece of audio."""

    type: Literal["chunk"] = "chunk"
    """Kind of the event."""

    done: bool
    """Always false."""

    status_code: int
    """206 while the stream goes on."""

    data: str
    """Headerless PCM in the encoding asked for, as padded standard base64; may be empty."""

    step_time: float
    """Milliseconds that the service worked on this piece."""

    context_id: str | None = None
    """The context that the audio belongs to."""

    flush_id: int | None = None
    """Section of the context between flushes, from 1; sockets only."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.type = data["type"]
        self.done = data["done"]
        self.status_code = data["status_code"]
        self.data = data["data"]
        self.step_time = data["step_time"]
        self.context_id = get("context_id")
        self.flush_id = get("flush_id")
        n_read = 5 + (self.context_id is not None) + (self.flush_id is not None)
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"type", "done", "status_code", "data", "step_time"}, {"context_id", "flush_id"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
            "done": self.done,
            "status_code": self.status_code,
            "data": self.data,
            "step_time": self.step_time,
        }
        if self.context_id is not None:
            members["context_id"] = self.context_id
        if self.flush_id is not None:
            members["flush_id"] = self.flush_id
        return members

    @property
    def audio(self) -> bytes:
        """`data` as bytes. Raises DecodeError if it is not base64."""
        return _codec.b64decode(self.data)
