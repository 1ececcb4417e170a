# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedAgentModelConfig`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field


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
        rest = dict(data)
        pop = rest.pop
        return cls(
            id=pop("id"),
            temperature=pop("temperature"),
            max_output_tokens=pop("max_output_tokens"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "temperature": self.temperature,
            "max_output_tokens": self.max_output_tokens,
        }
        return members
