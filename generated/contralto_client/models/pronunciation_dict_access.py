# Generated from spec/openapi/pronunciation-dicts.yaml by contralto generate. Do not edit.
"""The values of `PronunciationDictAccess`."""

from __future__ import annotations

from typing import Literal, TypeAlias

PronunciationDictAccess: TypeAlias = Literal["private", "public"]
"""Who may use the dictionary."""
