# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedAudioOutput`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import optional, rest_of, to_wire
from .managed_background_sound import ManagedBackgroundSound

_background_sound = optional(ManagedBackgroundSound.from_dict)


@define(kw_only=True)
class ManagedAudioOutput:
    """How an agent sounds."""

    voice_id: str
    """Id of the voice."""

    speed: float | None
    """Speed, 0.6 to 1.5; null for that of the voice."""

    volume: float | None
    """Volume, 0.5 to 2; null for that of the voice."""

    emotion: str | None
    """Emotion; null for that of the voice."""

    pronunciation_dictionary_id: str | None
    """Id of a pronunciation dictionary; null for none."""

    background_sound: ManagedBackgroundSound | None
    """Sound behind the voice; null for none."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.voice_id = data["voice_id"]
        self.speed = data["speed"]
        self.volume = data["volume"]
        self.emotion = data["emotion"]
        self.pronunciation_dictionary_id = data["pronunciation_dictionary_id"]
        self.background_sound = _background_sound(data["background_sound"])
        n_read = 6
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data, {"voice_id", "speed", "volume", "emotion", "pronunciation_dictionary_id", "background_sound"}, ()
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "voice_id": self.voice_id,
            "speed": self.speed,
            "volume": self.volume,
            "emotion": self.emotion,
            "pronunciation_dictionary_id": self.pronunciation_dictionary_id,
            "background_sound": to_wire(self.background_sound),
        }
        return members
