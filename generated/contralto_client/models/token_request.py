# Generated from spec/openapi/access-tokens.yaml by contralto generate. Do not edit.
"""The model `TokenRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import optional, rest_of, to_wire
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
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.grants = _grants(get("grants"))
        self.expires_in = get("expires_in")
        n_read = (self.grants is not None) + (self.expires_in is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, (), {"grants", "expires_in"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.grants is not None:
            members["grants"] = to_wire(self.grants)
        if self.expires_in is not None:
            members["expires_in"] = self.expires_in
        return members
