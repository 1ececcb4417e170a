# Generated from spec/openapi/fine-tunes.yaml by contralto generate. Do not edit.
"""The values of `FineTuneBaseModel`."""

from __future__ import annotations

from typing import Literal, TypeAlias

FineTuneBaseModel: TypeAlias = Literal["sonic-3.6-2026-08-27", "sonic-3-2026-01-12", "sonic-3-2025-10-27"]
"""Model to begin with. Only a few dated models allow it; they change over time."""
