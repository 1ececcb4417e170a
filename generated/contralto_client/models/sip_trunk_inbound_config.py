# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""The model `SipTrunkInboundConfig`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import optional, take
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
        rest = dict(data)
        return cls(
            credentials=_credentials(take(rest, "credentials")),
            allowed_addresses=take(rest, "allowed_addresses"),
            allowed_numbers=take(rest, "allowed_numbers"),
            media_encryption=take(rest, "media_encryption"),
            additional_properties=rest,
        )

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
