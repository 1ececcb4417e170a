# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""The values of `LocalizeDialect`."""

from __future__ import annotations

from typing import Literal, TypeAlias

LocalizeDialect: TypeAlias = Literal["au", "in", "so", "uk", "us", "mx", "pe", "br", "eu", "ca"]
"""Dialect of the language. English: `au`, `in`, `so` (Southern US), `uk`, `us`. Spanish: `mx` (Latin
American), `pe` (Peninsular). Portuguese: `br`, `eu`. French: `eu` (Parisian), `ca`. Other languages have
none.
"""
