# Generated from spec/openapi/agent-batches.yaml by contralto generate. Do not edit.
"""The values of `AgentCallBatchRegion`."""

from __future__ import annotations

from typing import Literal, TypeAlias

AgentCallBatchRegion: TypeAlias = Literal["US", "EU", "APAC"]
"""Region that places the calls."""
