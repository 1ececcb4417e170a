# Generated from spec/components/speech.yaml by contralto generate. Do not edit.
"""The model `GenerationConfig`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .generation_config_emotion import GenerationConfigEmotion


@define(kw_only=True)
class GenerationConfig:
    """How to speak; models before sonic-3 ignore it."""

    volume: float | None = None
    """Loudness factor, 0.5 to 2. 0.5 to 2.0; default `1.0`."""

    speed: float | None = None
    """Speed factor, 0.6 to 1.5. Default `1.0`."""

    emotion: GenerationConfigEmotion | str | None = None
    """Mood to speak in; without it the model reads the mood from the text."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.volume = get("volume")
        self.speed = get("speed")
        self.emotion = get("emotion")
        n_read = (self.volume is not None) + (self.speed is not None) + (self.emotion is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, (), {"volume", "speed", "emotion"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.volume is not None:
            members["volume"] = self.volume
        if self.speed is not None:
            members["speed"] = self.speed
        if self.emotion is not None:
            members["emotion"] = self.emotion
        return members
