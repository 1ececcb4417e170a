# Generated from spec/published/2026-08-14 by contralto generate. Do not edit.
"""What this package is, and which API version it speaks unless told otherwise."""

from __future__ import annotations

API_VERSION = "2026-08-14"
PACKAGE_NAME = "contralto-client"
PACKAGE_VERSION = "0.1.0"

BASE_URL: str | None = "https://api.cartesia.ai"
CREDENTIAL_HEADER = "authorization"
ENV_PREFIX = "CARTESIA"
SUBPROTOCOL_PREFIX: str | None = None

DEPRECATED_MODELS: dict[str, str] = {
    "sonic": "was switched off on 2026-06-01",
    "sonic-2-2025-03-07": "was switched off on 2026-06-01",
    "sonic-english": "was switched off on 2026-06-01",
    "sonic-multilingual": "was switched off on 2026-06-01",
    "sonic-turbo-2025-03-07": "was switched off on 2026-06-01",
}
"""What is known of models that were switched off or will be."""
