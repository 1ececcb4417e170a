# Generated from spec/openapi/locales.yaml by contralto generate. Do not edit.
"""The model `LocaleAccent`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class LocaleAccent:
    """An accent under its locale."""

    id: str | None = None
    """Id of the accent as voices and requests name it."""

    name: str | None = None
    """Name to show."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = get("id")
        self.name = get("name")
        n_read = (self.id is not None) + (self.name is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, (), {"id", "name"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.id is not None:
            members["id"] = self.id
        if self.name is not None:
            members["name"] = self.name
        return members
