# Generated from spec/asyncapi/tts.yaml by contralto generate. Do not edit.
"""The model `PhonemeTimestamps`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field


@define(kw_only=True)
class PhonemeTimestamps:
    """When each phoneme sounds. The three arrays are of equal length."""

    phonemes: list[str]
    """Phonemes in spoken order."""

    start: list[float]
    """Seconds from the start of the audio."""

    end: list[float]
    """Seconds from the start of the audio."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            phonemes=pop("phonemes"),
            start=pop("start"),
            end=pop("end"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "phonemes": self.phonemes,
            "start": self.start,
            "end": self.end,
        }
        return members
