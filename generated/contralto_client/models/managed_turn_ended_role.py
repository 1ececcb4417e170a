# Generated from spec/asyncapi/managed-agents.yaml by contralto generate. Do not edit.
"""The values of `ManagedTurnEndedRole`."""

from __future__ import annotations

from typing import Literal, TypeAlias

ManagedTurnEndedRole: TypeAlias = Literal["user", "assistant"]
"""Who spoke."""
