# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The values of `WebhookPathParamType`."""

from __future__ import annotations

from typing import Literal, TypeAlias

WebhookPathParamType: TypeAlias = Literal["string", "integer", "number"]
"""Type of the value."""
