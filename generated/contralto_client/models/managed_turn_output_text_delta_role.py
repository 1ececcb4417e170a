# Generated from spec/asyncapi/managed-agents.yaml by contralto generate. Do not edit.
"""The values of `ManagedTurnOutputTextDeltaRole`."""

from __future__ import annotations

from typing import Literal, TypeAlias

ManagedTurnOutputTextDeltaRole: TypeAlias = Literal["assistant"]
"""Who speaks; the user's speech never comes in pieces."""
