# Generated from spec/openapi/organizations.yaml by contralto generate. Do not edit.
"""The values of `ListOrganizationInvitesStatus`."""

from __future__ import annotations

from typing import Literal, TypeAlias

ListOrganizationInvitesStatus: TypeAlias = Literal["pending", "accepted", "revoked", "expired"]
"""Default `pending`."""
