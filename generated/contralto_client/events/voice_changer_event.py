# Generated from spec/openapi/voice-changer.yaml by contralto generate. Do not edit.
"""One event of the stream. Types that are not known here arrive as UnknownEvent."""

from __future__ import annotations

from typing import TypeAlias

from .._events import EventDecoder, Shape, UnknownEvent
from ..models.error_event import ErrorEvent
from ..models.voice_changer_chunk import VoiceChangerChunk
from ..models.voice_changer_end import VoiceChangerEnd

VoiceChangerEvent: TypeAlias = VoiceChangerChunk | VoiceChangerEnd | ErrorEvent | UnknownEvent
"""One event of the stream. Types that are not known here arrive as UnknownEvent."""

VOICE_CHANGER_EVENTS: EventDecoder[VoiceChangerEvent] = EventDecoder(
    {
        "error": ErrorEvent.from_dict,
    },
    shapes=[
        Shape(
            "VoiceChangerChunk",
            VoiceChangerChunk.from_dict,
            frozenset(("done", "status_code", "data", "sample_rate", "step_time")),
            {"done": False},
        ),
        Shape("VoiceChangerEnd", VoiceChangerEnd.from_dict, frozenset(("done", "status_code")), {"done": True}),
    ],
    terminal=("VoiceChangerEnd",),
    error=("error",),
)
