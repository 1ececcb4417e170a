# Generated from spec/openapi/usage.yaml by contralto generate. Do not edit.
"""The model `UsageCreditsBucket`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant


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
        rest = dict(data)
        pop = rest.pop
        return cls(
            start_ts=datetime.datetime.fromisoformat(pop("start_ts")),
            end_ts=datetime.datetime.fromisoformat(pop("end_ts")),
            credits=pop("credits"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "start_ts": instant(self.start_ts),
            "end_ts": instant(self.end_ts),
            "credits": self.credits,
        }
        return members
