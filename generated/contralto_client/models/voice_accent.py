# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""The model `VoiceAccent`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .accent_id import AccentId


@define(kw_only=True)
class VoiceAccent:
    """An accent that a voice speaks."""

    accent: AccentId | str
    """Id of an accent in the catalogue. Accents are added and renamed within a version."""

    locale: str
    """Locale of the accent."""

    is_native: bool
    """True for the accent of the recordings."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            accent=pop("accent"),
            locale=pop("locale"),
            is_native=pop("is_native"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "accent": self.accent,
            "locale": self.locale,
            "is_native": self.is_native,
        }
        return members
