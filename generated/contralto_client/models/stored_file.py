# Generated from spec/openapi/files.yaml by contralto generate. Do not edit.
"""The model `StoredFile`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, rest_of
from .stored_file_purpose import StoredFilePurpose
from .stored_file_status import StoredFileStatus


@define(kw_only=True)
class StoredFile:
    """A stored file."""

    id: str
    """Id of the file; begins with `file_`."""

    filename: str
    """Name of the file as it was uploaded."""

    purpose: StoredFilePurpose | str
    """What the file is for."""

    size: int
    """Length in bytes. At least 0."""

    status: StoredFileStatus | str
    """Whether the file can be used yet."""

    owner_id: str
    """Id of the owner."""

    created_at: datetime.datetime
    """When the file was stored."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.filename = data["filename"]
        self.purpose = data["purpose"]
        self.size = data["size"]
        self.status = data["status"]
        self.owner_id = data["owner_id"]
        self.created_at = datetime.datetime.fromisoformat(data["created_at"])
        n_read = 7
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"id", "filename", "purpose", "size", "status", "owner_id", "created_at"}, ())
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "filename": self.filename,
            "purpose": self.purpose,
            "size": self.size,
            "status": self.status,
            "owner_id": self.owner_id,
            "created_at": instant(self.created_at),
        }
        return members
