# Generated from spec/components/errors.yaml by contralto generate. Do not edit.
"""The values of `ErrorCode`."""

from __future__ import annotations

from typing import Literal, TypeAlias

ErrorCode: TypeAlias = Literal[
    "quota_exceeded",
    "concurrency_limited",
    "voice_model_mismatch",
    "voice_not_found",
    "model_not_found",
    "model_sunsetted",
    "language_not_supported",
    "file_too_large",
    "unsupported_audio_format",
    "plan_upgrade_required",
    "kb_folder_not_found",
    "kb_folder_duplicate_name",
    "kb_folder_max_depth",
]
"""Machine-readable code, null when none fits. Codes may be added."""
