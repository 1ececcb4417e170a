# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedAudioOutputSettings`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import optional, rest_of, to_wire
from .managed_background_sound_settings import ManagedBackgroundSoundSettings

_background_sound = optional(ManagedBackgroundSoundSettings.from_dict)


@define(kw_only=True)
class ManagedAudioOutputSettings:
    """How an agent sounds."""

    voice_id: str | None = None
    """Id of the voice."""

    speed: float | None = None
    """Speed; null for that of the voice. 0.6 to 1.5."""

    volume: float | None = None
    """Volume; null for that of the voice. 0.5 to 2."""

    emotion: str | None = None
    """Emotion; null for that of the voice."""

    pronunciation_dictionary_id: str | None = None
    """Id of a pronunciation dictionary; null for none."""

    background_sound: ManagedBackgroundSoundSettings | None = None
    """Sound behind the voice; null for none."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.voice_id = get("voice_id")
        self.speed = get("speed")
        self.volume = get("volume")
        self.emotion = get("emotion")
        self.pronunciation_dictionary_id = get("pronunciation_dictionary_id")
        self.background_sound = _background_sound(get("background_sound"))
        n_read = (
            (self.voice_id is not None)
            + (self.speed is not None)
            + (self.volume is not None)
            + (self.emotion is not None)
            + (self.pronunciation_dictionary_id is not None)
            + (self.background_sound is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data, (), {"voice_id", "speed", "volume", "emotion", "pronunciation_dictionary_id", "background_sound"}
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.voice_id is not None:
            members["voice_id"] = self.voice_id
        if self.speed is not None:
            members["speed"] = self.speed
        if self.volume is not None:
            members["volume"] = self.volume
        if self.emotion is not None:
            members["emotion"] = self.emotion
        if self.pronunciation_dictionary_id is not None:
            members["pronunciation_dictionary_id"] = self.pronunciation_dictionary_id
        if self.background_sound is not None:
            members["background_sound"] = to_wire(self.background_sound)
        return members
