# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The values of `WebhookApiMethod`."""

from __future__ import annotations

from typing import Literal, TypeAlias

WebhookApiMethod: TypeAlias = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
"""HTTP method."""
