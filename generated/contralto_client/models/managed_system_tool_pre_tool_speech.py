# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The values of `ManagedSystemToolPreToolSpeech`."""

from __future__ import annotations

from typing import Literal, TypeAlias

ManagedSystemToolPreToolSpeech: TypeAlias = Literal["auto", "force", "off"]
"""Whether the agent speaks before it uses the tool."""
