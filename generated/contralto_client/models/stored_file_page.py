# Generated from spec/openapi/files.yaml by contralto generate. Do not edit.
"""The model `StoredFilePage`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .stored_file import StoredFile


@define(kw_only=True)
class StoredFilePage:
    """One page of files."""

    data: list[StoredFile]
    """Files in list order."""

    has_more: bool
    """True while a further page holds a file."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.data = [StoredFile.from_dict(item) for item in data["data"]]
        self.has_more = data["has_more"]
        n_read = 2
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"data", "has_more"}, ())
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "data": [item.to_dict() for item in self.data],
            "has_more": self.has_more,
        }
        return members
