# Generated from spec/openapi/pronunciation-dicts.yaml by contralto generate. Do not edit.
"""The model `PronunciationDict`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, rest_of
from .pronunciation_dict_access import PronunciationDictAccess
from .pronunciation_dict_item import PronunciationDictItem
from .pronunciation_dict_visibility import PronunciationDictVisibility


@define(kw_only=True)
class PronunciationDict:
    """A dictionary. Members may be added within a version."""

    id: str
    """Id, used as `pronunciation_dict_id` in requests for speech."""

    name: str
    """Name to show."""

    pinned: bool
    """Whether the user has pinned the dictionary."""

    items: list[PronunciationDictItem]
    """The entries."""

    created_at: datetime.datetime
    """When the dictionary was made."""

    description: str | None = None
    """Longer text about the dictionary."""

    is_owner: bool | None = None
    """True for a dictionary of the own organization."""

    owner_id: str | None = None
    """Id of the owner."""

    access: PronunciationDictAccess | str | None = None
    """Who may use the dictionary."""

    visibility: PronunciationDictVisibility | str | None = None
    """Who sees the dictionary in lists."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.name = data["name"]
        self.pinned = data["pinned"]
        self.items = [PronunciationDictItem.from_dict(item) for item in data["items"]]
        self.created_at = datetime.datetime.fromisoformat(data["created_at"])
        self.description = get("description")
        self.is_owner = get("is_owner")
        self.owner_id = get("owner_id")
        self.access = get("access")
        self.visibility = get("visibility")
        n_read = (
            5
            + (self.description is not None)
            + (self.is_owner is not None)
            + (self.owner_id is not None)
            + (self.access is not None)
            + (self.visibility is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                {"id", "name", "pinned", "items", "created_at"},
                {"description", "is_owner", "owner_id", "access", "visibility"},
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "name": self.name,
            "pinned": self.pinned,
            "items": [item.to_dict() for item in self.items],
            "created_at": instant(self.created_at),
        }
        if self.description is not None:
            members["description"] = self.description
        if self.is_owner is not None:
            members["is_owner"] = self.is_owner
        if self.owner_id is not None:
            members["owner_id"] = self.owner_id
        if self.access is not None:
            members["access"] = self.access
        if self.visibility is not None:
            members["visibility"] = self.visibility
        return members
