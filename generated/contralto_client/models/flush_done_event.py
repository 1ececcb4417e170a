# Generated from spec/asyncapi/tts.yaml by contralto generate. Do not edit.
"""The model `FlushDoneEvent`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class FlushDoneEvent:
    """Answer to a flush."""

    type: Literal["flush_done"] = "flush_done"
    """Kind of the event."""

    done: bool
    """Always false."""

    status_code: int
    """206 while the context goes on."""

    flush_done: bool
    """Always true."""

    flush_id: int | None = None
    """Number of the flush in its context, from 1; a client bears it missing."""

    context_id: str | None = None
    """The context that was flushed."""

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
        self.flush_done = data["flush_done"]
        self.flush_id = get("flush_id")
        self.context_id = get("context_id")
        n_read = 4 + (self.flush_id is not None) + (self.context_id is not None)
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"type", "done", "status_code", "flush_done"}, {"flush_id", "context_id"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
            "done": self.done,
            "status_code": self.status_code,
            "flush_done": self.flush_done,
        }
        if self.flush_id is not None:
            members["flush_id"] = self.flush_id
        if self.context_id is not None:
            members["context_id"] = self.context_id
        return members
