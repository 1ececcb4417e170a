# Generated from spec/openapi/organizations.yaml by contralto generate. Do not edit.
"""The values of `OrganizationInviteStatus`."""

from __future__ import annotations

from typing import Literal, TypeAlias

OrganizationInviteStatus: TypeAlias = Literal["pending", "accepted", "revoked", "expired"]
"""State of the invitation."""
