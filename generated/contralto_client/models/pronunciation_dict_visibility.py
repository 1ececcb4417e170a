# Generated from spec/openapi/pronunciation-dicts.yaml by contralto generate. Do not edit.
"""The values of `PronunciationDictVisibility`."""

from __future__ import annotations

from typing import Literal, TypeAlias

PronunciationDictVisibility: TypeAlias = Literal["owner", "all"]
"""Who sees the dictionary in lists."""
