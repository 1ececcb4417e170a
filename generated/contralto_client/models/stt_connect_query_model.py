# Generated from spec/published/2026-08-14 by contralto generate. Do not edit.
"""The values of `SttConnectQueryModel`."""

from __future__ import annotations

from typing import Literal, TypeAlias

SttConnectQueryModel: TypeAlias = Literal["ink-2", "ink-preview", "ink-whisper", "ink-whisper-2025-06-04"]
"""Model to transcribe with. Models come and go; any id may be sent."""
