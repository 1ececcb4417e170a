# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The model `WebhookBasicAuth`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of
from .webhook_secret import WebhookSecret


@define(kw_only=True)
class WebhookBasicAuth:
    """User name and password in the header `Authorization`."""

    mode: Literal["basic_auth"] = "basic_auth"
    """Kind of the authentication."""

    username: str
    """User name."""

    password: WebhookSecret = field(repr=False)
    """A secret that is set; its value is never answered."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.mode = data["mode"]
        self.username = data["username"]
        self.password = WebhookSecret.from_dict(data["password"])
        n_read = 3
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"mode", "username", "password"}, ())
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "mode": self.mode,
            "username": self.username,
            "password": self.password.to_dict(),
        }
        return members
