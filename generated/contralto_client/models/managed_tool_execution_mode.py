# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The values of `ManagedToolExecutionMode`."""

from __future__ import annotations

from typing import Literal, TypeAlias

ManagedToolExecutionMode: TypeAlias = Literal["immediate", "async"]
"""How the tool runs: `immediate` within the turn, where the caller can interrupt it, `async` while the
conversation goes on.
"""
