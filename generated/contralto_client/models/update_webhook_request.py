# Generated from spec/openapi/webhooks.yaml by contralto generate. Do not edit.
"""The model `UpdateWebhookRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class UpdateWebhookRequest:
    """What to change of a webhook. To be safe, always send `url`: one page of the documentation calls it
    required.
    """

    url: str | None = None
    """HTTPS address that shall get the events."""

    secret: str | None = field(default=None, repr=False)
    """New secret; left out to keep the old one."""

    display_name: str | None = None
    """Name to show."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.url = get("url")
        self.secret = get("secret")
        self.display_name = get("display_name")
        n_read = (self.url is not None) + (self.secret is not None) + (self.display_name is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, (), {"url", "secret", "display_name"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.url is not None:
            members["url"] = self.url
        if self.secret is not None:
            members["secret"] = self.secret
        if self.display_name is not None:
            members["display_name"] = self.display_name
        return members
