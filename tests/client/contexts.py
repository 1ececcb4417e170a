"""What the tests of sockets with contexts share."""

from __future__ import annotations

import base64
from typing import Any

FIXED: dict[str, Any] = {
    "model_id": "sonic-3",
    "voice": {"mode": "id", "id": "v"},
    "output_format": {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 24000},
}
"""The members that are repeated in every message of a context."""


def b64(data: bytes) -> str:
    """Audio as it stands in a message."""
    return base64.b64encode(data).decode()
