# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The model `ClientToolParameters`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import map_of, optional, rest_of, to_wire
from .client_tool_param import ClientToolParam

_properties = optional(map_of(ClientToolParam.from_dict))


@define(kw_only=True)
class ClientToolParameters:
    """What the agent passes to a client tool."""

    type: Literal["object"] = "object"
    """Type of the whole."""

    properties: dict[str, ClientToolParam] | None = None
    """Parameters by name."""

    required: list[str] | None = None
    """Names that the agent must give, at most 64."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.type = data["type"]
        self.properties = _properties(get("properties"))
        self.required = get("required")
        n_read = 1 + (self.properties is not None) + (self.required is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"type"}, {"properties", "required"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
        }
        if self.properties is not None:
            members["properties"] = to_wire(self.properties)
        if self.required is not None:
            members["required"] = self.required
        return members
