# Generated from spec/openapi/folders.yaml by contralto generate. Do not edit.
"""The model `UpdateFolderRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .knowledge_reference import KnowledgeReference


@define(kw_only=True)
class UpdateFolderRequest:
    """What to change of a folder; what is left out stays."""

    name: str | None = None
    """New name, unique among its siblings."""

    parent_id: str | None = None
    """Id of the folder to move it into; null for the top level."""

    documents: list[KnowledgeReference] | None = None
    """All documents that the folder shall keep; the others are deleted."""

    agents: list[KnowledgeReference] | None = None
    """All agents that may look into the folder; the others lose it."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.name = get("name")
        self.parent_id = get("parent_id")
        self.documents = (
            None if (items := get("documents")) is None else [KnowledgeReference.from_dict(item) for item in items]
        )
        self.agents = (
            None if (items := get("agents")) is None else [KnowledgeReference.from_dict(item) for item in items]
        )
        n_read = (
            (self.name is not None)
            + (self.parent_id is not None)
            + (self.documents is not None)
            + (self.agents is not None)
        )
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, (), {"name", "parent_id", "documents", "agents"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.name is not None:
            members["name"] = self.name
        if self.parent_id is not None:
            members["parent_id"] = self.parent_id
        if self.documents is not None:
            members["documents"] = [item.to_dict() for item in self.documents]
        if self.agents is not None:
            members["agents"] = [item.to_dict() for item in self.agents]
        return members
