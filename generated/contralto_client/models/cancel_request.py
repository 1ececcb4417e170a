# Generated from spec/asyncapi/tts.yaml by contralto generate. Do not edit.
"""The model `CancelRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class CancelRequest:
    """Cancel of a context."""

    context_id: str
    """The context to cancel."""

    cancel: Literal[True] = True
    """Always true."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.context_id = data["context_id"]
        self.cancel = data["cancel"]
        n_read = 2
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"context_id", "cancel"}, ())
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "context_id": self.context_id,
            "cancel": self.cancel,
        }
        return members
