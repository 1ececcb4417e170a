# Generated from spec/openapi/accents.yaml by contralto generate. Do not edit.
"""The model `Accent`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
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
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.name = data["name"]
        self.language = data["language"]
        self.locale = data["locale"]
        self.is_locale_default = data["is_locale_default"]
        self.is_localizable = data["is_localizable"]
        n_read = 6
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"id", "name", "language", "locale", "is_locale_default", "is_localizable"}, ())
        )
        return self

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
