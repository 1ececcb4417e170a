# Generated from spec/openapi/datasets.yaml by contralto generate. Do not edit.
"""The model `Dataset`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, rest_of


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
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.name = data["name"]
        self.description = data["description"]
        self.created_at = datetime.datetime.fromisoformat(data["created_at"])
        n_read = 4
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"id", "name", "description", "created_at"}, ())
        )
        return self

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
