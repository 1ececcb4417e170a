# Generated from spec/openapi/usage.yaml by contralto generate. Do not edit.
"""The values of `UsageInterval`."""

from __future__ import annotations

from typing import Literal, TypeAlias

UsageInterval: TypeAlias = Literal["day", "week", "month"]
"""Length of a period."""
