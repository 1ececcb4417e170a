# Generated from spec/asyncapi/managed-agents.yaml by contralto generate. Do not edit.
"""One event of the socket `/v1/agents/websocket/{agent_id}`. Types that are not known here arrive as
UnknownEvent.
"""

from __future__ import annotations

from typing import TypeAlias

from .._events import EventDecoder, UnknownEvent
from ..models.managed_audio_output_clear import ManagedAudioOutputClear
from ..models.managed_audio_output_event import ManagedAudioOutputEvent
from ..models.managed_client_tool_call import ManagedClientToolCall
from ..models.managed_dtmf_output import ManagedDtmfOutput
from ..models.managed_error import ManagedError
from ..models.managed_session_ready import ManagedSessionReady
from ..models.managed_turn_ended import ManagedTurnEnded
from ..models.managed_turn_output_text_delta import ManagedTurnOutputTextDelta
from ..models.managed_turn_started import ManagedTurnStarted

ManagedAgentSocketEvent: TypeAlias = (
    ManagedSessionReady
    | ManagedAudioOutputEvent
    | ManagedAudioOutputClear
    | ManagedDtmfOutput
    | ManagedClientToolCall
    | ManagedTurnStarted
    | ManagedTurnOutputTextDelta
    | ManagedTurnEnded
    | ManagedError
    | UnknownEvent
)
"""One event of the socket `/v1/agents/websocket/{agent_id}`. Types that are not known here arrive as
UnknownEvent.
"""

MANAGED_AGENT_SOCKET_EVENTS: EventDecoder[ManagedAgentSocketEvent] = EventDecoder(
    {
        "session_ready": ManagedSessionReady.from_dict,
        "audio_output": ManagedAudioOutputEvent.from_dict,
        "audio_output_clear": ManagedAudioOutputClear.from_dict,
        "dtmf_output": ManagedDtmfOutput.from_dict,
        "client_tool_call": ManagedClientToolCall.from_dict,
        "turn_started": ManagedTurnStarted.from_dict,
        "turn_output_text_delta": ManagedTurnOutputTextDelta.from_dict,
        "turn_ended": ManagedTurnEnded.from_dict,
        "error": ManagedError.from_dict,
    },
    terminal=(),
    error=("error",),
)
