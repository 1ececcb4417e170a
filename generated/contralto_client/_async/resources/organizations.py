# Generated from spec/published/2026-08-14 by contralto generate. Do not edit.
"""`client.organizations`: Members of an organization and invitations to it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..transport import AsyncTransport
    from .organizations_invites import AsyncOrganizationsInvites
    from .organizations_users import AsyncOrganizationsUsers


class AsyncOrganizations:
    """Members of an organization and invitations to it."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    @cached_property
    def users(self) -> AsyncOrganizationsUsers:
        """Members of an organization."""
        from .organizations_users import AsyncOrganizationsUsers

        return AsyncOrganizationsUsers(self._transport)

    @cached_property
    def invites(self) -> AsyncOrganizationsInvites:
        """Invitations to an organization."""
        from .organizations_invites import AsyncOrganizationsInvites

        return AsyncOrganizationsInvites(self._transport)
