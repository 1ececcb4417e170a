# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""The model `VoiceLocale`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class VoiceLocale:
    """A locale that a voice speaks."""

    locale: str
    """Locale such as `en-GB`."""

    is_native: bool
    """True for the locale of the recordings."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.locale = data["locale"]
        self.is_native = data["is_native"]
        n_read = 2
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"locale", "is_native"}, ())
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "locale": self.locale,
            "is_native": self.is_native,
        }
        return members
