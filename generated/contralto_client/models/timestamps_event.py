# Generated from spec/components/speech.yaml by contralto generate. Do not edit.
"""The model `TimestampsEvent`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import optional, rest_of, to_wire
from .word_timestamps import WordTimestamps

_word_timestamps = optional(WordTimestamps.from_dict)


@define(kw_only=True)
class TimestampsEvent:
    """When words sound; comes with `add_timestamps`."""

    type: Literal["timestamps"] = "timestamps"
    """Kind of the event."""

    done: bool
    """Always false."""

    status_code: int
    """206 while the stream goes on."""

    word_timestamps: WordTimestamps | None = None
    """The words; null or absent when there is nothing to say."""

    context_id: str | None = None
    """The context that the words belong to."""

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
        self.word_timestamps = _word_timestamps(get("word_timestamps"))
        self.context_id = get("context_id")
        self.flush_id = get("flush_id")
        n_read = 3 + (self.word_timestamps is not None) + (self.context_id is not None) + (self.flush_id is not None)
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"type", "done", "status_code"}, {"word_timestamps", "context_id", "flush_id"})
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
        if self.word_timestamps is not None:
            members["word_timestamps"] = to_wire(self.word_timestamps)
        if self.context_id is not None:
            members["context_id"] = self.context_id
        if self.flush_id is not None:
            members["flush_id"] = self.flush_id
        return members
