# Generated from spec/openapi/accents.yaml by contralto generate. Do not edit.
"""The model `Accent`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .accent_id import AccentId


@define(kw_only=True)
class Accent:
    """An accent of the catalogue."""

    id: AccentId | str
    """Id of an accent in the catalogue. Accents are added and renamed within a version."""

    name: str
    """Name to show, such as `General American English`."""

    language: str
    """Language code such as `en`."""

    locale: str
    """Locale such as `en-US`."""

    is_locale_default: bool
    """True for exactly one accent of each locale."""

    is_localizable: bool
    """True when a voice can be localized to the accent."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            id=pop("id"),
            name=pop("name"),
            language=pop("language"),
            locale=pop("locale"),
            is_locale_default=pop("is_locale_default"),
            is_localizable=pop("is_localizable"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "name": self.name,
            "language": self.language,
            "locale": self.locale,
            "is_locale_default": self.is_locale_default,
            "is_localizable": self.is_localizable,
        }
        return members
