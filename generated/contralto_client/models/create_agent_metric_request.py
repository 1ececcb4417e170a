# Generated from spec/openapi/agent-metrics.yaml by contralto generate. Do not edit.
"""The model `CreateAgentMetricRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class CreateAgentMetricRequest:
    """A metric to make."""

    name: str
    """Name, unique in the account: lower-case letters, digits, `_`, `-` and `.`."""

    prompt: str
    """What the model is asked."""

    display_name: str | None = None
    """Name to show."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.name = data["name"]
        self.prompt = data["prompt"]
        self.display_name = get("display_name")
        n_read = 2 + (self.display_name is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"name", "prompt"}, {"display_name"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "name": self.name,
            "prompt": self.prompt,
        }
        if self.display_name is not None:
            members["display_name"] = self.display_name
        return members
