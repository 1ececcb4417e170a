# Generated from spec/openapi/usage.yaml by contralto generate. Do not edit.
"""The values of `UsageGrouping`."""

from __future__ import annotations

from typing import Literal, TypeAlias

UsageGrouping: TypeAlias = Literal["capability", "model", "voice", "api_key"]
"""What to break numbers down by."""
