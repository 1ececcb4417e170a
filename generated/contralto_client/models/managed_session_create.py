# Generated from spec/asyncapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedSessionCreate`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of
from .managed_audio_config import ManagedAudioConfig


@define(kw_only=True)
class ManagedSessionCreate:
    """Start of the session. Other members are refused."""

    type: Literal["session_create"] = "session_create"
    """Kind of the message."""

    audio: ManagedAudioConfig
    """Audio of the session."""

    dynamic_variables: dict[str, str | float | bool] | None = None
    """Values for the variables of the agent, by their case-sensitive names. Names that begin with `system__`
    or `secret__` are reserved. Not for browsers: there the session sets them when it is made.
    """

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.type = data["type"]
        self.audio = ManagedAudioConfig.from_dict(data["audio"])
        self.dynamic_variables = get("dynamic_variables")
        n_read = 2 + (self.dynamic_variables is not None)
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"type", "audio"}, {"dynamic_variables"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
            "audio": self.audio.to_dict(),
        }
        if self.dynamic_variables is not None:
            members["dynamic_variables"] = self.dynamic_variables
        return members
