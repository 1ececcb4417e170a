# Generated from spec/openapi/webhooks.yaml by contralto generate. Do not edit.
"""The model `CallTurnToolCall`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class CallTurnToolCall:
    """A tool that the agent called."""

    name: str
    """Name of the tool."""

    arguments: dict[str, Any]
    """Arguments by name."""

    result: Any = None
    """What the tool gave back, of any type."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.name = data["name"]
        self.arguments = data["arguments"]
        self.result = get("result")
        n_read = 2 + (self.result is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"name", "arguments"}, {"result"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "name": self.name,
            "arguments": self.arguments,
        }
        if self.result is not None:
            members["result"] = self.result
        return members
