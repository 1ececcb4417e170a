# Generated from spec/asyncapi/managed-agents.yaml by contralto generate. Do not edit.
"""The values of `ManagedTurnStartedRole`."""

from __future__ import annotations

from typing import Literal, TypeAlias

ManagedTurnStartedRole: TypeAlias = Literal["user", "assistant"]
"""Who speaks."""
