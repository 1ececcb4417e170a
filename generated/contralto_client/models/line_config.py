# Generated from spec/asyncapi/line-agents.yaml by contralto generate. Do not edit.
"""The model `LineConfig`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .line_config_input_format import LineConfigInputFormat
from .line_config_output_audio_delivery import LineConfigOutputAudioDelivery


@define(kw_only=True)
class LineConfig:
    """Audio and voice of the call; what is left out is as the agent has it."""

    input_format: LineConfigInputFormat
    """Encoding and rate of the audio."""

    voice_id: str | None = None
    """Voice to speak with in place of the agent's."""

    output_audio_delivery: LineConfigOutputAudioDelivery | str | None = None
    """When the agent's audio is sent: as it is made, or at the pace of speech."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.input_format = data["input_format"]
        self.voice_id = get("voice_id")
        self.output_audio_delivery = get("output_audio_delivery")
        n_read = 1 + (self.voice_id is not None) + (self.output_audio_delivery is not None)
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"input_format"}, {"voice_id", "output_audio_delivery"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "input_format": self.input_format,
        }
        if self.voice_id is not None:
            members["voice_id"] = self.voice_id
        if self.output_audio_delivery is not None:
            members["output_audio_delivery"] = self.output_audio_delivery
        return members
