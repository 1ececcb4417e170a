# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""The values of `SipTrunkOutboundTransport`."""

from __future__ import annotations

from typing import Literal, TypeAlias

SipTrunkOutboundTransport: TypeAlias = Literal["tcp", "tls"]
"""Transport of the signalling."""
