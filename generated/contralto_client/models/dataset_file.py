# Generated from spec/openapi/datasets.yaml by contralto generate. Do not edit.
"""The model `DatasetFile`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant


@define(kw_only=True)
class DatasetFile:
    """A recording of a dataset."""

    id: str
    """Id of the file."""

    filename: str
    """Name of the file as it was uploaded."""

    created_at: datetime.datetime
    """When the file was uploaded."""

    size: int
    """Length in bytes. At least 0."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            id=pop("id"),
            filename=pop("filename"),
            created_at=datetime.datetime.fromisoformat(pop("created_at")),
            size=pop("size"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "filename": self.filename,
            "created_at": instant(self.created_at),
            "size": self.size,
        }
        return members
