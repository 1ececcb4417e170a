# Generated from spec/openapi/files.yaml by contralto generate. Do not edit.
"""The model `StoredFile`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant
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
        rest = dict(data)
        pop = rest.pop
        return cls(
            id=pop("id"),
            filename=pop("filename"),
            purpose=pop("purpose"),
            size=pop("size"),
            status=pop("status"),
            owner_id=pop("owner_id"),
            created_at=datetime.datetime.fromisoformat(pop("created_at")),
            additional_properties=rest,
        )

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
