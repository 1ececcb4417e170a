# Generated from spec/openapi/tts.yaml by contralto generate. Do not edit.
"""One event of the stream. Types that are not known here arrive as UnknownEvent."""

from __future__ import annotations

from typing import TypeAlias

from .._events import EventDecoder, UnknownEvent
from ..models.chunk_event import ChunkEvent
from ..models.done_event import DoneEvent
from ..models.error_event import ErrorEvent
from ..models.phoneme_timestamps_event import PhonemeTimestampsEvent
from ..models.timestamps_event import TimestampsEvent

TtsSseEvent: TypeAlias = ChunkEvent | TimestampsEvent | PhonemeTimestampsEvent | DoneEvent | ErrorEvent | UnknownEvent
"""One event of the stream. Types that are not known here arrive as UnknownEvent."""

TTS_SSE_EVENTS: EventDecoder[TtsSseEvent] = EventDecoder(
    {
        "chunk": ChunkEvent.from_dict,
        "timestamps": TimestampsEvent.from_dict,
        "phoneme_timestamps": PhonemeTimestampsEvent.from_dict,
        "done": DoneEvent.from_dict,
        "error": ErrorEvent.from_dict,
    },
    terminal=("done",),
    error=("error",),
)
