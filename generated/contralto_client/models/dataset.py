# Generated from spec/openapi/datasets.yaml by contralto generate. Do not edit.
"""The model `Dataset`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant


@define(kw_only=True)
class Dataset:
    """A collection of recordings to fine-tune with."""

    id: str
    """Id of the dataset."""

    name: str
    """Name to show."""

    description: str
    """Longer text about the dataset."""

    created_at: datetime.datetime
    """When the dataset was made."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            id=pop("id"),
            name=pop("name"),
            description=pop("description"),
            created_at=datetime.datetime.fromisoformat(pop("created_at")),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "created_at": instant(self.created_at),
        }
        return members
