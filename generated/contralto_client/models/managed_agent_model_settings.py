# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedAgentModelSettings`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class ManagedAgentModelSettings:
    """Language model of an agent."""

    id: str | None = None
    """Id from the list of models."""

    temperature: float | None = None
    """Randomness; null for that of the model. 0 to 1."""

    max_output_tokens: int | None = None
    """Longest answer in tokens; null for that of the model. 1 to 4096."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = get("id")
        self.temperature = get("temperature")
        self.max_output_tokens = get("max_output_tokens")
        n_read = (self.id is not None) + (self.temperature is not None) + (self.max_output_tokens is not None)
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, (), {"id", "temperature", "max_output_tokens"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.id is not None:
            members["id"] = self.id
        if self.temperature is not None:
            members["temperature"] = self.temperature
        if self.max_output_tokens is not None:
            members["max_output_tokens"] = self.max_output_tokens
        return members
