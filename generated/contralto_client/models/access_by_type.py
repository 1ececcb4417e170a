# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""The model `AccessByType`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .access_level import AccessLevel


@define(kw_only=True)
class AccessByType:
    """Who may use the resource, as an object."""

    type: AccessLevel
    """Private: the owner alone. Public: everybody."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            type=pop("type"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
        }
        return members
