# Generated from spec/openapi/usage.yaml by contralto generate. Do not edit.
"""The model `UsageCreditsBucket`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, rest_of


@define(kw_only=True)
class UsageCreditsBucket:
    """Credits of a period; periods without any are there with 0."""

    start_ts: datetime.datetime
    """Begin of the period."""

    end_ts: datetime.datetime
    """End of the period."""

    credits: int
    """Used credits."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.start_ts = datetime.datetime.fromisoformat(data["start_ts"])
        self.end_ts = datetime.datetime.fromisoformat(data["end_ts"])
        self.credits = data["credits"]
        n_read = 3
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"start_ts", "end_ts", "credits"}, ())
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "start_ts": instant(self.start_ts),
            "end_ts": instant(self.end_ts),
            "credits": self.credits,
        }
        return members
