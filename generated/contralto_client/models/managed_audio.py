# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedAudio`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .managed_audio_input import ManagedAudioInput
from .managed_audio_output import ManagedAudioOutput


@define(kw_only=True)
class ManagedAudio:
    """What an agent hears and how it sounds."""

    input: ManagedAudioInput
    """How an agent hears."""

    output: ManagedAudioOutput
    """How an agent sounds."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.input = ManagedAudioInput.from_dict(data["input"])
        self.output = ManagedAudioOutput.from_dict(data["output"])
        n_read = 2
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"input", "output"}, ())
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "input": self.input.to_dict(),
            "output": self.output.to_dict(),
        }
        return members
