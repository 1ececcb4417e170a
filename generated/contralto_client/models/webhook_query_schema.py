# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The model `WebhookQuerySchema`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import map_of, optional, rest_of, to_wire
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
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.type = get("type")
        self.properties = _properties(get("properties"))
        self.required = get("required")
        n_read = (self.type is not None) + (self.properties is not None) + (self.required is not None)
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, (), {"type", "properties", "required"})
        )
        return self

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
