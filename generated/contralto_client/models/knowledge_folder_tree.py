# Generated from spec/openapi/folders.yaml by contralto generate. Do not edit.
"""The model `KnowledgeFolderTree`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, rest_of
from .knowledge_folder_agent import KnowledgeFolderAgent
from .knowledge_folder_document import KnowledgeFolderDocument


@define(kw_only=True)
class KnowledgeFolderTree:
    """A folder of the knowledge base with the folders nested in it."""

    id: str
    """Id of the folder."""

    parent_id: str | None
    """Id of the folder around it; null at the top level."""

    name: str
    """Name, unique among its siblings."""

    created_at: datetime.datetime
    """When the folder was made."""

    agents: list[KnowledgeFolderAgent]
    """Agents that may look into the folder."""

    documents: list[KnowledgeFolderDocument]
    """Documents in the folder, without their text."""

    children: list[KnowledgeFolderTree] | None = None
    """Folders nested in it, as deep as `depth` asks for."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.parent_id = data["parent_id"]
        self.name = data["name"]
        self.created_at = datetime.datetime.fromisoformat(data["created_at"])
        self.agents = [KnowledgeFolderAgent.from_dict(item) for item in data["agents"]]
        self.documents = [KnowledgeFolderDocument.from_dict(item) for item in data["documents"]]
        self.children = (
            None if (items := get("children")) is None else [KnowledgeFolderTree.from_dict(item) for item in items]
        )
        n_read = 6 + (self.children is not None)
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"id", "parent_id", "name", "created_at", "agents", "documents"}, {"children"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "parent_id": self.parent_id,
            "name": self.name,
            "created_at": instant(self.created_at),
            "agents": [item.to_dict() for item in self.agents],
            "documents": [item.to_dict() for item in self.documents],
        }
        if self.children is not None:
            members["children"] = [item.to_dict() for item in self.children]
        return members
