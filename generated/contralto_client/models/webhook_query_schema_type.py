# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The values of `WebhookQuerySchemaType`."""

from __future__ import annotations

from typing import Literal, TypeAlias

WebhookQuerySchemaType: TypeAlias = Literal["object"]
"""Type of the whole."""
