"""The contract of the Cartesia voice API as data: versions, documents, state tables and requirements.

`load()` gives the prebuilt spec in milliseconds. `contralto_spec.bundle` and `contralto_spec.lint` work on the hand-
written files and are imported on demand, so that readers do not pay for them.
"""

from __future__ import annotations

from .findings import Finding, SpecError
from .limits import PlanLimits, idle_limits, plans
from .reader import (
    ApiVersion,
    Dialect,
    FactSource,
    Requirement,
    Spec,
    UnknownDialect,
    UnknownRequirement,
    UnknownVersion,
    load,
)

__all__ = [
    "ApiVersion",
    "Dialect",
    "FactSource",
    "Finding",
    "PlanLimits",
    "Requirement",
    "Spec",
    "SpecError",
    "UnknownDialect",
    "UnknownRequirement",
    "UnknownVersion",
    "idle_limits",
    "load",
    "plans",
]
