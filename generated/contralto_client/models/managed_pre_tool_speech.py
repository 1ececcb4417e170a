# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The values of `ManagedPreToolSpeech`."""

from __future__ import annotations

from typing import Literal, TypeAlias

ManagedPreToolSpeech: TypeAlias = Literal["auto", "force", "off"]
"""Whether the agent speaks before it uses a tool: `auto` leaves it to the agent, `force` asks for it, `off`
does not.
"""
