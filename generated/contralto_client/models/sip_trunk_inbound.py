# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""The model `SipTrunkInbound`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .sip_trunk_inbound_media_encryption import SipTrunkInboundMediaEncryption


@define(kw_only=True)
class SipTrunkInbound:
    """How a trunk brings calls in; absent when it does not."""

    allowed_addresses: list[str]
    """Addresses that may call; empty means any."""

    allowed_numbers: list[str]
    """Numbers that may call; empty means any."""

    auth_username: str
    """User name of the digest authentication."""

    media_encryption: SipTrunkInboundMediaEncryption | str
    """Encryption of the audio."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            allowed_addresses=pop("allowed_addresses"),
            allowed_numbers=pop("allowed_numbers"),
            auth_username=pop("auth_username"),
            media_encryption=pop("media_encryption"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "allowed_addresses": self.allowed_addresses,
            "allowed_numbers": self.allowed_numbers,
            "auth_username": self.auth_username,
            "media_encryption": self.media_encryption,
        }
        return members
