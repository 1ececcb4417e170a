# Generated from spec/openapi/voice-changer.yaml by contralto generate. Do not edit.
"""The model `VoiceChangerEnd`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field


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
        rest = dict(data)
        pop = rest.pop
        return cls(
            done=pop("done"),
            status_code=pop("status_code"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "done": self.done,
            "status_code": self.status_code,
        }
        return members
