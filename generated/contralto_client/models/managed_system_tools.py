# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedSystemTools`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import optional, rest_of, to_wire
from .managed_system_tool import ManagedSystemTool
from .managed_transfer_tool import ManagedTransferTool

_end_call = optional(ManagedSystemTool.from_dict)
_send_dtmf = optional(ManagedSystemTool.from_dict)
_transfer_to_number = optional(ManagedTransferTool.from_dict)


@define(kw_only=True)
class ManagedSystemTools:
    """Built-in tools; null switches one off."""

    end_call: ManagedSystemTool | None
    """Ends the call."""

    send_dtmf: ManagedSystemTool | None
    """Presses keys of the phone."""

    transfer_to_number: ManagedTransferTool | None
    """Passes the call on to a phone number."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.end_call = _end_call(data["end_call"])
        self.send_dtmf = _send_dtmf(data["send_dtmf"])
        self.transfer_to_number = _transfer_to_number(data["transfer_to_number"])
        n_read = 3
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"end_call", "send_dtmf", "transfer_to_number"}, ())
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "end_call": to_wire(self.end_call),
            "send_dtmf": to_wire(self.send_dtmf),
            "transfer_to_number": to_wire(self.transfer_to_number),
        }
        return members
