# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The model `ClientToolParam`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import map_of, optional, rest_of, to_wire
from .client_tool_param_type import ClientToolParamType


@define(kw_only=True)
class ClientToolParam:
    """A parameter of a client tool."""

    type: ClientToolParamType
    """Type of the value."""

    description: str | None = None
    """What the agent shall give."""

    enum: list[str | float | bool] | None = None
    """Values to choose from."""

    constant_value: str | float | bool | None = None
    """Fixed value that the agent neither sees nor sets."""

    dynamic_variable: str | None = None
    """Variable of the call that gives the value; the agent does not see it."""

    items: ClientToolParam | None = None
    """Type of the elements of an array."""

    properties: dict[str, ClientToolParam] | None = None
    """Members of an object by name."""

    required: list[str] | None = None
    """Names of the members that the agent must give."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.type = data["type"]
        self.description = get("description")
        self.enum = get("enum")
        self.constant_value = get("constant_value")
        self.dynamic_variable = get("dynamic_variable")
        self.items = optional(ClientToolParam.from_dict)(get("items"))
        self.properties = optional(map_of(ClientToolParam.from_dict))(get("properties"))
        self.required = get("required")
        n_read = (
            1
            + (self.description is not None)
            + (self.enum is not None)
            + (self.constant_value is not None)
            + (self.dynamic_variable is not None)
            + (self.items is not None)
            + (self.properties is not None)
            + (self.required is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                {"type"},
                {"description", "enum", "constant_value", "dynamic_variable", "items", "properties", "required"},
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
        }
        if self.description is not None:
            members["description"] = self.description
        if self.enum is not None:
            members["enum"] = self.enum
        if self.constant_value is not None:
            members["constant_value"] = self.constant_value
        if self.dynamic_variable is not None:
            members["dynamic_variable"] = self.dynamic_variable
        if self.items is not None:
            members["items"] = self.items.to_dict()
        if self.properties is not None:
            members["properties"] = to_wire(self.properties)
        if self.required is not None:
            members["required"] = self.required
        return members
