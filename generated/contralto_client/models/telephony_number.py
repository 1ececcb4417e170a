# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""The model `TelephonyNumber`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import by_tag, instant, optional, rest_of, to_wire
from .cartesia_number_provider import CartesiaNumberProvider
from .sip_trunk_number_provider import SipTrunkNumberProvider
from .telephony_number_agent import TelephonyNumberAgent
from .twilio_provider import TwilioProvider

_agent = optional(TelephonyNumberAgent.from_dict)
_provider = by_tag(
    "type", {"twilio": TwilioProvider, "cartesia": CartesiaNumberProvider, "sip_trunk": SipTrunkNumberProvider}
)


@define(kw_only=True)
class TelephonyNumber:
    """A phone number with its provider."""

    id: str
    """Id of the phone number."""

    number: str
    """The number in E.164 form, such as `+14155550142`."""

    agent: TelephonyNumberAgent | None
    """The agent that answers calls to the number; null when there is none."""

    provider: TwilioProvider | CartesiaNumberProvider | SipTrunkNumberProvider
    """Where a phone number comes from."""

    created_at: datetime.datetime
    """When the number was added."""

    updated_at: datetime.datetime
    """When the number was last changed."""

    label: str | None = None
    """Name to show."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.number = data["number"]
        self.agent = _agent(data["agent"])
        self.provider = _provider(data["provider"])
        self.created_at = datetime.datetime.fromisoformat(data["created_at"])
        self.updated_at = datetime.datetime.fromisoformat(data["updated_at"])
        self.label = get("label")
        n_read = 6 + (self.label is not None)
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"id", "number", "agent", "provider", "created_at", "updated_at"}, {"label"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "number": self.number,
            "agent": to_wire(self.agent),
            "provider": to_wire(self.provider),
            "created_at": instant(self.created_at),
            "updated_at": instant(self.updated_at),
        }
        if self.label is not None:
            members["label"] = self.label
        return members
