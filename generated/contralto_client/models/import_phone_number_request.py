# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""The model `ImportPhoneNumberRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import by_shape, rest_of, to_wire
from .telephony_provider_by_account import TelephonyProviderByAccount
from .telephony_provider_by_id import TelephonyProviderById

_provider = by_shape(TelephonyProviderById, TelephonyProviderByAccount)


@define(kw_only=True)
class ImportPhoneNumberRequest:
    """A number at a provider, to be taken over."""

    label: str
    """Name to show."""

    number: str
    """The number in E.164 form."""

    provider: TelephonyProviderById | TelephonyProviderByAccount
    """A linked provider, by its id or by its Twilio account."""

    agent_id: str | None = None
    """Agent that shall answer calls; without it the number serves outbound calls only."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.label = data["label"]
        self.number = data["number"]
        self.provider = _provider(data["provider"])
        self.agent_id = get("agent_id")
        n_read = 3 + (self.agent_id is not None)
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"label", "number", "provider"}, {"agent_id"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "label": self.label,
            "number": self.number,
            "provider": to_wire(self.provider),
        }
        if self.agent_id is not None:
            members["agent_id"] = self.agent_id
        return members
