# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""The values of `LocalizeTargetLanguage`."""

from __future__ import annotations

from typing import Literal, TypeAlias

LocalizeTargetLanguage: TypeAlias = Literal[
    "en",
    "de",
    "es",
    "fr",
    "ja",
    "pt",
    "zh",
    "hi",
    "it",
    "ko",
    "nl",
    "pl",
    "ru",
    "sv",
    "tr",
    "ar",
    "he",
    "ta",
    "te",
    "th",
]
"""Language to localize to."""
