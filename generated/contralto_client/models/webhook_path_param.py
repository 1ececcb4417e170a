# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The model `WebhookPathParam`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .webhook_path_param_type import WebhookPathParamType


@define(kw_only=True)
class WebhookPathParam:
    """A value for a place in the path. The agent chooses it unless it is constant or a variable."""

    type: WebhookPathParamType
    """Type of the value."""

    description: str | None = None
    """What the agent shall give."""

    enum: list[str | float | bool] | None = None
    """Values to choose from."""

    constant_value: str | float | bool | None = None
    """Fixed value that the agent neither sees nor sets."""

    dynamic_variable: str | None = None
    """Variable of the call that gives the value; the agent does not see it."""

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
        n_read = (
            1
            + (self.description is not None)
            + (self.enum is not None)
            + (self.constant_value is not None)
            + (self.dynamic_variable is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"type"}, {"description", "enum", "constant_value", "dynamic_variable"})
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
        return members
