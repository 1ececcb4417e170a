# Generated from spec/components/speech.yaml by contralto generate. Do not edit.
"""The values of `ModelId`."""

from __future__ import annotations

from typing import Literal, TypeAlias

ModelId: TypeAlias = Literal[
    "sonic-3.6",
    "sonic-3.5",
    "sonic-3",
    "sonic-latest",
    "sonic-preview",
    "sonic-3.6-2026-08-27",
    "sonic-3.5-2026-05-04",
    "sonic-3-2026-01-12",
    "sonic-3-2025-10-27",
    "sonic-2",
    "sonic-turbo",
]
"""Model to speak with. Models come and go; any id may be sent."""
