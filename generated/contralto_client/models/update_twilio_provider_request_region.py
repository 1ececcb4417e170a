# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""The values of `UpdateTwilioProviderRequestRegion`."""

from __future__ import annotations

from typing import Literal, TypeAlias

UpdateTwilioProviderRequestRegion: TypeAlias = Literal["us1", "ie1", "au1"]
"""Twilio region of account and key."""
