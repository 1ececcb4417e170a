# Generated from spec/published/2026-08-14 by contralto generate. Do not edit.
"""`client.organizations`: Members of an organization and invitations to it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..transport import Transport
    from .organizations_invites import OrganizationsInvites
    from .organizations_users import OrganizationsUsers


class Organizations:
    """Members of an organization and invitations to it."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @cached_property
    def users(self) -> OrganizationsUsers:
        """Members of an organization."""
        from .organizations_users import OrganizationsUsers

        return OrganizationsUsers(self._transport)

    @cached_property
    def invites(self) -> OrganizationsInvites:
        """Invitations to an organization."""
        from .organizations_invites import OrganizationsInvites

        return OrganizationsInvites(self._transport)
