# Generated from spec/openapi/accents.yaml by contralto generate. Do not edit.
"""The model `AccentList`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .accent import Accent


@define(kw_only=True)
class AccentList:
    """The catalogue, or the part of it that the filters leave."""

    accents: list[Accent]
    """Accents, sorted by id."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.accents = [Accent.from_dict(item) for item in data["accents"]]
        n_read = 1
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"accents"}, ())
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "accents": [item.to_dict() for item in self.accents],
        }
        return members
