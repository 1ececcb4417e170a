# Generated from spec/openapi/documents.yaml by contralto generate. Do not edit.
"""The model `CreateDocumentRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import take


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
        rest = dict(data)
        pop = rest.pop
        return cls(
            folder_id=pop("folder_id"),
            content=pop("content"),
            name=take(rest, "name"),
            metadata=take(rest, "metadata"),
            additional_properties=rest,
        )

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
