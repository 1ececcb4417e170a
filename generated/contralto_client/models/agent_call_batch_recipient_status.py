# Generated from spec/openapi/agent-batches.yaml by contralto generate. Do not edit.
"""The values of `AgentCallBatchRecipientStatus`."""

from __future__ import annotations

from typing import Literal, TypeAlias

AgentCallBatchRecipientStatus: TypeAlias = Literal[
    "queued", "dispatched", "started", "completed", "failed", "cancelled"
]
"""How far the call is."""
