# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedSystemToolsSettings`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import optional, take, to_wire
from .managed_system_tool_settings import ManagedSystemToolSettings
from .managed_transfer_tool_settings import ManagedTransferToolSettings

_end_call = optional(ManagedSystemToolSettings.from_dict)
_send_dtmf = optional(ManagedSystemToolSettings.from_dict)
_transfer_to_number = optional(ManagedTransferToolSettings.from_dict)


@define(kw_only=True)
class ManagedSystemToolsSettings:
    """Built-in tools; null switches one off."""

    end_call: ManagedSystemToolSettings | None = None
    """Ends the call."""

    send_dtmf: ManagedSystemToolSettings | None = None
    """Presses keys of the phone."""

    transfer_to_number: ManagedTransferToolSettings | None = None
    """Passes the call on to a phone number."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        return cls(
            end_call=_end_call(take(rest, "end_call")),
            send_dtmf=_send_dtmf(take(rest, "send_dtmf")),
            transfer_to_number=_transfer_to_number(take(rest, "transfer_to_number")),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.end_call is not None:
            members["end_call"] = to_wire(self.end_call)
        if self.send_dtmf is not None:
            members["send_dtmf"] = to_wire(self.send_dtmf)
        if self.transfer_to_number is not None:
            members["transfer_to_number"] = to_wire(self.transfer_to_number)
        return members
