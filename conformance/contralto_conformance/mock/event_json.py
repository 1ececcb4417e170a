"""Events as JSON, without a look at every letter of their audio.

Nine parts in ten of a stream are audio in base64. It holds nothing that JSON would escape, and to search it for that
would be a good part of the work of sending it.
"""

from __future__ import annotations

import binascii
import json
from collections.abc import Mapping
from typing import Any


class Base64(str):
    """Text that was encoded in base64 by `base64_of`. What is made of it by others is plain text again."""

    __slots__ = ()


def base64_of(content: bytes) -> Base64:
    """`content` in base64."""
    return Base64(binascii.b2a_base64(content, newline=False).decode("ascii"))


def json_of(event: Mapping[str, Any]) -> str:
    """`event` as compact JSON."""
    data = event.get("data")
    if type(data) is not Base64:
        return json.dumps(event, separators=(",", ":"))
    # Quotes within other members are escaped, and events of audio are flat: the first empty `data` is its own.
    before, member, after = json.dumps({**event, "data": ""}, separators=(",", ":")).partition('"data":""')
    return f"{before}{member[:-1]}{data}{member[-1]}{after}"
