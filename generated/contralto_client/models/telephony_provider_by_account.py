# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""The model `TelephonyProviderByAccount`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import take
from .telephony_region import TelephonyRegion


@define(kw_only=True)
class TelephonyProviderByAccount:
    """A linked Twilio provider by account and region."""

    type: Literal["twilio"] = "twilio"
    """Kind of the provider."""

    account_sid: str
    """SID of the Twilio account."""

    region: TelephonyRegion | None = None
    """Twilio region: United States, Ireland or Australia. Default `us1`."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            type=pop("type"),
            account_sid=pop("account_sid"),
            region=take(rest, "region"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
            "account_sid": self.account_sid,
        }
        if self.region is not None:
            members["region"] = self.region
        return members
