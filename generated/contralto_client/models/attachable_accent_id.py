# Generated from spec/openapi/accents.yaml by contralto generate. Do not edit.
"""The values of `AttachableAccentId`."""

from __future__ import annotations

from typing import Literal, TypeAlias

AttachableAccentId: TypeAlias = Literal[
    "australian",
    "brazilian-portuguese",
    "british",
    "canadian-french",
    "castilian",
    "central-tamil",
    "central-thai",
    "czech",
    "european-portuguese",
    "general-american",
    "indian-english",
    "israeli",
    "istanbul",
    "korean",
    "mandarin",
    "mexican",
    "modern-standard-arabic",
    "parisian",
    "polish",
    "randstad",
    "russian",
    "slovak",
    "southern-us",
    "standard-german",
    "standard-hindi",
    "standard-italian",
    "standard-japanese",
    "stockholm",
    "telangana",
]
"""Id of an accent that a voice can be localized to, or that can be attached to a voice."""
