# Generated from spec/openapi/api-keys.yaml by contralto generate. Do not edit.
"""The model `ApiKeyInfo`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, rest_of


@define(kw_only=True)
class ApiKeyInfo:
    """What is known of an API key, without the key itself."""

    id: str
    """Id of the API key."""

    description: str
    """What the key is for."""

    created_at: datetime.datetime
    """When the key was made."""

    creator_email: str | None = None
    """Email address of who made it."""

    creator_still_in_org: bool | None = None
    """Whether who made it is still a member."""

    creator_image_url: str | None = None
    """Picture of who made it."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.description = data["description"]
        self.created_at = datetime.datetime.fromisoformat(data["created_at"])
        self.creator_email = get("creator_email")
        self.creator_still_in_org = get("creator_still_in_org")
        self.creator_image_url = get("creator_image_url")
        n_read = (
            3
            + (self.creator_email is not None)
            + (self.creator_still_in_org is not None)
            + (self.creator_image_url is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                {"id", "description", "created_at"},
                {"creator_email", "creator_still_in_org", "creator_image_url"},
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "description": self.description,
            "created_at": instant(self.created_at),
        }
        if self.creator_email is not None:
            members["creator_email"] = self.creator_email
        if self.creator_still_in_org is not None:
            members["creator_still_in_org"] = self.creator_still_in_org
        if self.creator_image_url is not None:
            members["creator_image_url"] = self.creator_image_url
        return members
