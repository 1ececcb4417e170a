# Generated from spec/components/speech.yaml by contralto generate. Do not edit.
"""The model `VoiceById`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class VoiceById:
    """A voice named by its id."""

    id: str
    """Id of the voice, a UUID in practice."""

    mode: Literal["id"] | None = None
    """How the voice is named; no longer needed, as `id` is the only way left."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.mode = get("mode")
        n_read = 1 + (self.mode is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"id"}, {"mode"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
        }
        if self.mode is not None:
            members["mode"] = self.mode
        return members
