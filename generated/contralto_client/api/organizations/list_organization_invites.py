# Generated from spec/openapi/organizations.yaml by contralto generate. Do not edit.
"""`GET /organizations/invites`: list invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, query_items
from ...models.organization_invite_page import OrganizationInvitePage

if TYPE_CHECKING:
    from ...models.list_organization_invites_status import ListOrganizationInvitesStatus


def build_request(
    *,
    limit: int | None = None,
    starting_after: str | None = None,
    ending_before: str | None = None,
    status: ListOrganizationInvitesStatus | None = None,
) -> Request:
    """The request of `listOrganizationInvites`."""
    return Request(
        operation="listOrganizationInvites",
        method="GET",
        path="/organizations/invites",
        query=query_items(
            [("limit", limit), ("starting_after", starting_after), ("ending_before", ending_before), ("status", status)]
        ),
    )


def parse_response(response: Response) -> OrganizationInvitePage:
    """The answer of `listOrganizationInvites`."""
    return OrganizationInvitePage.from_dict(response.json_object())
