# Generated from spec/openapi/agent-batches.yaml by contralto generate. Do not edit.
"""The values of `AgentCallBatchRequestRegion`."""

from __future__ import annotations

from typing import Literal, TypeAlias

AgentCallBatchRequestRegion: TypeAlias = Literal["US", "EU", "APAC"]
"""Region that places the calls; only for numbers of a SIP trunk."""
