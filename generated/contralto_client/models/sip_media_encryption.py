# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""The values of `SipMediaEncryption`."""

from __future__ import annotations

from typing import Literal, TypeAlias

SipMediaEncryption: TypeAlias = Literal["disabled", "allowed", "required"]
"""Whether the audio of a call is encrypted."""
