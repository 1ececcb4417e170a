# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""The values of `SipTrunkOutboundMediaEncryption`."""

from __future__ import annotations

from typing import Literal, TypeAlias

SipTrunkOutboundMediaEncryption: TypeAlias = Literal["disabled", "allowed", "required"]
"""Encryption of the audio."""
