# Generated from spec/openapi/fine-tunes.yaml by contralto generate. Do not edit.
"""The values of `FineTuneStatus`."""

from __future__ import annotations

from typing import Literal, TypeAlias

FineTuneStatus: TypeAlias = Literal["created", "training", "completed", "failed"]
"""State of the training."""
