# Generated from spec/openapi/folders.yaml by contralto generate. Do not edit.
"""The model `CreateFolderRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


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
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.name = data["name"]
        self.parent_id = get("parent_id")
        n_read = 1 + (self.parent_id is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"name"}, {"parent_id"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "name": self.name,
        }
        if self.parent_id is not None:
            members["parent_id"] = self.parent_id
        return members
