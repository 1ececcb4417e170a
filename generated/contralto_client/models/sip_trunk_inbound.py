# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""The model `SipTrunkInbound`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
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
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.allowed_addresses = data["allowed_addresses"]
        self.allowed_numbers = data["allowed_numbers"]
        self.auth_username = data["auth_username"]
        self.media_encryption = data["media_encryption"]
        n_read = 4
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"allowed_addresses", "allowed_numbers", "auth_username", "media_encryption"}, ())
        )
        return self

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
