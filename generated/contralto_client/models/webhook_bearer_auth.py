# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The model `WebhookBearerAuth`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of
from .webhook_secret import WebhookSecret


@define(kw_only=True)
class WebhookBearerAuth:
    """Bearer token in the header `Authorization`."""

    mode: Literal["bearer"] = "bearer"
    """Kind of the authentication."""

    token: WebhookSecret = field(repr=False)
    """A secret that is set; its value is never answered."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.mode = data["mode"]
        self.token = WebhookSecret.from_dict(data["token"])
        n_read = 2
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"mode", "token"}, ())
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "mode": self.mode,
            "token": self.token.to_dict(),
        }
        return members
