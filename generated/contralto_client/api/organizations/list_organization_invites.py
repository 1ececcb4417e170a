# Generated from spec/openapi/organizations.yaml by contralto generate. Do not edit.
"""`GET /organizations/invites`: list invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, query_items

if TYPE_CHECKING:
    from ...models.list_organization_invites_status import ListOrganizationInvitesStatus
    from ...models.organization_invite_page import OrganizationInvitePage


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
        admin=True,
    )


def parse_response(response: Response) -> OrganizationInvitePage:
    """The answer of `listOrganizationInvites`."""
    from ...models.organization_invite_page import (
        OrganizationInvitePage,  # here: a client that never calls this needs none of its values
    )

    return OrganizationInvitePage.from_dict(response.json_object())
