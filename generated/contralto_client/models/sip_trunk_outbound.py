# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""The model `SipTrunkOutbound`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .sip_trunk_outbound_media_encryption import SipTrunkOutboundMediaEncryption
from .sip_trunk_outbound_transport import SipTrunkOutboundTransport


@define(kw_only=True)
class SipTrunkOutbound:
    """How a trunk carries calls out; absent when it does not."""

    address: str
    """Host name of the carrier."""

    transport: SipTrunkOutboundTransport | str
    """Transport of the signalling."""

    media_encryption: SipTrunkOutboundMediaEncryption | str
    """Encryption of the audio."""

    auth_username: str
    """User name of the digest authentication."""

    destination_country: str | None = None
    """Country of the calls as two letters, or an empty text."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.address = data["address"]
        self.transport = data["transport"]
        self.media_encryption = data["media_encryption"]
        self.auth_username = data["auth_username"]
        self.destination_country = get("destination_country")
        n_read = 4 + (self.destination_country is not None)
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"address", "transport", "media_encryption", "auth_username"}, {"destination_country"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "address": self.address,
            "transport": self.transport,
            "media_encryption": self.media_encryption,
            "auth_username": self.auth_username,
        }
        if self.destination_country is not None:
            members["destination_country"] = self.destination_country
        return members
