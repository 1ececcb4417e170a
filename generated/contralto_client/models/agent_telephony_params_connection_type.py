# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""The values of `AgentTelephonyParamsConnectionType`."""

from __future__ import annotations

from typing import Literal, TypeAlias

AgentTelephonyParamsConnectionType: TypeAlias = Literal["websocket", "phone"]
"""How the caller was connected."""
