# Generated from spec/asyncapi/stt.yaml by contralto generate. Do not edit.
"""One event of the socket `/stt/websocket`. Types that are not known here arrive as UnknownEvent."""

from __future__ import annotations

from typing import TypeAlias

from .._events import EventDecoder, UnknownEvent
from ..models.stt_done import SttDone
from ..models.stt_error import SttError
from ..models.stt_flush_done import SttFlushDone
from ..models.stt_transcript import SttTranscript

SttSocketEvent: TypeAlias = SttTranscript | SttFlushDone | SttDone | SttError | UnknownEvent
"""One event of the socket `/stt/websocket`. Types that are not known here arrive as UnknownEvent."""

STT_SOCKET_EVENTS: EventDecoder[SttSocketEvent] = EventDecoder(
    {
        "transcript": SttTranscript.from_dict,
        "flush_done": SttFlushDone.from_dict,
        "done": SttDone.from_dict,
        "error": SttError.from_dict,
    },
    terminal=("done",),
    error=("error",),
)
