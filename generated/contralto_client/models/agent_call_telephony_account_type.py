# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""The values of `AgentCallTelephonyAccountType`."""

from __future__ import annotations

from typing import Literal, TypeAlias

AgentCallTelephonyAccountType: TypeAlias = Literal["cartesia", "twilio", "sip_trunk"]
"""Whose phone line carried the call."""
