# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""The values of `AgentCallStatus`."""

from __future__ import annotations

from typing import Literal, TypeAlias

AgentCallStatus: TypeAlias = Literal["created", "started", "completed", "failed"]
"""How far the call is."""
