# Generated from spec/openapi/organizations.yaml by contralto generate. Do not edit.
"""`client.organizations.users`: Members of an organization."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...api.organizations import get_organization_user, list_organization_users, remove_organization_user
from ..pagination import Pager

if TYPE_CHECKING:
    from ..._options import CallOptions
    from ...models.organization_user import OrganizationUser
    from ...models.organization_user_page import OrganizationUserPage
    from ..transport import Transport


class OrganizationsUsers:
    """Members of an organization."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        limit: int | None = None,
        starting_after: str | None = None,
        ending_before: str | None = None,
        q: str | None = None,
        options: CallOptions | None = None,
    ) -> Pager[OrganizationUserPage, OrganizationUser]:
        """List members.

        One page of the members, the newest first. `starting_after` and `ending_before` together are refused
        with 400. Continue with `starting_after` set to `next_page` until `has_more` is false.

        Needs an API key for administration: `admin_api_key` of the client.

        Args:
            limit: Largest number of items on the page; more than 100 counts as 100. At least 1; default `20`.
            starting_after: Opaque cursor of an earlier page; the page holds what comes after it.
            ending_before: Opaque cursor of an earlier page; the page holds what comes just before it.
            q: Text to look for.
            options: Time limits, retries and headers of this call alone.
        """
        return Pager(
            self._transport,
            list_organization_users.build_request(
                limit=limit, starting_after=starting_after, ending_before=ending_before, q=q
            ),
            list_organization_users.parse_response,
            options,
        )

    def get(self, id: str, *, options: CallOptions | None = None) -> OrganizationUser:
        """One member.

        The member of this id.

        Needs an API key for administration: `admin_api_key` of the client.

        Args:
            id: Id of the member.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(
            get_organization_user.build_request(id), get_organization_user.parse_response, options
        )

    def remove(self, id: str, *, options: CallOptions | None = None) -> None:
        """Remove a member.

        Takes a member out of the organization. Admins cannot be removed so; the answer is 400.

        Needs an API key for administration: `admin_api_key` of the client.

        Args:
            id: Id of the member.
            options: Time limits, retries and headers of this call alone.
        """
        self._transport.call(
            remove_organization_user.build_request(id), remove_organization_user.parse_response, options
        )
