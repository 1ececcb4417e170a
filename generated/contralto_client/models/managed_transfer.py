# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedTransfer`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .managed_transfer_destination import ManagedTransferDestination


@define(kw_only=True)
class ManagedTransfer:
    """A number that calls are passed on to."""

    condition: str
    """When to pass the call on."""

    destination: ManagedTransferDestination
    """Where a call is passed on to."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.condition = data["condition"]
        self.destination = ManagedTransferDestination.from_dict(data["destination"])
        n_read = 2
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"condition", "destination"}, ())
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "condition": self.condition,
            "destination": self.destination.to_dict(),
        }
        return members
