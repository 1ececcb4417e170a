# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""The model `SipCredentialsUpdate`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import take


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
        rest = dict(data)
        pop = rest.pop
        return cls(
            username=pop("username"),
            password=take(rest, "password"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "username": self.username,
        }
        if self.password is not None:
            members["password"] = self.password
        return members
