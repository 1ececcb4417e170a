# Generated from spec/openapi/documents.yaml by contralto generate. Do not edit.
"""The model `KnowledgeDocument`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, rest_of


@define(kw_only=True)
class KnowledgeDocument:
    """A document of the knowledge base."""

    id: str
    """Id of the document."""

    name: str | None
    """Name to show; null when it has none."""

    content: str
    """The whole text."""

    created_at: datetime.datetime
    """When the document was added."""

    metadata: dict[str, Any]
    """The owner's own data by name, to narrow searches."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.name = data["name"]
        self.content = data["content"]
        self.created_at = datetime.datetime.fromisoformat(data["created_at"])
        self.metadata = data["metadata"]
        n_read = 5
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"id", "name", "content", "created_at", "metadata"}, ())
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "name": self.name,
            "content": self.content,
            "created_at": instant(self.created_at),
            "metadata": self.metadata,
        }
        return members
