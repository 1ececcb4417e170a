# Generated from spec/published/2026-08-14 by contralto generate. Do not edit.
"""The events of each stream and socket, as unions. Nothing is imported before it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .line_agent_socket_event import LINE_AGENT_SOCKET_EVENTS, LineAgentSocketEvent
    from .managed_agent_socket_event import MANAGED_AGENT_SOCKET_EVENTS, ManagedAgentSocketEvent
    from .stt_socket_event import STT_SOCKET_EVENTS, SttSocketEvent
    from .stt_turns_socket_event import STT_TURNS_SOCKET_EVENTS, SttTurnsSocketEvent
    from .tts_socket_event import TTS_SOCKET_EVENTS, TtsSocketEvent
    from .tts_sse_event import TTS_SSE_EVENTS, TtsSseEvent
    from .voice_changer_event import VOICE_CHANGER_EVENTS, VoiceChangerEvent

_MODULES: dict[str, str] = {
    "LINE_AGENT_SOCKET_EVENTS": "line_agent_socket_event",
    "LineAgentSocketEvent": "line_agent_socket_event",
    "MANAGED_AGENT_SOCKET_EVENTS": "managed_agent_socket_event",
    "ManagedAgentSocketEvent": "managed_agent_socket_event",
    "STT_SOCKET_EVENTS": "stt_socket_event",
    "STT_TURNS_SOCKET_EVENTS": "stt_turns_socket_event",
    "SttSocketEvent": "stt_socket_event",
    "SttTurnsSocketEvent": "stt_turns_socket_event",
    "TTS_SOCKET_EVENTS": "tts_socket_event",
    "TTS_SSE_EVENTS": "tts_sse_event",
    "TtsSocketEvent": "tts_socket_event",
    "TtsSseEvent": "tts_sse_event",
    "VOICE_CHANGER_EVENTS": "voice_changer_event",
    "VoiceChangerEvent": "voice_changer_event",
}

__all__: list[str] = [
    "LINE_AGENT_SOCKET_EVENTS",
    "MANAGED_AGENT_SOCKET_EVENTS",
    "STT_SOCKET_EVENTS",
    "STT_TURNS_SOCKET_EVENTS",
    "TTS_SOCKET_EVENTS",
    "TTS_SSE_EVENTS",
    "VOICE_CHANGER_EVENTS",
    "LineAgentSocketEvent",
    "ManagedAgentSocketEvent",
    "SttSocketEvent",
    "SttTurnsSocketEvent",
    "TtsSocketEvent",
    "TtsSseEvent",
    "VoiceChangerEvent",
]


if not TYPE_CHECKING:  # a type checker sees the imports above, and reports names that do not exist

    def __getattr__(name):
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f".{_MODULES[name]}", __name__), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULES})
