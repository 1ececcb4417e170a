# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The values of `ManagedToolType`."""

from __future__ import annotations

from typing import Literal, TypeAlias

ManagedToolType: TypeAlias = Literal["webhook", "client"]
"""Kind of a tool."""
