# Generated from spec/openapi/organizations.yaml by contralto generate. Do not edit.
"""`GET /organizations/users`: list members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, query_items

if TYPE_CHECKING:
    from ...models.organization_user_page import OrganizationUserPage


def build_request(
    *,
    limit: int | None = None,
    starting_after: str | None = None,
    ending_before: str | None = None,
    q: str | None = None,
) -> Request:
    """The request of `listOrganizationUsers`."""
    return Request(
        operation="listOrganizationUsers",
        method="GET",
        path="/organizations/users",
        query=query_items(
            [("limit", limit), ("starting_after", starting_after), ("ending_before", ending_before), ("q", q)]
        ),
        admin=True,
    )


def parse_response(response: Response) -> OrganizationUserPage:
    """The answer of `listOrganizationUsers`."""
    from ...models.organization_user_page import (
        OrganizationUserPage,  # here: a client that never calls this needs none of its values
    )

    return OrganizationUserPage.from_dict(response.json_object())
