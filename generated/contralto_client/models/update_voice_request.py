# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""The model `UpdateVoiceRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import by_shape, rest_of, to_wire
from .accent_id import AccentId
from .access_by_type import AccessByType
from .access_level import AccessLevel
from .gender_presentation import GenderPresentation

_access = by_shape(AccessByType)


@define(kw_only=True)
class UpdateVoiceRequest:
    """What to change in a voice."""

    name: str | None = None
    """New name."""

    tagline: str | None = None
    """New short line."""

    description: str | None = None
    """New longer text."""

    gender: GenderPresentation | None = None
    """How the voice presents; null sets it back to unknown."""

    accent: AccentId | str | None = None
    """Native accent, as an id of the catalogue."""

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
        self.tagline = get("tagline")
        self.description = get("description")
        self.gender = get("gender")
        self.accent = get("accent")
        self.access = _access(get("access"))
        n_read = (
            (self.name is not None)
            + (self.tagline is not None)
            + (self.description is not None)
            + (self.gender is not None)
            + (self.accent is not None)
            + (self.access is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, (), {"name", "tagline", "description", "gender", "accent", "access"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.name is not None:
            members["name"] = self.name
        if self.tagline is not None:
            members["tagline"] = self.tagline
        if self.description is not None:
            members["description"] = self.description
        if self.gender is not None:
            members["gender"] = self.gender
        if self.accent is not None:
            members["accent"] = self.accent
        if self.access is not None:
            members["access"] = to_wire(self.access)
        return members
