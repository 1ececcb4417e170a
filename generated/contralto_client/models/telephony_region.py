# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""The values of `TelephonyRegion`."""

from __future__ import annotations

from typing import Literal, TypeAlias

TelephonyRegion: TypeAlias = Literal["us1", "ie1", "au1"]
"""Twilio region: United States, Ireland or Australia. Default `us1`."""
