# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""The model `ProvisionPhoneNumberRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class ProvisionPhoneNumberRequest:
    """A new number from Cartesia."""

    label: str
    """Name to show."""

    agent_id: str | None = None
    """Agent that shall answer calls; without it the number serves outbound calls only."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.label = data["label"]
        self.agent_id = get("agent_id")
        n_read = 1 + (self.agent_id is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"label"}, {"agent_id"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "label": self.label,
        }
        if self.agent_id is not None:
            members["agent_id"] = self.agent_id
        return members
