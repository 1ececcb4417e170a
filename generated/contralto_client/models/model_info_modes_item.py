# Generated from spec/openapi/models.yaml by contralto generate. Do not edit.
"""The values of `ModelInfoModesItem`."""

from __future__ import annotations

from typing import Literal, TypeAlias

ModelInfoModesItem: TypeAlias = Literal["stream", "batch"]
"""A way to transcribe."""
