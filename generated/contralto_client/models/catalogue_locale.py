# Generated from spec/openapi/locales.yaml by contralto generate. Do not edit.
"""The model `CatalogueLocale`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import list_of, optional, take
from .locale_accent import LocaleAccent

_accents = optional(list_of(LocaleAccent.from_dict))


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
        rest = dict(data)
        pop = rest.pop
        return cls(
            locale=pop("locale"),
            language=pop("language"),
            display_name=take(rest, "display_name"),
            accents=_accents(take(rest, "accents")),
            additional_properties=rest,
        )

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
