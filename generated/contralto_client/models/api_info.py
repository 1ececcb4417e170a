# Generated from spec/openapi/status.yaml by contralto generate. Do not edit.
"""The model `ApiInfo`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field


@define(kw_only=True)
class ApiInfo:
    """What `GET /` says of the service."""

    ok: bool
    """True while the service runs."""

    version: str
    """Newest API version."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            ok=pop("ok"),
            version=pop("version"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "ok": self.ok,
            "version": self.version,
        }
        return members
