# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The values of `WebhookApiUpdateMethod`."""

from __future__ import annotations

from typing import Literal, TypeAlias

WebhookApiUpdateMethod: TypeAlias = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
"""HTTP method."""
