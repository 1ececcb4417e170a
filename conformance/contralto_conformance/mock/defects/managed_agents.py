"""Defects of the socket of managed agents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Event
from contralto_conformance.mock.hooks import CloseSocket, Hooks, Session

from .registry import defect
from .rewriting import without

_PATH = "/v1/agents/websocket/"


def _is_managed(session: Session) -> bool:
    return session.call.path.startswith(_PATH)


def _is_create(session: Session, message: Event) -> bool:
    return _is_managed(session) and message.get("type") == "session_create"


def _variables(message: Event) -> dict[str, Any]:
    told = message.get("dynamic_variables")
    return cast("dict[str, Any]", told) if isinstance(told, dict) else {}


class _Outgoing(Hooks):
    """Changes the messages of one type."""

    type = ""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if _is_managed(session) and event.get("type") == self.type:
            return self.instead(session, event)
        return (event,)

    def instead(self, session: Session, event: Event) -> Iterable[Event]:
        """What is sent where `event` would be."""
        raise NotImplementedError


class _SaysInvalid(_Outgoing):
    """Says `invalid_event` where the error is another."""

    type = "error"
    code = ""

    def instead(self, session: Session, event: Event) -> Iterable[Event]:
        return ({**event, "code": "invalid_event"} if event.get("code") == self.code else event,)


class _Creating(Hooks):
    """Changes the message that begins a session."""

    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        return (self.instead(session, message) if _is_create(session, message) else message,)

    def instead(self, session: Session, message: Event) -> Event:
        """What is worked on in place of `message`."""
        raise NotImplementedError


# The upgrade.


@defect("agents.managed.opens-at-its-path", "has no socket of managed agents")
class NoSocket(Hooks):
    def accept(self, call: Call, subprotocols: Sequence[str]) -> str | None:
        if call.path.startswith(_PATH):
            raise Fault(404, None, f"there is nothing at `{call.path}`")
        return None


@defect("agents.managed.opens-at-its-path:key", "opens the socket of an agent only for keys in the query")
class KeysInQuery(Hooks):
    def accept(self, call: Call, subprotocols: Sequence[str]) -> str | None:
        if call.path.startswith(_PATH) and not {"api_key", "access_token"} & dict(call.query).keys():
            raise Fault(400, None, "`api_key` is missing in the query")
        return None


@defect("agents.managed.session-token-opens-one-call", "lets a session token open any number of calls")
class TokenForEver(Hooks):
    def upgrade_headers(self, call: Call, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        if (session := call.memo.get("session")) is not None:
            session.is_used = False
        return headers


# The beginning.


@defect("agents.managed.session-create-in-time", "overlooks what comes before `session_create`")
class OverlookedBeforeCreate(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        if not _is_managed(session) or _is_create(session, message) or session.memo.get("is-created"):
            session.memo["is-created"] = True
            return (message,)
        return ()


@defect("agents.managed.session-ready-once", "sends each `session_ready` twice")
class ReadyTwice(_Outgoing):
    type = "session_ready"

    def instead(self, session: Session, event: Event) -> Iterable[Event]:
        return (event, event)


@defect("agents.managed.session-ready-once:members", "leaves the version of the agent out of `session_ready`")
class NoAgentVersion(_Outgoing):
    type = "session_ready"

    def instead(self, session: Session, event: Event) -> Iterable[Event]:
        return (without(event, "agent_version_id"),)


@defect("agents.managed.session-ready-once:none", "answers no `session_create`")
class NeverReady(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        return () if _is_create(session, message) and _is_plain(message) else (message,)


def _is_plain(message: Event) -> bool:
    audio = message.get("audio")
    known = isinstance(audio, dict) and audio.get("input_format") in {"mulaw_8000", "pcm_24000"}
    return known and set(message) == {"type", "audio"}


@defect("agents.managed.early-audio-dropped", "answers early audio with an error")
class EarlyAudioRefused(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        is_second = session.memo.get("heard") == 1
        session.memo["heard"] = session.memo.get("heard", 0) + 1
        if _is_managed(session) and is_second and message.get("type") == "audio_input":
            return ({"type": "audio_input", "audio": None},)
        return (message,)


@defect("agents.managed.early-audio-dropped:closes", "closes the socket on early audio")
class EarlyAudioCloses(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        is_second = session.memo.get("heard") == 1
        session.memo["heard"] = session.memo.get("heard", 0) + 1
        if _is_managed(session) and is_second and message.get("type") == "audio_input":
            raise CloseSocket(1003, "the session is not ready")
        return (message,)


@defect("agents.managed.extra-members-refused", "overlooks members of `session_create` that it does not know")
class AnyMember(_Creating):
    def instead(self, session: Session, message: Event) -> Event:
        return {name: value for name, value in message.items() if not name.startswith("x_")}


@defect("agents.managed.extra-members-refused:code", "takes a member that it does not know for a failure of its own")
class MemberFails(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        if _is_create(session, message):
            session.memo["is-odd"] = any(name.startswith("x_") for name in message)
        return (message,)

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        fails = session.memo.pop("is-odd", False) and event.get("code") == "invalid_event"
        return ({**event, "code": "internal_error"} if fails else event,)


@defect("agents.managed.input-format-required", "begins in a format of its own where none is named")
class DefaultFormat(_Creating):
    def instead(self, session: Session, message: Event) -> Event:
        return {**message, "audio": message.get("audio") or {"input_format": "pcm_16000"}}


@defect("agents.managed.input-format-required:any", "takes any format, as another one")
class AnyFormat(_Creating):
    def instead(self, session: Session, message: Event) -> Event:
        return {**message, "audio": {"input_format": "pcm_16000"}} if "12345" in str(message.get("audio")) else message


@defect("agents.managed.output-delivery-default", "sends audio as it is made where nothing is said of it")
class AsAvailable(_Creating):
    def instead(self, session: Session, message: Event) -> Event:
        audio = message.get("audio")
        if not isinstance(audio, dict) or "input_format" not in audio:
            return message
        return {**message, "audio": {"output_delivery": "as_available", **audio}}


# Dynamic variables.


@defect("agents.managed.dynamic-variables-limited", "takes the first 64 variables")
class FirstVariables(_Creating):
    def instead(self, session: Session, message: Event) -> Event:
        variables = _variables(message)
        return {**message, "dynamic_variables": dict(list(variables.items())[:64])} if variables else message


@defect("agents.managed.dynamic-variables-limited:object", "takes objects as variables")
class ObjectVariables(_Creating):
    def instead(self, session: Session, message: Event) -> Event:
        variables = _variables(message)
        texts = {name: str(value) if isinstance(value, dict) else value for name, value in variables.items()}
        return {**message, "dynamic_variables": texts} if variables else message


@defect("agents.managed.reserved-prefixes-refused", "overlooks variables of reserved names")
class ReservedOverlooked(_Creating):
    def instead(self, session: Session, message: Event) -> Event:
        variables = _variables(message)
        left = {name: value for name, value in variables.items() if not name.startswith(("system__", "secret__"))}
        return {**message, "dynamic_variables": left} if variables else message


@defect("agents.managed.reserved-prefixes-refused:code", "calls a reserved name an invalid event")
class ReservedInvalid(_Outgoing):
    type = "error"

    def instead(self, session: Session, event: Event) -> Iterable[Event]:
        return ({**event, "code": "invalid_event"} if "reserved" in str(event.get("message")) else event,)


@defect("agents.managed.tokens-set-no-variables", "lets tokens set variables")
class TokensSetVariables(_Creating):
    def instead(self, session: Session, message: Event) -> Event:
        identity = session.call.identity
        is_token = identity is not None and identity.kind == "token"
        return without(message, "dynamic_variables") if is_token else message


@defect("agents.managed.tokens-set-no-variables:code", "calls the variables of a token an invalid event")
class VariablesInvalid(_SaysInvalid):
    code = "dynamic_variables_not_allowed"


# Turns.


@defect("agents.managed.turns-count-up", "counts turns from 0")
class FromZero(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        number = event.get("turn")
        return ({**event, "turn": number - 1} if _is_managed(session) and isinstance(number, int) else event,)


@defect("agents.managed.turns-count-up:same", "gives all turns the same number")
class OneNumber(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return ({**event, "turn": 1} if _is_managed(session) and "turn" in event else event,)


@defect("agents.managed.turn-grammar", "ends turns twice")
class EndsTwice(_Outgoing):
    type = "turn_ended"

    def instead(self, session: Session, event: Event) -> Iterable[Event]:
        return (event, event)


@defect("agents.managed.turn-grammar:unbegun", "begins no turn")
class NeverStarted(_Outgoing):
    type = "turn_started"

    def instead(self, session: Session, event: Event) -> Iterable[Event]:
        return ()


@defect("agents.managed.deltas-of-the-assistant", "says of the agent's text that it is the user's")
class UsersDeltas(_Outgoing):
    type = "turn_output_text_delta"

    def instead(self, session: Session, event: Event) -> Iterable[Event]:
        return ({**event, "role": "user"},)


@defect("agents.managed.deltas-of-the-assistant:none", "does not say whose text it is")
class NobodysDeltas(_Outgoing):
    type = "turn_output_text_delta"

    def instead(self, session: Session, event: Event) -> Iterable[Event]:
        return (without(event, "role"),)


# Keys and tools.


@defect("agents.managed.dtmf-is-one-key", "spells tones out")
class SpelledTones(_Outgoing):
    type = "dtmf_output"

    def instead(self, session: Session, event: Event) -> Iterable[Event]:
        return ({**event, "digit": "star"},)


@defect("agents.managed.dtmf-is-one-key:number", "sends tones as numbers")
class TonesAsNumbers(_Outgoing):
    type = "dtmf_output"

    def instead(self, session: Session, event: Event) -> Iterable[Event]:
        return ({**event, "digit": 7},)


@defect("agents.managed.tool-calls-complete", "does not say whether a tool has to answer")
class NoExpectation(_Outgoing):
    type = "client_tool_call"

    def instead(self, session: Session, event: Event) -> Iterable[Event]:
        return (without(event, "expects_response"),)


@defect("agents.managed.tool-calls-complete:parameters", "sends the parameters of a tool as a text")
class ParametersAsText(_Outgoing):
    type = "client_tool_call"

    def instead(self, session: Session, event: Event) -> Iterable[Event]:
        return ({**event, "parameters": "{}"},)


@defect("agents.managed.stray-results-ignored", "answers a result of an unknown call with an error")
class StrayRefused(_Outgoing):
    type = "client_tool_call"

    def instead(self, session: Session, event: Event) -> Iterable[Event]:
        session.memo.setdefault("calls", set()).add(event["tool_call_id"])
        return (event,)

    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        is_result = _is_managed(session) and message.get("type") == "client_tool_result"
        if is_result and message.get("tool_call_id") not in session.memo.get("calls", ()):
            return ({"type": "client_tool_result"},)
        return (message,)


# Errors.


@defect("agents.managed.errors-complete", "does not say whether an error is fatal")
class NoFatal(_Outgoing):
    type = "error"

    def instead(self, session: Session, event: Event) -> Iterable[Event]:
        return (without(event, "fatal"),)


@defect("agents.managed.errors-complete:message", "says an error without a message")
class NoMessage(_Outgoing):
    type = "error"

    def instead(self, session: Session, event: Event) -> Iterable[Event]:
        return (without(event, "message"),)


class _AfterFatal(Hooks):
    """Changes the close that follows a fatal error."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if _is_managed(session) and event.get("fatal") is True:
            session.memo["is-failing"] = True
        return (event,)


@defect("agents.managed.fatal-closes", "closes with 1000 after a fatal error")
class ClosesAsUsual(_AfterFatal):
    def ending(self, session: Session, code: int, reason: str) -> tuple[int, str] | None:
        return (1000 if session.memo.get("is-failing") else code, reason)


@defect("agents.managed.fatal-closes:open", "leaves the socket open after a fatal error")
class StaysOpen(_AfterFatal):
    def ending(self, session: Session, code: int, reason: str) -> tuple[int, str] | None:
        return None if session.memo.get("is-failing") else (code, reason)


@defect("agents.managed.other-errors-keep-the-socket", "closes after every error")
class ClosesAfterErrors(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        yield event
        if _is_managed(session) and event.get("fatal") is False:
            raise CloseSocket(1008, "that was an error")


@defect("agents.managed.missing-variables-named", "begins a session without a variable that the agent needs")
class NeedsNoVariables(_Creating):
    def instead(self, session: Session, message: Event) -> Event:
        return {**message, "dynamic_variables": {"customer": "", **_variables(message)}}


@defect("agents.managed.missing-variables-named:code", "says `invalid_event` of a variable that is missing")
class MissingIsInvalid(_SaysInvalid):
    code = "missing_dynamic_variables"


def _is_large(session: Session, message: Event) -> bool:
    is_result = _is_managed(session) and message.get("type") == "client_tool_result"
    return is_result and len(str(message.get("result"))) > 4096


@defect("agents.managed.large-results-replaced", "hands tool results of any length to the agent")
class LargeResultsPass(_Outgoing):
    type = "turn_ended"

    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        if _is_large(session, message):
            session.memo["result"] = message["result"]
        return (message,)

    def instead(self, session: Session, event: Event) -> Iterable[Event]:
        made = cast("list[dict[str, Any]]", event.get("tool_calls") or [])
        told = [
            {**call, "result": session.memo.get("result")} if call.get("result") == "result_too_large" else call
            for call in made
        ]
        return ({**event, "tool_calls": told},)


@defect("agents.managed.large-results-replaced:error", "says an error of tool results that are too long")
class LargeResultsInvalid(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        return ({**message, "result": 0} if _is_large(session, message) else message,)
