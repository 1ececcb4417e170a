# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedAgentModel`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
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
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.display_name = data["display_name"]
        self.provider = data["provider"]
        self.description = data["description"]
        self.average_latency_ms = data["average_latency_ms"]
        self.pricing = ManagedAgentModelPricing.from_dict(data["pricing"])
        n_read = 6
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"id", "display_name", "provider", "description", "average_latency_ms", "pricing"}, ())
        )
        return self

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
