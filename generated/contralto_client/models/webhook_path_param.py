# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The model `WebhookPathParam`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import take
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
        rest = dict(data)
        pop = rest.pop
        return cls(
            type=pop("type"),
            description=take(rest, "description"),
            enum=take(rest, "enum"),
            constant_value=take(rest, "constant_value"),
            dynamic_variable=take(rest, "dynamic_variable"),
            additional_properties=rest,
        )

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
