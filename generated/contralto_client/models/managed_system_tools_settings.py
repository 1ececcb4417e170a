# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedSystemToolsSettings`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import optional, rest_of, to_wire
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
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.end_call = _end_call(get("end_call"))
        self.send_dtmf = _send_dtmf(get("send_dtmf"))
        self.transfer_to_number = _transfer_to_number(get("transfer_to_number"))
        n_read = (self.end_call is not None) + (self.send_dtmf is not None) + (self.transfer_to_number is not None)
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, (), {"end_call", "send_dtmf", "transfer_to_number"})
        )
        return self

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
