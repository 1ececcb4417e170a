# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The values of `ClientToolParamType`."""

from __future__ import annotations

from typing import Literal, TypeAlias

ClientToolParamType: TypeAlias = Literal["string", "integer", "number", "boolean", "array", "object"]
"""Type of the value."""
