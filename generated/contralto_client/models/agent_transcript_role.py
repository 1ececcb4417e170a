# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""The values of `AgentTranscriptRole`."""

from __future__ import annotations

from typing import Literal, TypeAlias

AgentTranscriptRole: TypeAlias = Literal["user", "assistant", "system"]
"""Who spoke; `assistant` is the agent and `system` logs."""
