# Generated from spec/openapi/stt.yaml by contralto generate. Do not edit.
"""The values of `BatchSttModelId`."""

from __future__ import annotations

from typing import Literal, TypeAlias

BatchSttModelId: TypeAlias = Literal["ink-whisper", "ink-whisper-2025-06-04"]
"""Model to transcribe with. Models come and go; any id may be sent. `ink-2` is for sockets only."""
