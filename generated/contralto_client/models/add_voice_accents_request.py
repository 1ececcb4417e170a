# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""The model `AddVoiceAccentsRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .attachable_accent_id import AttachableAccentId


@define(kw_only=True)
class AddVoiceAccentsRequest:
    """Accents to attach."""

    accents: list[AttachableAccentId | str]
    """Accents that the voice does not have yet."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.accents = data["accents"]
        n_read = 1
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"accents"}, ())
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "accents": self.accents,
        }
        return members
