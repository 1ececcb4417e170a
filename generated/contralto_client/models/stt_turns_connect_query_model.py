# Generated from spec/published/2026-08-14 by contralto generate. Do not edit.
"""The values of `SttTurnsConnectQueryModel`."""

from __future__ import annotations

from typing import Literal, TypeAlias

SttTurnsConnectQueryModel: TypeAlias = Literal["ink-2", "ink-preview"]
"""Model to transcribe with, one that knows turns; `ink-whisper` models do not."""
