# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""The model `SipCredentialsUpdate`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class SipCredentialsUpdate:
    """User name and password of the digest authentication; without a password the old one stays."""

    username: str
    """User name."""

    password: str | None = field(default=None, repr=False)
    """New password; never answered."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.username = data["username"]
        self.password = get("password")
        n_read = 1 + (self.password is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"username"}, {"password"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "username": self.username,
        }
        if self.password is not None:
            members["password"] = self.password
        return members
