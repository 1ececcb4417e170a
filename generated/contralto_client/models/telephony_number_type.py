# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""The values of `TelephonyNumberType`."""

from __future__ import annotations

from typing import Literal, TypeAlias

TelephonyNumberType: TypeAlias = Literal["twilio", "cartesia", "sip_trunk"]
"""Kind of provider of a phone number."""
