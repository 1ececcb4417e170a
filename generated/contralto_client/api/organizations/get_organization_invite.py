# Generated from spec/openapi/organizations.yaml by contralto generate. Do not edit.
"""`GET /organizations/invites/{id}`: one invitation."""

from __future__ import annotations

from ..._request import Request, Response, path_segment
from ...models.organization_invite import OrganizationInvite


def build_request(id: str) -> Request:
    """The request of `getOrganizationInvite`."""
    return Request(
        operation="getOrganizationInvite",
        method="GET",
        path=f"/organizations/invites/{path_segment(id)}",
    )


def parse_response(response: Response) -> OrganizationInvite:
    """The answer of `getOrganizationInvite`."""
    return OrganizationInvite.from_dict(response.json_object())
