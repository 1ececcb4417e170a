"""What agents and their sockets may do and the mock does not: variations that the API allows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from contralto_conformance.mock.exchange import Call, Event
from contralto_conformance.mock.hooks import CloseSocket, Session

from .legal import Variation


class _OnLine(Variation):
    """A variation of the socket of Line agents."""

    path = "/agents/stream/"

    def is_here(self, session: Session) -> bool:
        """Whether this is a socket of that kind of agents; then it varies."""
        return session.call.path.startswith(self.path)


class _OnManaged(_OnLine):
    """A variation of the socket of managed agents."""

    path = "/v1/agents/websocket/"


# -- Line agents -----------------------------------------------------------------------------------------------------


class BusyAgent(_OnLine):
    """Hangs up as soon as the call has begun, and says why."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        yield event
        if self.is_here(session) and event.get("event") == "ack":
            self.note()
            raise CloseSocket(1000, "call ended by agent, reason: nobody is in")


class TalkativeAgent(_OnLine):
    """Sends tones, data of its own, transfers, interruptions and events that no document describes, at any time."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        yield event
        if self.is_here(session) and event.get("event") in {"ack", "media_output", "turn_ended"}:
            self.note()
            named = {"stream_id": event.get("stream_id")}
            yield {"event": "dtmf", "dtmf": "#", **named}
            yield {"event": "custom", "metadata": {"contralto_echo": "mine", "x_number": "1.5"}, **named}
            yield {"event": "clear", **named}
            yield {"event": "transfer_call", "transfer": {"target_phone_number": "+15550111"}, **named}
            yield {"event": "turn_started", "stream_id": None}
            yield {"event": "agent_state", "ack": True}


class RicherAck(_OnLine):
    """Tells more of the configuration than was asked for, and echoes data with members of its own."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if self.is_here(session) and event.get("event") == "ack" and isinstance(event["config"], dict):
            self.note()
            config = {**event["config"], "voice_id": "v", "output_audio_delivery": "in_bursts", "x": {"y": None}}
            return ({**event, "config": config, "agent": {"system_prompt": "Be brief.", "x": 1}},)
        if self.is_here(session) and event.get("event") == "custom" and isinstance(event["metadata"], dict):
            return ({**event, "metadata": {"handled_by": "agent", **event["metadata"]}},)
        return (event,)


class OtherLineCodes(_OnLine):
    """Closes with other codes where no document names one."""

    def ending(self, session: Session, code: int, reason: str) -> tuple[int, str] | None:
        if self.is_here(session) and code == 1008:
            self.note()
            return 1003, "a good start comes first"
        return code, reason


class ErrorsForStarts(_OnLine):
    """Answers a start that it cannot take with an error, before the close."""

    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        if self.is_here(session) and "12345" in str(message.get("config")):
            self.note()
            session.memo["error"] = True
            return ({"event": "start", "config": {"input_format": "pcm_16000"}},)
        return (message,)

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if not session.memo.get("error"):
            yield event
            return
        yield {"event": "error", "message": "There is no such format."}
        raise CloseSocket(1007, "start")


# -- managed agents --------------------------------------------------------------------------------------------------


class HangsUpAtOnce(_OnManaged):
    """Hangs up as soon as the session has begun."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        yield event
        if self.is_here(session) and event.get("type") == "session_ready":
            self.note()
            raise CloseSocket(1000)


class HangsUpInTurn(_OnManaged):
    """Hangs up in the middle of its first turn."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        yield event
        if self.is_here(session) and event.get("type") == "turn_output_text_delta":
            self.note()
            raise CloseSocket(1000, "goodbye")


class FailingAgent(_OnManaged):
    """Fails before the session begins."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if not self.is_here(session) or event.get("type") != "session_ready":
            yield event
            return
        self.note()
        yield {"type": "error", "code": "agent_failed", "message": "The agent is not well.", "fatal": True}
        raise CloseSocket(1011)


class NeedyAgent(_OnManaged):
    """Needs a variable that nobody sets."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if not self.is_here(session) or event.get("type") != "session_ready":
            yield event
            return
        self.note()
        yield {
            "type": "error",
            "code": "missing_dynamic_variables",
            "message": "Who is it?",
            "fatal": True,
            "names": [],
        }
        raise CloseSocket(1008, "missing")


class BothSpeak(_OnManaged):
    """Tells of a turn of the user before each of the agent, which goes on in it; numbers are left out."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        number = event.get("turn")
        if not self.is_here(session) or not isinstance(number, int):
            return (event,)
        own = {**event, "turn": 3 * number}
        if event.get("type") != "turn_started":
            return (own,)
        self.note()
        user = {"turn": 3 * number - 2, "role": "user", "start_time": 0.25}
        ended = {"text": "", "interrupted": False, "end_time": 1, "eager_end_timestamp": 0.5, "tool_calls": []}
        return ({"type": "turn_started", **user}, own, {"type": "turn_ended", **user, **ended})


class TacitReady(_OnManaged):
    """Does not tell the audio of a session, whose object has no member that is required."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if not self.is_here(session) or event.get("type") != "session_ready":
            return (event,)
        self.note()
        return ({**event, "audio": {}},)


class AlwaysFatal(_OnManaged):
    """Ends the session at any fault of the client; no document says that a service forgives."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if not self.is_here(session) or event.get("fatal") is not False:
            yield event
            return
        self.note()
        yield {**event, "fatal": True}
        raise CloseSocket(1008, "a fault")


class OtherFatalCode(_OnManaged):
    """Closes with the other of two codes after fatal errors."""

    def ending(self, session: Session, code: int, reason: str) -> tuple[int, str] | None:
        if self.is_here(session) and code == 1008:
            self.note()
            return 1011, ""
        return code, reason


class LateRefusal(_OnManaged):
    """Opens a socket to a token that was used, and closes it when a session is asked for."""

    def __init__(self) -> None:
        self._used: list[Any] = []

    def upgrade_headers(self, call: Call, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        if (token := call.memo.get("session")) is not None:
            token.is_used = False
        return headers

    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        token = session.call.memo.get("session")
        if token is None or message.get("type") != "session_create":
            return (message,)
        if token in self._used:
            self.note()
            raise CloseSocket(1008, "used")
        self._used.append(token)
        return (message,)


AGENT_GROUPS: Mapping[str, tuple[type[Variation], ...]] = {
    "agents that speak": (
        TalkativeAgent,
        RicherAck,
        OtherLineCodes,
        BothSpeak,
        TacitReady,
        AlwaysFatal,
        OtherFatalCode,
    ),
    "agents that hang up": (BusyAgent, HangsUpAtOnce, LateRefusal),
    "agents that hang up in turns": (ErrorsForStarts, HangsUpInTurn),
    "agents that fail": (FailingAgent,),
    "agents that need more": (NeedyAgent,),
}
"""Variations that go together, shown to the suite of the newest version."""

LINE_GROUPS: Mapping[str, tuple[type[Variation], ...]] = {
    "legacy agents": (TalkativeAgent, RicherAck, OtherLineCodes),
    "legacy agents that hang up": (BusyAgent, ErrorsForStarts),
}
"""The same for the version 2025-04-16, which has Line agents alone."""
