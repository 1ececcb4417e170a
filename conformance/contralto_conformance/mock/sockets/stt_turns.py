"""The socket of speech to text that finds the turns itself (`sound/turns.py`).

`connected` is said at once. Audio, and nothing else, moves the turns; `config` changes how. The transcripts of
`turn.end` joined as they are make the whole: each but the first begins with a blank. After `close` comes what is left,
and the end without a `done`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from starlette.types import Receive, Send

from contralto_client.protocol import RemoteProtocolError
from contralto_client.protocol.tables import STT_TURNS
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Event
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.sound.turns import Thresholds, TurnEvent, TurnTaker

from .listening import ListeningSocket

# Members of `turn` in a config; the query has them with this prefix.
_MEMBERS = ("start_threshold", "eager_end_threshold", "end_threshold", "end_timeout_ms")
_IN_QUERY = "turn_"
# No document names `done` here; clients that are said to work with the service send it.
_ENDS = ("close", "done")
_WITH_TRANSCRIPT = ("turn.update", "turn.eager_end", "turn.end")


class SttTurnsSocket(ListeningSocket):
    """One open connection of the channel."""

    name = "stt_turns"
    table = STT_TURNS
    # The plugin of LiveKit (1.8.9) names 2025-04-16 on this socket.
    opens_to_older_versions = True

    def __init__(self, service: Service, call: Call, receive: Receive, send: Send) -> None:
        super().__init__(service, call, receive, send)
        self._turns = TurnTaker(self.listener, _thresholds(self.query))
        self._turn_id = ""

    @classmethod
    def check_upgrade(cls, service: Service, call: Call) -> None:
        """Raises Fault (400) for a query that is not as documented, or thresholds out of order."""
        super().check_upgrade(service, call)
        assert call.channel is not None
        thresholds = _thresholds(call.channel.fitting_query(call.query))
        if not thresholds.are_ordered:
            service.object_to(call, _out_of_order(thresholds, _IN_QUERY))

    async def opened(self) -> None:
        """Says `connected`."""
        await self.say({"type": "connected", "request_id": self.call.request_id})

    async def read(self, frame: str | bytes) -> None:
        """Audio, or a command as JSON."""
        for each in self.hooks.arrived(self, frame):
            await self._take(each)

    async def _take(self, frame: str | bytes) -> None:
        if self.is_over:
            return
        try:
            if isinstance(frame, bytes):
                self._machine.receive(frame)
                async for piece in self.pieces(frame):
                    for event in self._turns.hear(piece):
                        await self._say_turn(event)
                return
            for message in self.hooks.incoming(self, self.object_in(frame)):
                await self._obey(message)
        except RemoteProtocolError:
            return
        except Fault as fault:
            await self.say_error(fault)

    async def _obey(self, message: Event) -> None:
        kind = message.get("type")
        if kind == "config":
            self._configure(message)
        elif kind in _ENDS:
            self._machine.receive({"type": "close"})
            for event in self._turns.end():
                await self._say_turn(event)
            self.hang_up()
        else:
            raise Fault(400, None, f"`type` must be `config` or `close`, got `{str(kind)[:40]}`")

    def _configure(self, message: Event) -> None:
        self.service.objecting(self.call, lambda: self.channel.check_message("config", message))
        self._machine.receive(message)
        turn = message.get("turn")
        asked: dict[str, Any] = turn if isinstance(turn, dict) else {}
        changed = replace(self._turns.thresholds, **{name: asked[name] for name in _MEMBERS if name in asked})
        if not changed.are_ordered:
            self.service.object_to(self.call, _out_of_order(changed, "turn."))
        self._turns.thresholds = changed

    async def _say_turn(self, happened: TurnEvent) -> None:
        if happened.kind == "turn.start":
            self._turn_id = self.call.new_id()
        event: Event = {"type": happened.kind, "request_id": self.call.request_id, "turn_id": self._turn_id}
        if happened.kind in _WITH_TRANSCRIPT:
            event["transcript"] = happened.transcript
        await self.say(event)


def _thresholds(query: dict[str, Any]) -> Thresholds:
    return Thresholds(**{name: query[_IN_QUERY + name] for name in _MEMBERS if query.get(_IN_QUERY + name) is not None})


def _out_of_order(found: Thresholds, prefix: str) -> Fault:
    names = [f"`{prefix}{name}` ({getattr(found, name)})" for name in _MEMBERS[:3]]
    return Fault(400, None, f"{names[0]} must be greater than {names[1]}, and that greater than {names[2]}")
