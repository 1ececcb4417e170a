# Generated from spec/openapi/organizations.yaml by contralto generate. Do not edit.
"""The model `OrganizationInvite`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, optional, rest_of, to_wire
from .organization_invite_role import OrganizationInviteRole
from .organization_invite_status import OrganizationInviteStatus

_expires_at = optional(datetime.datetime.fromisoformat)


@define(kw_only=True)
class OrganizationInvite:
    """An invitation to an organization."""

    id: str
    """Id of the invitation."""

    email: str
    """Invited address."""

    role: OrganizationInviteRole | str
    """Role that the invited person shall have."""

    status: OrganizationInviteStatus | str
    """State of the invitation."""

    created_at: datetime.datetime
    """When it was sent."""

    expires_at: datetime.datetime | None
    """When it ends; null for never."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.email = data["email"]
        self.role = data["role"]
        self.status = data["status"]
        self.created_at = datetime.datetime.fromisoformat(data["created_at"])
        self.expires_at = _expires_at(data["expires_at"])
        n_read = 6
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"id", "email", "role", "status", "created_at", "expires_at"}, ())
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "email": self.email,
            "role": self.role,
            "status": self.status,
            "created_at": instant(self.created_at),
            "expires_at": to_wire(self.expires_at),
        }
        return members
