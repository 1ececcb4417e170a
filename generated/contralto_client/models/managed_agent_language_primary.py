# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The values of `ManagedAgentLanguagePrimary`."""

from __future__ import annotations

from typing import Literal, TypeAlias

ManagedAgentLanguagePrimary: TypeAlias = Literal[
    "en",
    "fr",
    "de",
    "es",
    "pt",
    "zh",
    "ja",
    "hi",
    "it",
    "ko",
    "nl",
    "pl",
    "ru",
    "sv",
    "tr",
    "tl",
    "bg",
    "ro",
    "ar",
    "cs",
    "el",
    "fi",
    "hr",
    "ms",
    "sk",
    "da",
    "ta",
    "uk",
    "hu",
    "no",
    "vi",
    "bn",
    "th",
    "he",
    "ka",
    "id",
    "te",
    "gu",
    "kn",
    "ml",
    "mr",
    "pa",
    "or",
    "ur",
]
"""Language code; null when the language of the caller is detected."""
