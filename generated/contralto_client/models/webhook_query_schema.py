# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The model `WebhookQuerySchema`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import map_of, optional, take, to_wire
from .webhook_query_param import WebhookQueryParam
from .webhook_query_schema_type import WebhookQuerySchemaType

_properties = optional(map_of(WebhookQueryParam.from_dict))


@define(kw_only=True)
class WebhookQuerySchema:
    """The values in the query string."""

    type: WebhookQuerySchemaType | str | None = None
    """Type of the whole."""

    properties: dict[str, WebhookQueryParam] | None = None
    """Values by name."""

    required: list[str] | None = None
    """Names that the agent must give."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        return cls(
            type=take(rest, "type"),
            properties=_properties(take(rest, "properties")),
            required=take(rest, "required"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.type is not None:
            members["type"] = self.type
        if self.properties is not None:
            members["properties"] = to_wire(self.properties)
        if self.required is not None:
            members["required"] = self.required
        return members
