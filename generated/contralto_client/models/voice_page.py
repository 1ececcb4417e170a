# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""The model `VoicePage`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .voice import Voice


@define(kw_only=True)
class VoicePage:
    """One page of voices."""

    data: list[Voice]
    """Voices in list order."""

    has_more: bool
    """True while a further page holds a voice."""

    next_page: str | None = None
    """Id that continues the list as `starting_after`; null at the end."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.data = [Voice.from_dict(item) for item in data["data"]]
        self.has_more = data["has_more"]
        self.next_page = get("next_page")
        n_read = 2 + (self.next_page is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"data", "has_more"}, {"next_page"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "data": [item.to_dict() for item in self.data],
            "has_more": self.has_more,
        }
        if self.next_page is not None:
            members["next_page"] = self.next_page
        return members
