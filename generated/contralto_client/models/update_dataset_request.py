# Generated from spec/openapi/datasets.yaml by contralto generate. Do not edit.
"""The model `UpdateDatasetRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class UpdateDatasetRequest:
    """What a dataset is to be called."""

    name: str
    """New name."""

    description: str
    """New longer text; may be empty."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.name = data["name"]
        self.description = data["description"]
        n_read = 2
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"name", "description"}, ())
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "name": self.name,
            "description": self.description,
        }
        return members
