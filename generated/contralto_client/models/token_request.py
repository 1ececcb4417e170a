# Generated from spec/openapi/access-tokens.yaml by contralto generate. Do not edit.
"""The model `TokenRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import optional, take, to_wire
from .token_grant import TokenGrant

_grants = optional(TokenGrant.from_dict)


@define(kw_only=True)
class TokenRequest:
    """What the token shall open, and for how long."""

    grants: TokenGrant | None = None
    """What the token opens; nothing when left out."""

    expires_in: int | None = None
    """Life of the token in seconds, 1 to 3600."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        return cls(
            grants=_grants(take(rest, "grants")),
            expires_in=take(rest, "expires_in"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.grants is not None:
            members["grants"] = to_wire(self.grants)
        if self.expires_in is not None:
            members["expires_in"] = self.expires_in
        return members
