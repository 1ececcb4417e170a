# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""The model `Voice`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, rest_of
from .accent_id import AccentId
from .voice_accent import VoiceAccent
from .voice_access import VoiceAccess
from .voice_gender import VoiceGender
from .voice_locale import VoiceLocale
from .voice_status import VoiceStatus
from .voice_visibility import VoiceVisibility


@define(kw_only=True)
class Voice:
    """A voice. Members may be added within a version."""

    id: str
    """Id, used as `voice` in requests."""

    is_owner: bool
    """True for a voice of the own organization."""

    access: VoiceAccess | str
    """Who may use the voice."""

    visibility: VoiceVisibility | str
    """Who sees the voice in lists."""

    name: str
    """Name to show."""

    tagline: str
    """Short line, at most 32 characters, empty when unset."""

    description: str
    """Longer text about the voice."""

    created_at: datetime.datetime
    """When the voice was made."""

    language: str
    """Deprecated. Language code of the voice; `accents` says more."""

    status: VoiceStatus | str | None = None
    """Whether lists show it by default."""

    gender: VoiceGender | str | None = None
    """How the voice presents; null when not said."""

    preview_file_url: str | None = None
    """Address of a sample, only when expanded; null when there is none. Downloading it takes the same
    credential. The address may change, so it is not for keeping.
    """

    locales: list[VoiceLocale] | None = None
    """Locales that the voice speaks, the native one first."""

    accents: list[VoiceAccent] | None = None
    """Accents that the voice speaks; absent when unknown."""

    accent: AccentId | str | None = None
    """Native accent, as an id of the catalogue; null when unknown."""

    country: str | None = None
    """Deprecated. ISO 3166-1 alpha-2 code of the country, when known."""

    is_pro: bool | None = None
    """True for a professional clone."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.is_owner = data["is_owner"]
        self.access = data["access"]
        self.visibility = data["visibility"]
        self.name = data["name"]
        self.tagline = data["tagline"]
        self.description = data["description"]
        self.created_at = datetime.datetime.fromisoformat(data["created_at"])
        self.language = data["language"]
        self.status = get("status")
        self.gender = get("gender")
        self.preview_file_url = get("preview_file_url")
        self.locales = None if (items := get("locales")) is None else [VoiceLocale.from_dict(item) for item in items]
        self.accents = None if (items := get("accents")) is None else [VoiceAccent.from_dict(item) for item in items]
        self.accent = get("accent")
        self.country = get("country")
        self.is_pro = get("is_pro")
        n_read = (
            9
            + (self.status is not None)
            + (self.gender is not None)
            + (self.preview_file_url is not None)
            + (self.locales is not None)
            + (self.accents is not None)
            + (self.accent is not None)
            + (self.country is not None)
            + (self.is_pro is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                {"id", "is_owner", "access", "visibility", "name", "tagline", "description", "created_at", "language"},
                {"status", "gender", "preview_file_url", "locales", "accents", "accent", "country", "is_pro"},
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "is_owner": self.is_owner,
            "access": self.access,
            "visibility": self.visibility,
            "name": self.name,
            "tagline": self.tagline,
            "description": self.description,
            "created_at": instant(self.created_at),
            "language": self.language,
        }
        if self.status is not None:
            members["status"] = self.status
        if self.gender is not None:
            members["gender"] = self.gender
        if self.preview_file_url is not None:
            members["preview_file_url"] = self.preview_file_url
        if self.locales is not None:
            members["locales"] = [item.to_dict() for item in self.locales]
        if self.accents is not None:
            members["accents"] = [item.to_dict() for item in self.accents]
        if self.accent is not None:
            members["accent"] = self.accent
        if self.country is not None:
            members["country"] = self.country
        if self.is_pro is not None:
            members["is_pro"] = self.is_pro
        return members
