# Generated from spec/openapi/usage.yaml by contralto generate. Do not edit.
"""The values of `UsageCreditsGroupBy`."""

from __future__ import annotations

from typing import Literal, TypeAlias

UsageCreditsGroupBy: TypeAlias = Literal["capability", "model", "voice", "api_key"]
"""What the numbers are broken down by."""
