# Generated from spec/openapi/usage.yaml by contralto generate. Do not edit.
"""The model `UsageCredits`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import by_shape, list_of, rest_of, to_wire
from .usage_credits_bucket import UsageCreditsBucket
from .usage_credits_group_by import UsageCreditsGroupBy
from .usage_credits_series import UsageCreditsSeries

_data = list_of(by_shape(UsageCreditsBucket, UsageCreditsSeries))


@define(kw_only=True)
class UsageCredits:
    """Used credits: periods, or a series of periods for each value when grouped."""

    data: list[UsageCreditsBucket | UsageCreditsSeries]
    """Periods in order of time; series when `group_by` was given."""

    group_by: UsageCreditsGroupBy | str | None = None
    """What the numbers are broken down by."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.data = _data(data["data"])
        self.group_by = get("group_by")
        n_read = 1 + (self.group_by is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"data"}, {"group_by"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "data": [to_wire(item) for item in self.data],
        }
        if self.group_by is not None:
            members["group_by"] = self.group_by
        return members
