# Generated from spec/components/speech.yaml by contralto generate. Do not edit.
"""The model `DoneEvent`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class DoneEvent:
    """The end of a stream or of a context; nothing follows it."""

    type: Literal["done"] = "done"
    """Kind of the event."""

    done: bool
    """Always true."""

    status_code: int
    """200, or 206 in older examples."""

    context_id: str | None = None
    """The context that ended."""

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
        self.context_id = get("context_id")
        n_read = 3 + (self.context_id is not None)
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"type", "done", "status_code"}, {"context_id"})
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
        if self.context_id is not None:
            members["context_id"] = self.context_id
        return members
