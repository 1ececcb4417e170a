# Generated from spec/openapi/voice-changer.yaml by contralto generate. Do not edit.
"""The model `VoiceChangerEnd`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class VoiceChangerEnd:
    """The end of the stream; nothing follows it."""

    done: Literal[True] = True
    """Always true."""

    status_code: Literal[200] = 200
    """Always 200."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.done = data["done"]
        self.status_code = data["status_code"]
        n_read = 2
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"done", "status_code"}, ())
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "done": self.done,
            "status_code": self.status_code,
        }
        return members
