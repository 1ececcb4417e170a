# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""The model `LocalizeVoiceRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import by_shape, rest_of, to_wire
from .access_by_type import AccessByType
from .access_level import AccessLevel
from .attachable_accent_id import AttachableAccentId
from .localize_dialect import LocalizeDialect
from .localize_target_language import LocalizeTargetLanguage
from .speaker_gender import SpeakerGender

_access = by_shape(AccessByType)


@define(kw_only=True)
class LocalizeVoiceRequest:
    """A voice, and what it is to become."""

    voice_id: str
    """Voice to begin with."""

    name: str
    """Name of the new voice."""

    accent: AttachableAccentId | str
    """Accent of the new voice, one of those that `GET /accents` marks with `is_localizable`."""

    tagline: str | None = None
    """Short line about the new voice."""

    description: str | None = None
    """Longer text about the new voice."""

    language: LocalizeTargetLanguage | None = None
    """Deprecated. Language of the new voice; `accent` says it already."""

    original_speaker_gender: SpeakerGender | None = None
    """Deprecated. Gender of the speaker of the source voice."""

    dialect: LocalizeDialect | None = None
    """Deprecated. Dialect of the language; `accent` says it already."""

    access: AccessLevel | AccessByType | None = None
    """Who may use the resource; the object is the older form."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.voice_id = data["voice_id"]
        self.name = data["name"]
        self.accent = data["accent"]
        self.tagline = get("tagline")
        self.description = get("description")
        self.language = get("language")
        self.original_speaker_gender = get("original_speaker_gender")
        self.dialect = get("dialect")
        self.access = _access(get("access"))
        n_read = (
            3
            + (self.tagline is not None)
            + (self.description is not None)
            + (self.language is not None)
            + (self.original_speaker_gender is not None)
            + (self.dialect is not None)
            + (self.access is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                {"voice_id", "name", "accent"},
                {"tagline", "description", "language", "original_speaker_gender", "dialect", "access"},
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "voice_id": self.voice_id,
            "name": self.name,
            "accent": self.accent,
        }
        if self.tagline is not None:
            members["tagline"] = self.tagline
        if self.description is not None:
            members["description"] = self.description
        if self.language is not None:
            members["language"] = self.language
        if self.original_speaker_gender is not None:
            members["original_speaker_gender"] = self.original_speaker_gender
        if self.dialect is not None:
            members["dialect"] = self.dialect
        if self.access is not None:
            members["access"] = to_wire(self.access)
        return members
