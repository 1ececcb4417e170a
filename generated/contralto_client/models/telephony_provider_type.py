# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""The values of `TelephonyProviderType`."""

from __future__ import annotations

from typing import Literal, TypeAlias

TelephonyProviderType: TypeAlias = Literal["twilio", "sip_trunk"]
"""Kind of provider that can be linked."""
