# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""The model `SipCredentials`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class SipCredentials:
    """User name and password of the digest authentication."""

    username: str
    """User name."""

    password: str = field(repr=False)
    """Password; never answered."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.username = data["username"]
        self.password = data["password"]
        n_read = 2
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"username", "password"}, ())
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "username": self.username,
            "password": self.password,
        }
        return members
