# Generated from spec/openapi/webhooks.yaml by contralto generate. Do not edit.
"""The model `CreateWebhookRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class CreateWebhookRequest:
    """A webhook to make."""

    url: str
    """HTTPS address that shall get the events."""

    secret: str = field(repr=False)
    """Secret of the owner's choice, sent along with each event as `X-Webhook-Secret`."""

    display_name: str | None = None
    """Name to show."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.url = data["url"]
        self.secret = data["secret"]
        self.display_name = get("display_name")
        n_read = 2 + (self.display_name is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"url", "secret"}, {"display_name"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "url": self.url,
            "secret": self.secret,
        }
        if self.display_name is not None:
            members["display_name"] = self.display_name
        return members
