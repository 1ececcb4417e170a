# Generated from spec/openapi/organizations.yaml by contralto generate. Do not edit.
"""The model `OrganizationUserPage`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .organization_user import OrganizationUser


@define(kw_only=True)
class OrganizationUserPage:
    """One page of members, the newest first."""

    data: list[OrganizationUser]
    """Members, the newest first."""

    has_more: bool
    """True while a further page holds a member."""

    next_page: str | None = None
    """Opaque cursor that continues the list; null at the end."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.data = [OrganizationUser.from_dict(item) for item in data["data"]]
        self.has_more = data["has_more"]
        self.next_page = get("next_page")
        n_read = 2 + (self.next_page is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"data", "has_more"}, {"next_page"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "data": [item.to_dict() for item in self.data],
            "has_more": self.has_more,
        }
        if self.next_page is not None:
            members["next_page"] = self.next_page
        return members
