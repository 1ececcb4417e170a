# Generated from spec/asyncapi/line-agents.yaml by contralto generate. Do not edit.
"""One event of the socket `/agents/stream/{agent_id}`. Types that are not known here arrive as UnknownEvent."""

from __future__ import annotations

from typing import TypeAlias

from .._events import EventDecoder, UnknownEvent
from ..models.line_ack import LineAck
from ..models.line_clear import LineClear
from ..models.line_custom import LineCustom
from ..models.line_dtmf import LineDtmf
from ..models.line_error import LineError
from ..models.line_media_output import LineMediaOutput
from ..models.line_transfer_call import LineTransferCall
from ..models.line_turn_ended import LineTurnEnded
from ..models.line_turn_output_text_delta import LineTurnOutputTextDelta
from ..models.line_turn_started import LineTurnStarted

LineAgentSocketEvent: TypeAlias = (
    LineAck
    | LineMediaOutput
    | LineClear
    | LineDtmf
    | LineCustom
    | LineTransferCall
    | LineTurnStarted
    | LineTurnOutputTextDelta
    | LineTurnEnded
    | LineError
    | UnknownEvent
)
"""One event of the socket `/agents/stream/{agent_id}`. Types that are not known here arrive as UnknownEvent.
"""

LINE_AGENT_SOCKET_EVENTS: EventDecoder[LineAgentSocketEvent] = EventDecoder(
    {
        "ack": LineAck.from_dict,
        "media_output": LineMediaOutput.from_dict,
        "clear": LineClear.from_dict,
        "dtmf": LineDtmf.from_dict,
        "custom": LineCustom.from_dict,
        "transfer_call": LineTransferCall.from_dict,
        "turn_started": LineTurnStarted.from_dict,
        "turn_output_text_delta": LineTurnOutputTextDelta.from_dict,
        "turn_ended": LineTurnEnded.from_dict,
        "error": LineError.from_dict,
    },
    tag="event",
    terminal=(),
    error=("error",),
)
