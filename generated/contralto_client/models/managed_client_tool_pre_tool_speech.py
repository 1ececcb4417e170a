# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The values of `ManagedClientToolPreToolSpeech`."""

from __future__ import annotations

from typing import Literal, TypeAlias

ManagedClientToolPreToolSpeech: TypeAlias = Literal["auto", "force", "off"]
"""Whether the agent speaks before it uses the tool."""
