# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedTurn`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class ManagedTurn:
    """What an agent does when the caller is silent."""

    inactivity_end_call_secs: int | None = None
    """Silence in seconds after which the agent ends the call, 20 to 240."""

    inactivity_check_in_secs: int | None = None
    """Silence in seconds after which the agent asks back, 5 to 60; null for never."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.inactivity_end_call_secs = get("inactivity_end_call_secs")
        self.inactivity_check_in_secs = get("inactivity_check_in_secs")
        n_read = (self.inactivity_end_call_secs is not None) + (self.inactivity_check_in_secs is not None)
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, (), {"inactivity_end_call_secs", "inactivity_check_in_secs"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.inactivity_end_call_secs is not None:
            members["inactivity_end_call_secs"] = self.inactivity_end_call_secs
        if self.inactivity_check_in_secs is not None:
            members["inactivity_check_in_secs"] = self.inactivity_check_in_secs
        return members
