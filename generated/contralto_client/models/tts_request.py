# Generated from spec/openapi/tts.yaml by contralto generate. Do not edit.
"""The model `TtsRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import by_shape, by_tag, optional, rest_of, to_wire
from .generation_config import GenerationConfig
from .model_id import ModelId
from .model_speed import ModelSpeed
from .mp3_output_format import Mp3OutputFormat
from .raw_output_format import RawOutputFormat
from .speech_language import SpeechLanguage
from .voice_by_id import VoiceById
from .wav_output_format import WavOutputFormat

_voice = by_shape(VoiceById)
_output_format = by_tag("container", {"raw": RawOutputFormat, "wav": WavOutputFormat, "mp3": Mp3OutputFormat})
_generation_config = optional(GenerationConfig.from_dict)


@define(kw_only=True)
class TtsRequest:
    """What to speak, and how."""

    model_id: ModelId | str
    """Model to speak with. Models come and go; any id may be sent."""

    transcript: str
    """Text to speak; something in it must be speakable."""

    voice: str | VoiceById
    """The voice to speak with."""

    output_format: RawOutputFormat | WavOutputFormat | Mp3OutputFormat
    """Container, encoding and rate of the audio."""

    language: SpeechLanguage | str | None = None
    """Language of the transcript, such as `en`; excludes `locale`."""

    locale: str | None = None
    """Language or locale of the transcript, such as `en-GB`; excludes `language`."""

    accent: str | None = None
    """One of the accents of the voice."""

    normalization: str | None = None
    """How numbers and the like are read: `auto`, `off`, or a language or locale. Default `auto`."""

    generation_config: GenerationConfig | None = None
    """How to speak; models before sonic-3 ignore it."""

    pronunciation_dict_id: str | None = None
    """Dictionary of pronunciations to apply; sonic-3 and newer."""

    speed: ModelSpeed | None = None
    """Deprecated. Coarse speed; `generation_config.speed` supersedes it. Default `normal`."""

    save: bool | None = None
    """Store the audio; the answer names it in `Cartesia-File-ID`. Default `false`."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.model_id = data["model_id"]
        self.transcript = data["transcript"]
        self.voice = _voice(data["voice"])
        self.output_format = _output_format(data["output_format"])
        self.language = get("language")
        self.locale = get("locale")
        self.accent = get("accent")
        self.normalization = get("normalization")
        self.generation_config = _generation_config(get("generation_config"))
        self.pronunciation_dict_id = get("pronunciation_dict_id")
        self.speed = get("speed")
        self.save = get("save")
        n_read = (
            4
            + (self.language is not None)
            + (self.locale is not None)
            + (self.accent is not None)
            + (self.normalization is not None)
            + (self.generation_config is not None)
            + (self.pronunciation_dict_id is not None)
            + (self.speed is not None)
            + (self.save is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                {"model_id", "transcript", "voice", "output_format"},
                {
                    "language",
                    "locale",
                    "accent",
                    "normalization",
                    "generation_config",
                    "pronunciation_dict_id",
                    "speed",
                    "save",
                },
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "model_id": self.model_id,
            "transcript": self.transcript,
            "voice": to_wire(self.voice),
            "output_format": to_wire(self.output_format),
        }
        if self.language is not None:
            members["language"] = self.language
        if self.locale is not None:
            members["locale"] = self.locale
        if self.accent is not None:
            members["accent"] = self.accent
        if self.normalization is not None:
            members["normalization"] = self.normalization
        if self.generation_config is not None:
            members["generation_config"] = self.generation_config.to_dict()
        if self.pronunciation_dict_id is not None:
            members["pronunciation_dict_id"] = self.pronunciation_dict_id
        if self.speed is not None:
            members["speed"] = self.speed
        if self.save is not None:
            members["save"] = self.save
        return members
