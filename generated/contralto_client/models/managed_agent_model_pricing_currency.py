# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The values of `ManagedAgentModelPricingCurrency`."""

from __future__ import annotations

from typing import Literal, TypeAlias

ManagedAgentModelPricingCurrency: TypeAlias = Literal["USD"]
"""Currency of the prices."""
