# Generated from spec/asyncapi/managed-agents.yaml by contralto generate. Do not edit.
"""The values of `ManagedErrorCode`."""

from __future__ import annotations

from typing import Literal, TypeAlias

ManagedErrorCode: TypeAlias = Literal[
    "invalid_event",
    "agent_failed",
    "missing_dynamic_variables",
    "invalid_dynamic_variables",
    "dynamic_variables_not_allowed",
]
"""Machine-readable code. Codes may be added."""
