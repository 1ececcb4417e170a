# Generated from spec/openapi/agent-batches.yaml by contralto generate. Do not edit.
"""The values of `AgentCallBatchStatus`."""

from __future__ import annotations

from typing import Literal, TypeAlias

AgentCallBatchStatus: TypeAlias = Literal["pending", "in_progress", "completed", "failed", "cancelled"]
"""How far the batch is: `completed` once every call was handed over, however the calls end."""
