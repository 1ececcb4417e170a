# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedSessionAudioOutput`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class ManagedSessionAudioOutput:
    """Voice of this call."""

    voice_id: str | None = None
    """Id of the voice."""

    speed: float | None = None
    """Speed; null for that of the voice. 0.6 to 1.5."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.voice_id = get("voice_id")
        self.speed = get("speed")
        n_read = (self.voice_id is not None) + (self.speed is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, (), {"voice_id", "speed"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.voice_id is not None:
            members["voice_id"] = self.voice_id
        if self.speed is not None:
            members["speed"] = self.speed
        return members
