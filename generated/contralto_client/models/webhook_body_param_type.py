# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The values of `WebhookBodyParamType`."""

from __future__ import annotations

from typing import Literal, TypeAlias

WebhookBodyParamType: TypeAlias = Literal["string", "integer", "number", "boolean", "array", "object"]
"""Type of the value."""
