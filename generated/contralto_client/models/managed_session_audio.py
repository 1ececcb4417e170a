# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedSessionAudio`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import optional, rest_of
from .managed_session_audio_output import ManagedSessionAudioOutput

_output = optional(ManagedSessionAudioOutput.from_dict)


@define(kw_only=True)
class ManagedSessionAudio:
    """How the agent sounds in this call."""

    output: ManagedSessionAudioOutput | None = None
    """Voice of this call."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.output = _output(get("output"))
        n_read = self.output is not None
        self.additional_properties = {} if n_read == len(data) else rest_of(data, (), {"output"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.output is not None:
            members["output"] = self.output.to_dict()
        return members
