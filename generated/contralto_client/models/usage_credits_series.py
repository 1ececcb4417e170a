# Generated from spec/openapi/usage.yaml by contralto generate. Do not edit.
"""The model `UsageCreditsSeries`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .usage_credits_bucket import UsageCreditsBucket


@define(kw_only=True)
class UsageCreditsSeries:
    """Credits of one value of what the numbers are broken down by."""

    id: str
    """The value, such as the id of a voice or key, or a word such as `playground` or `unnamed_key`."""

    buckets: list[UsageCreditsBucket]
    """Periods in order of time."""

    label: str | None = None
    """Name to show."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.buckets = [UsageCreditsBucket.from_dict(item) for item in data["buckets"]]
        self.label = get("label")
        n_read = 2 + (self.label is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"id", "buckets"}, {"label"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "buckets": [item.to_dict() for item in self.buckets],
        }
        if self.label is not None:
            members["label"] = self.label
        return members
