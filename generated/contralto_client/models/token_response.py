# Generated from spec/openapi/access-tokens.yaml by contralto generate. Do not edit.
"""The model `TokenResponse`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class TokenResponse:
    """A fresh access token."""

    token: str = field(repr=False)
    """The token, a JWT. Use it as `Authorization: Bearer` or, on sockets, as `access_token`."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.token = data["token"]
        n_read = 1
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"token"}, ())
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "token": self.token,
        }
        return members
