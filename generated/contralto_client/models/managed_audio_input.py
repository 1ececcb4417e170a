# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedAudioInput`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .managed_audio_input_noise_suppression import ManagedAudioInputNoiseSuppression


@define(kw_only=True)
class ManagedAudioInput:
    """How an agent hears."""

    noise_suppression: ManagedAudioInputNoiseSuppression | str
    """How far noise is taken out."""

    keyterms: list[str]
    """Names and terms to listen for."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.noise_suppression = data["noise_suppression"]
        self.keyterms = data["keyterms"]
        n_read = 2
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"noise_suppression", "keyterms"}, ())
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "noise_suppression": self.noise_suppression,
            "keyterms": self.keyterms,
        }
        return members
