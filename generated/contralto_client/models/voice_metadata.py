# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""The model `VoiceMetadata`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, rest_of
from .voice_metadata_access import VoiceMetadataAccess
from .voice_metadata_visibility import VoiceMetadataVisibility


@define(kw_only=True)
class VoiceMetadata:
    """A voice as the operations that make one answer it."""

    id: str
    """Id, used as `voice` in requests."""

    user_id: str
    """Deprecated. Id of the owner."""

    access: VoiceMetadataAccess | str
    """Who may use the voice."""

    visibility: VoiceMetadataVisibility | str
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
    """Language code of the voice."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.user_id = data["user_id"]
        self.access = data["access"]
        self.visibility = data["visibility"]
        self.name = data["name"]
        self.tagline = data["tagline"]
        self.description = data["description"]
        self.created_at = datetime.datetime.fromisoformat(data["created_at"])
        self.language = data["language"]
        n_read = 9
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                {"id", "user_id", "access", "visibility", "name", "tagline", "description", "created_at", "language"},
                (),
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "user_id": self.user_id,
            "access": self.access,
            "visibility": self.visibility,
            "name": self.name,
            "tagline": self.tagline,
            "description": self.description,
            "created_at": instant(self.created_at),
            "language": self.language,
        }
        return members
