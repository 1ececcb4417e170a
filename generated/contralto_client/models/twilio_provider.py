# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""The model `TwilioProvider`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of
from .twilio_provider_region import TwilioProviderRegion


@define(kw_only=True)
class TwilioProvider:
    """A linked Twilio account. The secret of its key is never answered."""

    type: Literal["twilio"] = "twilio"
    """Kind of the provider."""

    id: str
    """Id of the provider."""

    account_sid: str
    """SID of the Twilio account."""

    api_key_sid: str
    """SID of the Twilio key, partly masked."""

    region: TwilioProviderRegion | str
    """Twilio region of account and key."""

    label: str | None = None
    """Name to show."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.type = data["type"]
        self.id = data["id"]
        self.account_sid = data["account_sid"]
        self.api_key_sid = data["api_key_sid"]
        self.region = data["region"]
        self.label = get("label")
        n_read = 5 + (self.label is not None)
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"type", "id", "account_sid", "api_key_sid", "region"}, {"label"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
            "id": self.id,
            "account_sid": self.account_sid,
            "api_key_sid": self.api_key_sid,
            "region": self.region,
        }
        if self.label is not None:
            members["label"] = self.label
        return members
