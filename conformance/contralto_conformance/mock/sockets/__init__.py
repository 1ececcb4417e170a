"""The sockets of the API: one module a channel."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .base import Socket

# Channel, and the class in the module of the same name that serves it.
_CLASSES = {
    "tts": "TtsSocket",
    "stt": "SttSocket",
    "stt_turns": "SttTurnsSocket",
    "line_agent": "LineAgentSocket",
    "managed_agent": "ManagedAgentSocket",
}


@functools.cache
def channels() -> Mapping[str, type[Socket]]:
    """Who serves a channel, by the name of the channel in the documents."""
    return {name: getattr(importlib.import_module(f"{__name__}.{name}"), cls) for name, cls in _CLASSES.items()}
