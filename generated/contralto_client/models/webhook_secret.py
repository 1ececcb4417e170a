# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The model `WebhookSecret`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class WebhookSecret:
    """A secret that is set; its value is never answered."""

    type: Literal["secret"] = "secret"
    """Marks a secret."""

    secret_description: str | None = None
    """What the secret is for."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.type = data["type"]
        self.secret_description = get("secret_description")
        n_read = 1 + (self.secret_description is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"type"}, {"secret_description"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
        }
        if self.secret_description is not None:
            members["secret_description"] = self.secret_description
        return members
