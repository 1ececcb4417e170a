# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedSystemTools`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import optional, to_wire
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
        rest = dict(data)
        pop = rest.pop
        return cls(
            end_call=_end_call(pop("end_call")),
            send_dtmf=_send_dtmf(pop("send_dtmf")),
            transfer_to_number=_transfer_to_number(pop("transfer_to_number")),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "end_call": to_wire(self.end_call),
            "send_dtmf": to_wire(self.send_dtmf),
            "transfer_to_number": to_wire(self.transfer_to_number),
        }
        return members
