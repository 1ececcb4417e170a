# Generated from spec/openapi/folders.yaml by contralto generate. Do not edit.
"""The model `CreateFolderRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import take


@define(kw_only=True)
class CreateFolderRequest:
    """A folder to make."""

    name: str
    """Name, unique among its siblings."""

    parent_id: str | None = None
    """Id of the folder around it; null or left out for the top level."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            name=pop("name"),
            parent_id=take(rest, "parent_id"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "name": self.name,
        }
        if self.parent_id is not None:
            members["parent_id"] = self.parent_id
        return members
