# Generated from spec/openapi/webhooks.yaml by contralto generate. Do not edit.
"""The values of `CallTurnDetailRole`."""

from __future__ import annotations

from typing import Literal, TypeAlias

CallTurnDetailRole: TypeAlias = Literal["user", "assistant", "system"]
"""Who spoke."""
