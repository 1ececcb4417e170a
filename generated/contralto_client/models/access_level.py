# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""The values of `AccessLevel`."""

from __future__ import annotations

from typing import Literal, TypeAlias

AccessLevel: TypeAlias = Literal["private", "public"]
"""Private: the owner alone. Public: everybody."""
