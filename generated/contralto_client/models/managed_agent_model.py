# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedAgentModel`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .managed_agent_model_pricing import ManagedAgentModelPricing


@define(kw_only=True)
class ManagedAgentModel:
    """A language model that an agent can think with."""

    id: str
    """Id of the model."""

    display_name: str
    """Name to show."""

    provider: str
    """Who runs the model."""

    description: str | None
    """What the model is good for."""

    average_latency_ms: int | None
    """Usual time to the first word in milliseconds."""

    pricing: ManagedAgentModelPricing
    """Prices of a language model as decimal numbers in text."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            id=pop("id"),
            display_name=pop("display_name"),
            provider=pop("provider"),
            description=pop("description"),
            average_latency_ms=pop("average_latency_ms"),
            pricing=ManagedAgentModelPricing.from_dict(pop("pricing")),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "display_name": self.display_name,
            "provider": self.provider,
            "description": self.description,
            "average_latency_ms": self.average_latency_ms,
            "pricing": self.pricing.to_dict(),
        }
        return members
