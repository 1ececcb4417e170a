# Generated from spec/asyncapi/tts.yaml by contralto generate. Do not edit.
"""The model `CancelRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field


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
        rest = dict(data)
        pop = rest.pop
        return cls(
            context_id=pop("context_id"),
            cancel=pop("cancel"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "context_id": self.context_id,
            "cancel": self.cancel,
        }
        return members
