# Generated from spec/openapi/datasets.yaml by contralto generate. Do not edit.
"""The model `CreateDatasetRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field


@define(kw_only=True)
class CreateDatasetRequest:
    """A dataset to make."""

    name: str
    """Name to show."""

    description: str
    """Longer text about the dataset; may be empty."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            name=pop("name"),
            description=pop("description"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "name": self.name,
            "description": self.description,
        }
        return members
