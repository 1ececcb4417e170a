# Generated from spec/openapi/documents.yaml by contralto generate. Do not edit.
"""The model `CreateDocumentRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class CreateDocumentRequest:
    """A document to add."""

    folder_id: str
    """Id of the folder."""

    content: str
    """The text, at most 1 MB."""

    name: str | None = None
    """Name to show."""

    metadata: dict[str, Any] | None = None
    """The owner's own data by name, to narrow searches."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.folder_id = data["folder_id"]
        self.content = data["content"]
        self.name = get("name")
        self.metadata = get("metadata")
        n_read = 2 + (self.name is not None) + (self.metadata is not None)
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"folder_id", "content"}, {"name", "metadata"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "folder_id": self.folder_id,
            "content": self.content,
        }
        if self.name is not None:
            members["name"] = self.name
        if self.metadata is not None:
            members["metadata"] = self.metadata
        return members
