# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""The model `SipTrunkOutboundConfig`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import optional, rest_of
from .sip_credentials import SipCredentials
from .sip_media_encryption import SipMediaEncryption
from .sip_trunk_transport import SipTrunkTransport

_credentials = optional(SipCredentials.from_dict)


@define(kw_only=True)
class SipTrunkOutboundConfig:
    """How a trunk shall carry calls out."""

    address: str
    """Host name of the carrier."""

    transport: SipTrunkTransport
    """Transport of the signalling; TLS encrypts it."""

    destination_country: str | None = None
    """Country of the calls as two letters."""

    media_encryption: SipMediaEncryption | None = None
    """Encryption of the audio. Default `disabled`."""

    credentials: SipCredentials | None = None
    """User name and password of the digest authentication."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.address = data["address"]
        self.transport = data["transport"]
        self.destination_country = get("destination_country")
        self.media_encryption = get("media_encryption")
        self.credentials = _credentials(get("credentials"))
        n_read = (
            2
            + (self.destination_country is not None)
            + (self.media_encryption is not None)
            + (self.credentials is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"address", "transport"}, {"destination_country", "media_encryption", "credentials"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "address": self.address,
            "transport": self.transport,
        }
        if self.destination_country is not None:
            members["destination_country"] = self.destination_country
        if self.media_encryption is not None:
            members["media_encryption"] = self.media_encryption
        if self.credentials is not None:
            members["credentials"] = self.credentials.to_dict()
        return members
