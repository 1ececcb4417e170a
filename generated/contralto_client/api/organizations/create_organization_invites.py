# Generated from spec/openapi/organizations.yaml by contralto generate. Do not edit.
"""`POST /organizations/invites`: invite people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response
from ...models._wire import list_of, to_wire

if TYPE_CHECKING:
    from ...models.create_organization_invites_request import CreateOrganizationInvitesRequest
    from ...models.organization_invite import OrganizationInvite


def build_request(*, body: CreateOrganizationInvitesRequest | Mapping[str, Any]) -> Request:
    """The request of `createOrganizationInvites`."""
    return Request(
        operation="createOrganizationInvites",
        method="POST",
        path="/organizations/invites",
        json=to_wire(body),
        admin=True,
    )


def parse_response(response: Response) -> list[OrganizationInvite]:
    """The answer of `createOrganizationInvites`."""
    from ...models.organization_invite import (
        OrganizationInvite,  # here: a client that never calls this needs none of its values
    )

    answer: list[OrganizationInvite] = list_of(OrganizationInvite.from_dict)(response.json())
    return answer
