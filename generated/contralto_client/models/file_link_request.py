# Generated from spec/openapi/files.yaml by contralto generate. Do not edit.
"""The model `FileLinkRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field


@define(kw_only=True)
class FileLinkRequest:
    """The file to link to, and for how long."""

    file_id: str
    """Id of the file."""

    lifetime: str
    """How long the link works, such as `24h`."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            file_id=pop("file_id"),
            lifetime=pop("lifetime"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "file_id": self.file_id,
            "lifetime": self.lifetime,
        }
        return members
