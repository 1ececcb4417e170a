# Generated from spec/openapi/infill.yaml by contralto generate. Do not edit.
"""The values of `InfillModelId`."""

from __future__ import annotations

from typing import Literal, TypeAlias

InfillModelId: TypeAlias = Literal["sonic-3", "sonic-3-2026-01-12", "sonic-3-2025-10-27"]
"""Model to speak with. Models come and go; any id may be sent."""
