# Generated from spec/openapi/organizations.yaml by contralto generate. Do not edit.
"""`GET /organizations/users/{id}`: one member."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment

if TYPE_CHECKING:
    from ...models.organization_user import OrganizationUser


def build_request(id: str) -> Request:
    """The request of `getOrganizationUser`."""
    return Request(
        operation="getOrganizationUser",
        method="GET",
        path=f"/organizations/users/{path_segment(id)}",
        admin=True,
    )


def parse_response(response: Response) -> OrganizationUser:
    """The answer of `getOrganizationUser`."""
    from ...models.organization_user import (
        OrganizationUser,  # here: a client that never calls this needs none of its values
    )

    return OrganizationUser.from_dict(response.json_object())
