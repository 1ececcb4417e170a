# Generated from spec/openapi/organizations.yaml by contralto generate. Do not edit.
"""The values of `OrganizationUserRole`."""

from __future__ import annotations

from typing import Literal, TypeAlias

OrganizationUserRole: TypeAlias = Literal["admin", "member"]
"""Role in the organization."""
