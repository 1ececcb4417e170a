# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""The model `UpdatePhoneNumberRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import by_shape, rest_of, to_wire
from .telephony_provider_by_account import TelephonyProviderByAccount
from .telephony_provider_by_id import TelephonyProviderById

_provider = by_shape(TelephonyProviderById, TelephonyProviderByAccount)


@define(kw_only=True)
class UpdatePhoneNumberRequest:
    """What to change of a phone number; what is left out stays."""

    label: str | None = None
    """Name to show."""

    agent_id: str | None = None
    """Agent that shall answer calls; null takes the number from its agent."""

    provider: TelephonyProviderById | TelephonyProviderByAccount | None = None
    """A linked provider, by its id or by its Twilio account."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.label = get("label")
        self.agent_id = get("agent_id")
        self.provider = _provider(get("provider"))
        n_read = (self.label is not None) + (self.agent_id is not None) + (self.provider is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, (), {"label", "agent_id", "provider"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.label is not None:
            members["label"] = self.label
        if self.agent_id is not None:
            members["agent_id"] = self.agent_id
        if self.provider is not None:
            members["provider"] = to_wire(self.provider)
        return members
