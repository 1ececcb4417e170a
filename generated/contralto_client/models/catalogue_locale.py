# Generated from spec/openapi/locales.yaml by contralto generate. Do not edit.
"""The model `CatalogueLocale`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .locale_accent import LocaleAccent


@define(kw_only=True)
class CatalogueLocale:
    """A locale of the catalogue."""

    locale: str
    """Locale such as `en-US`."""

    language: str
    """Language code such as `en`."""

    display_name: str | None = None
    """Name to show; the docs are legible only to the start of this member's name."""

    accents: list[LocaleAccent] | None = None
    """Accents available under the locale."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.locale = data["locale"]
        self.language = data["language"]
        self.display_name = get("display_name")
        self.accents = None if (items := get("accents")) is None else [LocaleAccent.from_dict(item) for item in items]
        n_read = 2 + (self.display_name is not None) + (self.accents is not None)
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"locale", "language"}, {"display_name", "accents"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "locale": self.locale,
            "language": self.language,
        }
        if self.display_name is not None:
            members["display_name"] = self.display_name
        if self.accents is not None:
            members["accents"] = [item.to_dict() for item in self.accents]
        return members
