# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""The model `AgentOutboundCallItem`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class AgentOutboundCallItem:
    """A number to call."""

    to_number: str
    """Number to call, in E.164 form."""

    metadata: dict[str, Any] | None = None
    """Handed to the code of the agent."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.to_number = data["to_number"]
        self.metadata = get("metadata")
        n_read = 1 + (self.metadata is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"to_number"}, {"metadata"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "to_number": self.to_number,
        }
        if self.metadata is not None:
            members["metadata"] = self.metadata
        return members
