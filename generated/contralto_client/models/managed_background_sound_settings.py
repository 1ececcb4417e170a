# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedBackgroundSoundSettings`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import take


@define(kw_only=True)
class ManagedBackgroundSoundSettings:
    """A sound behind the voice."""

    file_id: str
    """Id of an uploaded file with the purpose `agent_background_sound`."""

    volume: float | None = None
    """Volume. 0 to 2."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            file_id=pop("file_id"),
            volume=take(rest, "volume"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "file_id": self.file_id,
        }
        if self.volume is not None:
            members["volume"] = self.volume
        return members
