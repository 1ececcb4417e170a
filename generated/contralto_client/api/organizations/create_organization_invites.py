# Generated from spec/openapi/organizations.yaml by contralto generate. Do not edit.
"""`POST /organizations/invites`: invite people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response
from ...models._wire import list_of, to_wire
from ...models.organization_invite import OrganizationInvite

if TYPE_CHECKING:
    from ...models.create_organization_invites_request import CreateOrganizationInvitesRequest


def build_request(*, body: CreateOrganizationInvitesRequest | Mapping[str, Any]) -> Request:
    """The request of `createOrganizationInvites`."""
    return Request(
        operation="createOrganizationInvites",
        method="POST",
        path="/organizations/invites",
        json=to_wire(body),
    )


def parse_response(response: Response) -> list[OrganizationInvite]:
    """The answer of `createOrganizationInvites`."""
    answer: list[OrganizationInvite] = list_of(OrganizationInvite.from_dict)(response.json())
    return answer
