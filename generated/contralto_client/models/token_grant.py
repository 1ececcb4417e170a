# Generated from spec/openapi/access-tokens.yaml by contralto generate. Do not edit.
"""The model `TokenGrant`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class TokenGrant:
    """Abilities of a token; they may be combined."""

    tts: bool | None = None
    """Opens `POST /tts/bytes`, `POST /tts/sse` and the TTS socket."""

    stt: bool | None = None
    """Opens batch transcription and the STT sockets."""

    agent: bool | None = None
    """Opens the agent sockets."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.tts = get("tts")
        self.stt = get("stt")
        self.agent = get("agent")
        n_read = (self.tts is not None) + (self.stt is not None) + (self.agent is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, (), {"tts", "stt", "agent"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.tts is not None:
            members["tts"] = self.tts
        if self.stt is not None:
            members["stt"] = self.stt
        if self.agent is not None:
            members["agent"] = self.agent
        return members
