# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The values of `WebhookQueryParamType`."""

from __future__ import annotations

from typing import Literal, TypeAlias

WebhookQueryParamType: TypeAlias = Literal["string", "integer", "number", "boolean", "array"]
"""Type of the value."""
