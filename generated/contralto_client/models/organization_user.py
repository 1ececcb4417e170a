# Generated from spec/openapi/organizations.yaml by contralto generate. Do not edit.
"""The model `OrganizationUser`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, rest_of
from .organization_user_role import OrganizationUserRole


@define(kw_only=True)
class OrganizationUser:
    """A member of an organization."""

    id: str
    """Id of the member."""

    email: str | None
    """Email address."""

    name: str | None
    """Name."""

    role: OrganizationUserRole | str
    """Role in the organization."""

    image_url: str | None
    """Picture."""

    created_at: datetime.datetime
    """When the member joined."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.email = data["email"]
        self.name = data["name"]
        self.role = data["role"]
        self.image_url = data["image_url"]
        self.created_at = datetime.datetime.fromisoformat(data["created_at"])
        n_read = 6
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"id", "email", "name", "role", "image_url", "created_at"}, ())
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "email": self.email,
            "name": self.name,
            "role": self.role,
            "image_url": self.image_url,
            "created_at": instant(self.created_at),
        }
        return members
