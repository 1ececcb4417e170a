# Generated from spec/openapi/pronunciation-dicts.yaml by contralto generate. Do not edit.
"""The model `UpdatePronunciationDictRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import by_shape, list_of, optional, rest_of, to_wire
from .access_by_type import AccessByType
from .access_level import AccessLevel
from .pronunciation_dict_item import PronunciationDictItem

_items = optional(list_of(PronunciationDictItem.from_dict))
_access = by_shape(AccessByType)


@define(kw_only=True)
class UpdatePronunciationDictRequest:
    """What to change in a dictionary."""

    name: str | None = None
    """New name."""

    description: str | None = None
    """New longer text."""

    items: list[PronunciationDictItem] | None = None
    """Entries that replace all entries."""

    access: AccessLevel | AccessByType | None = None
    """Who may use the resource; the object is the older form."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.name = get("name")
        self.description = get("description")
        self.items = _items(get("items"))
        self.access = _access(get("access"))
        n_read = (
            (self.name is not None)
            + (self.description is not None)
            + (self.items is not None)
            + (self.access is not None)
        )
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, (), {"name", "description", "items", "access"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.name is not None:
            members["name"] = self.name
        if self.description is not None:
            members["description"] = self.description
        if self.items is not None:
            members["items"] = to_wire(self.items)
        if self.access is not None:
            members["access"] = to_wire(self.access)
        return members
