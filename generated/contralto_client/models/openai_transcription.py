# Generated from spec/openapi/stt.yaml by contralto generate. Do not edit.
"""The model `OpenaiTranscription`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .transcription_word import TranscriptionWord


@define(kw_only=True)
class OpenaiTranscription:
    """The text of a recording, as clients of OpenAI read it."""

    text: str
    """What was said."""

    language: str | None = None
    """Language that the request named."""

    duration: float | None = None
    """Length of the recording in seconds."""

    words: list[TranscriptionWord] | None = None
    """When each word was said; only with the granularity `word`."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.text = data["text"]
        self.language = get("language")
        self.duration = get("duration")
        self.words = None if (items := get("words")) is None else [TranscriptionWord.from_dict(item) for item in items]
        n_read = 1 + (self.language is not None) + (self.duration is not None) + (self.words is not None)
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"text"}, {"language", "duration", "words"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "text": self.text,
        }
        if self.language is not None:
            members["language"] = self.language
        if self.duration is not None:
            members["duration"] = self.duration
        if self.words is not None:
            members["words"] = [item.to_dict() for item in self.words]
        return members
