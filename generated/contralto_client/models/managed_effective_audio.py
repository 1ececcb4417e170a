# Generated from spec/asyncapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedEffectiveAudio`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .managed_effective_audio_input_format import ManagedEffectiveAudioInputFormat
from .managed_effective_audio_output_delivery import ManagedEffectiveAudioOutputDelivery


@define(kw_only=True)
class ManagedEffectiveAudio:
    """Audio that is in force."""

    input_format: ManagedEffectiveAudioInputFormat | str | None = None
    """Encoding and rate of the audio, both ways."""

    output_delivery: ManagedEffectiveAudioOutputDelivery | str | None = None
    """When the agent's audio is sent."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.input_format = get("input_format")
        self.output_delivery = get("output_delivery")
        n_read = (self.input_format is not None) + (self.output_delivery is not None)
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, (), {"input_format", "output_delivery"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.input_format is not None:
            members["input_format"] = self.input_format
        if self.output_delivery is not None:
            members["output_delivery"] = self.output_delivery
        return members
