# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedAgentModelConfig`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class ManagedAgentModelConfig:
    """Language model of an agent."""

    id: str
    """Id of the model."""

    temperature: float | None
    """Randomness, 0 to 1; null for that of the model."""

    max_output_tokens: int | None
    """Longest answer in tokens, 1 to 4096; null for that of the model."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.temperature = data["temperature"]
        self.max_output_tokens = data["max_output_tokens"]
        n_read = 3
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"id", "temperature", "max_output_tokens"}, ())
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "temperature": self.temperature,
            "max_output_tokens": self.max_output_tokens,
        }
        return members
