# Generated from spec/components/speech.yaml by contralto generate. Do not edit.
"""The model `PhonemeTimestampsEvent`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import optional, rest_of, to_wire
from .phoneme_timestamps import PhonemeTimestamps

_phoneme_timestamps = optional(PhonemeTimestamps.from_dict)


@define(kw_only=True)
class PhonemeTimestampsEvent:
    """When phonemes sound; comes with `add_phoneme_timestamps`."""

    type: Literal["phoneme_timestamps"] = "phoneme_timestamps"
    """Kind of the event."""

    done: bool
    """Always false."""

    status_code: int
    """206 while the stream goes on."""

    phoneme_timestamps: PhonemeTimestamps | None = None
    """The phonemes; null or absent when there is nothing to say."""

    context_id: str | None = None
    """The context that the phonemes belong to."""

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
        self.phoneme_timestamps = _phoneme_timestamps(get("phoneme_timestamps"))
        self.context_id = get("context_id")
        self.flush_id = get("flush_id")
        n_read = 3 + (self.phoneme_timestamps is not None) + (self.context_id is not None) + (self.flush_id is not None)
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"type", "done", "status_code"}, {"phoneme_timestamps", "context_id", "flush_id"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
            "done": self.done,
            "status_code": self.status_code,
        }
        if self.phoneme_timestamps is not None:
            members["phoneme_timestamps"] = to_wire(self.phoneme_timestamps)
        if self.context_id is not None:
            members["context_id"] = self.context_id
        if self.flush_id is not None:
            members["flush_id"] = self.flush_id
        return members
