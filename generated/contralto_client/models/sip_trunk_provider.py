# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""The model `SipTrunkProvider`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import optional, rest_of
from .sip_trunk_inbound import SipTrunkInbound
from .sip_trunk_outbound import SipTrunkOutbound

_inbound = optional(SipTrunkInbound.from_dict)
_outbound = optional(SipTrunkOutbound.from_dict)


@define(kw_only=True)
class SipTrunkProvider:
    """A linked SIP trunk with the directions that it serves. Passwords are never answered."""

    type: Literal["sip_trunk"] = "sip_trunk"
    """Kind of the provider."""

    id: str
    """Id of the provider."""

    label: str | None = None
    """Name to show."""

    inbound: SipTrunkInbound | None = None
    """How a trunk brings calls in; absent when it does not."""

    outbound: SipTrunkOutbound | None = None
    """How a trunk carries calls out; absent when it does not."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.type = data["type"]
        self.id = data["id"]
        self.label = get("label")
        self.inbound = _inbound(get("inbound"))
        self.outbound = _outbound(get("outbound"))
        n_read = 2 + (self.label is not None) + (self.inbound is not None) + (self.outbound is not None)
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"type", "id"}, {"label", "inbound", "outbound"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
            "id": self.id,
        }
        if self.label is not None:
            members["label"] = self.label
        if self.inbound is not None:
            members["inbound"] = self.inbound.to_dict()
        if self.outbound is not None:
            members["outbound"] = self.outbound.to_dict()
        return members
