# Generated from spec/openapi/documents.yaml by contralto generate. Do not edit.
"""The model `UpdateDocumentRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class UpdateDocumentRequest:
    """What to change of a document; what is left out stays."""

    name: str | None = None
    """Name to show."""

    content: str | None = None
    """The whole new text, at most 1 MB."""

    metadata: dict[str, Any] | None = None
    """The owner's own data by name, to narrow searches."""

    folder_id: str | None = None
    """Id of the folder to move it into."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.name = get("name")
        self.content = get("content")
        self.metadata = get("metadata")
        self.folder_id = get("folder_id")
        n_read = (
            (self.name is not None)
            + (self.content is not None)
            + (self.metadata is not None)
            + (self.folder_id is not None)
        )
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, (), {"name", "content", "metadata", "folder_id"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.name is not None:
            members["name"] = self.name
        if self.content is not None:
            members["content"] = self.content
        if self.metadata is not None:
            members["metadata"] = self.metadata
        if self.folder_id is not None:
            members["folder_id"] = self.folder_id
        return members
