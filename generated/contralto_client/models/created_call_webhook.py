# Generated from spec/openapi/webhooks.yaml by contralto generate. Do not edit.
"""The model `CreatedCallWebhook`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, rest_of


@define(kw_only=True)
class CreatedCallWebhook:
    """A new webhook, the only time with its secret."""

    id: str
    """Id of the webhook."""

    url: str
    """HTTPS address that gets the events."""

    secret: str = field(repr=False)
    """The secret, sent along with each event."""

    created_at: datetime.datetime
    """When the webhook was made."""

    updated_at: datetime.datetime
    """When the webhook was last changed."""

    display_name: str | None = None
    """Name to show."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.url = data["url"]
        self.secret = data["secret"]
        self.created_at = datetime.datetime.fromisoformat(data["created_at"])
        self.updated_at = datetime.datetime.fromisoformat(data["updated_at"])
        self.display_name = get("display_name")
        n_read = 5 + (self.display_name is not None)
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"id", "url", "secret", "created_at", "updated_at"}, {"display_name"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "url": self.url,
            "secret": self.secret,
            "created_at": instant(self.created_at),
            "updated_at": instant(self.updated_at),
        }
        if self.display_name is not None:
            members["display_name"] = self.display_name
        return members
