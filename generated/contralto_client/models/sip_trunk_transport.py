# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""The values of `SipTrunkTransport`."""

from __future__ import annotations

from typing import Literal, TypeAlias

SipTrunkTransport: TypeAlias = Literal["tcp", "tls"]
"""Transport of the signalling; TLS encrypts it."""
