# Generated from spec/asyncapi/stt-turns.yaml by contralto generate. Do not edit.
"""One event of the socket `/stt/turns/websocket`. Types that are not known here arrive as UnknownEvent."""

from __future__ import annotations

from typing import TypeAlias

from .._events import EventDecoder, UnknownEvent
from ..models.stt_error import SttError
from ..models.turn_eager_end import TurnEagerEnd
from ..models.turn_end import TurnEnd
from ..models.turn_resume import TurnResume
from ..models.turn_start import TurnStart
from ..models.turn_update import TurnUpdate
from ..models.turns_connected import TurnsConnected

SttTurnsSocketEvent: TypeAlias = (
    TurnsConnected | TurnStart | TurnUpdate | TurnEagerEnd | TurnResume | TurnEnd | SttError | UnknownEvent
)
"""One event of the socket `/stt/turns/websocket`. Types that are not known here arrive as UnknownEvent."""

STT_TURNS_SOCKET_EVENTS: EventDecoder[SttTurnsSocketEvent] = EventDecoder(
    {
        "connected": TurnsConnected.from_dict,
        "turn.start": TurnStart.from_dict,
        "turn.update": TurnUpdate.from_dict,
        "turn.eager_end": TurnEagerEnd.from_dict,
        "turn.resume": TurnResume.from_dict,
        "turn.end": TurnEnd.from_dict,
        "error": SttError.from_dict,
    },
    terminal=(),
    error=("error",),
)
