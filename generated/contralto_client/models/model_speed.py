# Generated from spec/components/speech.yaml by contralto generate. Do not edit.
"""The values of `ModelSpeed`."""

from __future__ import annotations

from typing import Literal, TypeAlias

ModelSpeed: TypeAlias = Literal["slow", "normal", "fast"]
"""Coarse speed; `generation_config.speed` supersedes it."""
