# Generated from spec/openapi/organizations.yaml by contralto generate. Do not edit.
"""The values of `OrganizationInviteRole`."""

from __future__ import annotations

from typing import Literal, TypeAlias

OrganizationInviteRole: TypeAlias = Literal["admin", "member"]
"""Role that the invited person shall have."""
