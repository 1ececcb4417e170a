# Generated from spec/openapi/organizations.yaml by contralto generate. Do not edit.
"""`GET /organizations/invites/{id}`: one invitation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment

if TYPE_CHECKING:
    from ...models.organization_invite import OrganizationInvite


def build_request(id: str) -> Request:
    """The request of `getOrganizationInvite`."""
    return Request(
        operation="getOrganizationInvite",
        method="GET",
        path=f"/organizations/invites/{path_segment(id)}",
        admin=True,
    )


def parse_response(response: Response) -> OrganizationInvite:
    """The answer of `getOrganizationInvite`."""
    from ...models.organization_invite import (
        OrganizationInvite,  # here: a client that never calls this needs none of its values
    )

    return OrganizationInvite.from_dict(response.json_object())
