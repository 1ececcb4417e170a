"""Defects of the socket of Line agents."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from typing import Any, cast

from contralto_conformance.mock.auth import Credential, Identity
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Event, Reply
from contralto_conformance.mock.hooks import Hooks, Session

from .registry import defect
from .rewriting import with_json, without

_PATH = "/agents/stream/"
_AGENT = "agent_7Qk2mPz4Rt"
_START: Event = {"event": "start", "config": {"input_format": "mulaw_8000"}}


def _is_line(session: Session) -> bool:
    return session.call.path.startswith(_PATH)


class _Outgoing(Hooks):
    """Changes the messages of one event."""

    event = ""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if _is_line(session) and event.get("event") == self.event:
            return self.instead(event)
        return (event,)

    def instead(self, event: Event) -> Iterable[Event]:
        """What is sent where `event` would be."""
        raise NotImplementedError


# The upgrade.


@defect("agents.line.opens-at-its-path", "has no socket of Line agents")
class NoSocket(Hooks):
    def accept(self, call: Call, subprotocols: Sequence[str]) -> str | None:
        if call.path.startswith(_PATH):
            raise Fault(404, None, f"there is nothing at `{call.path}`")
        return None


@defect("agents.line.opens-at-its-path:key", "opens the socket of an agent only for keys in the query")
class KeysInQuery(Hooks):
    def accept(self, call: Call, subprotocols: Sequence[str]) -> str | None:
        if call.path.startswith(_PATH) and "api_key" not in dict(call.query):
            raise Fault(400, None, "`api_key` is missing in the query")
        return None


@defect("agents.line.unknown-agent-refused", "opens the socket of an agent that does not exist")
class AnyAgent(Hooks):
    def admit(self, call: Call, credential: Credential | None, outcome: Identity | Fault) -> Identity | Fault:
        if call.transport == "websocket" and call.path.startswith(_PATH):
            call.parameters = {"agent_id": _AGENT}
        return outcome


@defect("agents.line.grant-agent-needed", "opens the socket of an agent to any token")
class AnyToken(Hooks):
    def admit(self, call: Call, credential: Credential | None, outcome: Identity | Fault) -> Identity | Fault:
        is_token = credential is not None and credential.value.startswith("ey")
        if is_token and isinstance(outcome, Fault) and outcome.status == 403 and call.path.startswith(_PATH):
            return Identity("token", frozenset({"agent"}))
        return outcome


@defect("agents.line.grant-agent-needed:status", "complains of the request of a token without the grant")
class TokenComplaint(Hooks):
    def admit(self, call: Call, credential: Credential | None, outcome: Identity | Fault) -> Identity | Fault:
        is_token = credential is not None and credential.value.startswith("ey")
        if is_token and isinstance(outcome, Fault) and outcome.status == 403 and call.path.startswith(_PATH):
            return Fault(400, None, outcome.message)
        return outcome


# The start.


@defect("agents.line.start-is-first", "overlooks what comes before the start")
class OverlookedBeforeStart(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        if not _is_line(session) or message.get("event") == "start" or session.memo.get("is-started"):
            session.memo["is-started"] = True
            return (message,)
        return ()


@defect("agents.line.start-is-first:begins", "begins the call at any message")
class AnyMessageStarts(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        is_first = not session.memo.setdefault("is-started", False)
        session.memo["is-started"] = True
        return (_START,) if _is_line(session) and is_first and message.get("event") != "start" else (message,)


@defect("agents.line.one-ack", "sends each `ack` twice")
class AckTwice(_Outgoing):
    event = "ack"

    def instead(self, event: Event) -> Iterable[Event]:
        return (event, event)


@defect("agents.line.one-ack:none", "answers no `start`")
class NoAck(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return () if _is_line(session) else (event,)


@defect("agents.line.stream-id-echoed", "makes up a `stream_id` though `start` has one")
class OwnStreamId(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        if not _is_line(session):
            return (message,)
        if message.get("event") == "start":
            return (without(message, "stream_id"),)
        return ({**message, "stream_id": session.memo.get("stream-id")},)

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        session.memo.setdefault("stream-id", event.get("stream_id"))
        return (event,)


@defect("agents.line.stream-id-echoed:none", "makes up no `stream_id` where `start` has none")
class NoStreamId(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        if message.get("event") == "start" and "stream_id" not in message:
            session.memo["is-nameless"] = True
        return (message,)

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (without(event, "stream_id") if session.memo.get("is-nameless") else event,)


@defect("agents.line.ack-has-the-config", "leaves `config` out of `ack`")
class NoConfig(_Outgoing):
    event = "ack"

    def instead(self, event: Event) -> Iterable[Event]:
        return (without(event, "config"),)


@defect("agents.line.ack-has-the-config:default", "tells the same format in every `ack`")
class DefaultConfig(_Outgoing):
    event = "ack"

    def instead(self, event: Event) -> Iterable[Event]:
        return ({**event, "config": {"input_format": "pcm_16000"}},)


@defect("agents.line.input-format-checked", "takes any format, as another one")
class AnyFormat(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        if message.get("event") == "start" and "12345" in str(message.get("config")):
            return ({**message, "config": {"input_format": "pcm_16000"}},)
        return (message,)


@defect("agents.line.input-format-checked:silent", "leaves a start with an unknown format unanswered")
class SilentAboutFormat(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        return () if message.get("event") == "start" and "12345" in str(message.get("config")) else (message,)


# The call.


@defect("agents.line.messages-carry-the-stream-id", "sends audio without a `stream_id`")
class NamelessAudio(_Outgoing):
    event = "media_output"

    def instead(self, event: Event) -> Iterable[Event]:
        return (without(event, "stream_id"),)


@defect("agents.line.messages-carry-the-stream-id:other", "sends tones under another `stream_id`")
class OtherStream(_Outgoing):
    event = "dtmf"

    def instead(self, event: Event) -> Iterable[Event]:
        return ({**event, "stream_id": "stream_0"},)


@defect("agents.line.audio-is-base64-text", "leaves the padding of the base64 of audio out")
class Unpadded(_Outgoing):
    event = "media_output"

    def instead(self, event: Event) -> Iterable[Event]:
        media = cast("dict[str, Any]", event["media"])
        payload = base64.b64encode(base64.b64decode(media["payload"]) + b"\x00").decode()
        padded = payload if payload.endswith("=") else base64.b64encode(base64.b64decode(payload) + b"\x00").decode()
        return ({**event, "media": {"payload": padded.rstrip("=")}},)


@defect("agents.line.audio-is-base64-text:binary", "sends audio in binary frames")
class BinaryAudio(Hooks):
    def frame(self, session: Session, event: Event, text: str) -> str | bytes:
        if not _is_line(session) or event.get("event") != "media_output":
            return text
        return base64.b64decode(cast("dict[str, Any]", event["media"])["payload"])


@defect("agents.line.dtmf-is-one-key", "spells tones out")
class SpelledTones(_Outgoing):
    event = "dtmf"

    def instead(self, event: Event) -> Iterable[Event]:
        return ({**event, "dtmf": "star"},)


@defect("agents.line.dtmf-is-one-key:several", "sends several tones at once")
class SeveralTones(_Outgoing):
    event = "dtmf"

    def instead(self, event: Event) -> Iterable[Event]:
        return ({**event, "dtmf": "1*"},)


@defect("agents.line.custom-passes-unchanged", "makes texts of the numbers in `custom`")
class NumbersAsText(_Outgoing):
    event = "custom"

    def instead(self, event: Event) -> Iterable[Event]:
        data = cast("dict[str, Any]", event["metadata"])
        return ({**event, "metadata": {n: str(v) if isinstance(v, float) else v for n, v in data.items()}},)


@defect("agents.line.custom-passes-unchanged:null", "drops members of `custom` that are null")
class NullsDropped(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        if message.get("event") != "custom" or not isinstance(message.get("metadata"), dict):
            return (message,)
        data = cast("dict[str, Any]", message["metadata"])
        return ({**message, "metadata": {name: value for name, value in data.items() if value is not None}},)


@defect("agents.line.metadata-defaults", "calls the caller `api` where `start` names none")
class OtherCaller(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        return with_json(reply, _rename_callers) if call.path == "/agents/calls" else reply


def _rename_callers(body: dict[str, Any]) -> None:
    for record in body.get("data", []):
        if (record.get("metadata") or {}).get("from") == "websocket":
            record["metadata"]["from"] = "api"


# The end.


@defect("agents.line.hang-up-closes-with-reason", "gives no reason when the agent hangs up")
class NoReason(Hooks):
    def ending(self, session: Session, code: int, reason: str) -> tuple[int, str] | None:
        return (code, "") if _is_line(session) and code == 1000 else (code, reason)


@defect("agents.line.hang-up-closes-with-reason:code", "closes with 1008 when the agent hangs up")
class OtherCode(Hooks):
    def ending(self, session: Session, code: int, reason: str) -> tuple[int, str] | None:
        return (1008, reason) if _is_line(session) and code == 1000 else (code, reason)
