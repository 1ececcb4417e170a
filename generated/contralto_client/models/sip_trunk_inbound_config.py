# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""The model `SipTrunkInboundConfig`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import optional, rest_of
from .sip_credentials import SipCredentials
from .sip_media_encryption import SipMediaEncryption

_credentials = optional(SipCredentials.from_dict)


@define(kw_only=True)
class SipTrunkInboundConfig:
    """How a trunk shall bring calls in."""

    credentials: SipCredentials | None = None
    """User name and password of the digest authentication."""

    allowed_addresses: list[str] | None = None
    """Addresses that may call; empty means any."""

    allowed_numbers: list[str] | None = None
    """Numbers that may call; empty means any."""

    media_encryption: SipMediaEncryption | None = None
    """Encryption of the audio. Default `allowed`."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.credentials = _credentials(get("credentials"))
        self.allowed_addresses = get("allowed_addresses")
        self.allowed_numbers = get("allowed_numbers")
        self.media_encryption = get("media_encryption")
        n_read = (
            (self.credentials is not None)
            + (self.allowed_addresses is not None)
            + (self.allowed_numbers is not None)
            + (self.media_encryption is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, (), {"credentials", "allowed_addresses", "allowed_numbers", "media_encryption"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.credentials is not None:
            members["credentials"] = self.credentials.to_dict()
        if self.allowed_addresses is not None:
            members["allowed_addresses"] = self.allowed_addresses
        if self.allowed_numbers is not None:
            members["allowed_numbers"] = self.allowed_numbers
        if self.media_encryption is not None:
            members["media_encryption"] = self.media_encryption
        return members
