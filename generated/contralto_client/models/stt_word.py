# Generated from spec/asyncapi/stt.yaml by contralto generate. Do not edit.
"""The model `SttWord`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class SttWord:
    """A word and when it was said."""

    word: str
    """The word, with its punctuation."""

    start: float
    """Seconds from the start of the audio. At least 0."""

    end: float
    """Seconds from the start of the audio. At least 0."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.word = data["word"]
        self.start = data["start"]
        self.end = data["end"]
        n_read = 3
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"word", "start", "end"}, ())
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "word": self.word,
            "start": self.start,
            "end": self.end,
        }
        return members
