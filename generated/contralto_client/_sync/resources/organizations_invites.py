# Generated from spec/openapi/organizations.yaml by contralto generate. Do not edit.
"""`client.organizations.invites`: Invitations to an organization."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...api.organizations import (
    cancel_organization_invite,
    create_organization_invites,
    get_organization_invite,
    list_organization_invites,
)
from ..pagination import Pager

if TYPE_CHECKING:
    from ..._options import CallOptions
    from ...models.list_organization_invites_status import ListOrganizationInvitesStatus
    from ...models.organization_invite import OrganizationInvite
    from ...models.organization_invite_page import OrganizationInvitePage
    from ..transport import Transport


class OrganizationsInvites:
    """Invitations to an organization."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        limit: int | None = None,
        starting_after: str | None = None,
        ending_before: str | None = None,
        status: ListOrganizationInvitesStatus | None = None,
        options: CallOptions | None = None,
    ) -> Pager[OrganizationInvitePage, OrganizationInvite]:
        """List invitations.

        One page of the invitations in one state, by default the pending ones. `starting_after` and
        `ending_before` together are refused with 400. Continue with `starting_after` set to `next_page` until
        `has_more` is false.

        Needs an API key for administration: `admin_api_key` of the client.

        Args:
            limit: Largest number of items on the page; more than 100 counts as 100. At least 1; default `20`.
            starting_after: Opaque cursor of an earlier page; the page holds what comes after it.
            ending_before: Opaque cursor of an earlier page; the page holds what comes just before it.
            status: State of the invitations. Default `pending`.
            options: Time limits, retries and headers of this call alone.
        """
        return Pager(
            self._transport,
            list_organization_invites.build_request(
                limit=limit, starting_after=starting_after, ending_before=ending_before, status=status
            ),
            list_organization_invites.parse_response,
            options,
        )

    def create(self, *, emails: Sequence[str], options: CallOptions | None = None) -> builtins.list[OrganizationInvite]:
        """Invite people.

        Invites one to ten addresses as members. When one of them is refused, nobody is invited. At most 10
        requests per hour are taken; more are answered by 429.

        Needs an API key for administration: `admin_api_key` of the client.

        Args:
            emails: Addresses, one to ten.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = {"emails": emails}
        return self._transport.call(
            create_organization_invites.build_request(body=body), create_organization_invites.parse_response, options
        )

    def get(self, id: str, *, options: CallOptions | None = None) -> OrganizationInvite:
        """One invitation.

        The invitation of this id.

        Needs an API key for administration: `admin_api_key` of the client.

        Args:
            id: Id of the invitation.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(
            get_organization_invite.build_request(id), get_organization_invite.parse_response, options
        )

    def cancel(self, id: str, *, options: CallOptions | None = None) -> None:
        """Cancel an invitation.

        Takes back a pending invitation; any other is answered by 400.

        Needs an API key for administration: `admin_api_key` of the client.

        Args:
            id: Id of the invitation.
            options: Time limits, retries and headers of this call alone.
        """
        self._transport.call(
            cancel_organization_invite.build_request(id), cancel_organization_invite.parse_response, options
        )
