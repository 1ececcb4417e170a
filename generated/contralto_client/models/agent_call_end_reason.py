# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""The values of `AgentCallEndReason`."""

from __future__ import annotations

from typing import Literal, TypeAlias

AgentCallEndReason: TypeAlias = Literal[
    "agent_hangup",
    "client_hangup",
    "api_cancelled",
    "max_duration",
    "inactivity",
    "client_disconnected",
    "dial_busy",
    "dial_failed",
    "dial_no_answer",
    "error",
]
"""Why a call ended. Reasons may be added."""
