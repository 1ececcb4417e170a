# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedAgentModelPricing`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .managed_agent_model_pricing_currency import ManagedAgentModelPricingCurrency


@define(kw_only=True)
class ManagedAgentModelPricing:
    """Prices of a language model as decimal numbers in text."""

    currency: ManagedAgentModelPricingCurrency | str
    """Currency of the prices."""

    input_per_million_tokens: str
    """Price of a million tokens read."""

    output_per_million_tokens: str
    """Price of a million tokens written."""

    cache_read_per_million_tokens: str
    """Price of a million tokens read from the cache."""

    cache_write_per_million_tokens: str
    """Price of a million tokens put into the cache."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.currency = data["currency"]
        self.input_per_million_tokens = data["input_per_million_tokens"]
        self.output_per_million_tokens = data["output_per_million_tokens"]
        self.cache_read_per_million_tokens = data["cache_read_per_million_tokens"]
        self.cache_write_per_million_tokens = data["cache_write_per_million_tokens"]
        n_read = 5
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                {
                    "currency",
                    "input_per_million_tokens",
                    "output_per_million_tokens",
                    "cache_read_per_million_tokens",
                    "cache_write_per_million_tokens",
                },
                (),
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "currency": self.currency,
            "input_per_million_tokens": self.input_per_million_tokens,
            "output_per_million_tokens": self.output_per_million_tokens,
            "cache_read_per_million_tokens": self.cache_read_per_million_tokens,
            "cache_write_per_million_tokens": self.cache_write_per_million_tokens,
        }
        return members
