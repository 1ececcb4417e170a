# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The values of `ManagedClientToolExecutionMode`."""

from __future__ import annotations

from typing import Literal, TypeAlias

ManagedClientToolExecutionMode: TypeAlias = Literal["immediate", "async"]
"""How the tool runs."""
