"""Examples of the sockets of agents, of both generations."""

from __future__ import annotations

from typing import Any

from .builders import MISSING, NEW, OLD, Json, Socket, http, trace
from .examples import Examples

E = Examples()
AGENT = "agent_7Qk2mPz4Rt"
KNOWN = {"agent": AGENT, "managed_agent": AGENT}
AUDIO = "AAAB/w=="


def line(status: int | None = 101, agent: str = AGENT, **more: Any) -> Socket:
    """A socket of a Line agent."""
    return Socket(status=status, path=f"/agents/stream/{agent}", **more)


def managed(status: int | None = 101, agent: str = AGENT, **more: Any) -> Socket:
    """A socket of a managed agent."""
    return Socket(status=status, path=f"/v1/agents/websocket/{agent}", **more)


def known(socket: Socket, *before: Any) -> Any:
    """A trace of a run that knows the agent."""
    return trace(*before, socket.exchange(), values=KNOWN, version=socket.version or NEW)


# -- Line agents: the upgrade ----------------------------------------------------------------------------------------

for area, made in (("line", line), ("managed", managed)):
    opens = f"agents.{area}.opens-at-its-path"
    E.met(opens, "101", known(made()))
    E.violated(opens, "a 404", known(made(404)))
    E.violated(opens, "no answer in time", known(made(None, ending="deadline")))
    E.nothing(opens, "too many calls", known(made(429)))
    E.nothing(opens, "no credit", known(made(402)))
    E.nothing(opens, "another agent", known(made(404, "agent_x")))
    E.nothing(opens, "a refused token", known(made(400, auth="query-access-token")))
    E.nothing(opens, "an unknown parameter", known(made(400, query=(("x", "1"),))))

UNKNOWN = "agents.line.unknown-agent-refused"
E.met(UNKNOWN, "a 404", known(line(404, MISSING)))
E.met(UNKNOWN, "a 400", known(line(400, MISSING)))
E.violated(UNKNOWN, "101", known(line(agent=MISSING)))
E.nothing(UNKNOWN, "a key without the right", known(line(403, MISSING)))
E.nothing(UNKNOWN, "an agent that exists", known(line()))

GRANT = "agents.line.grant-agent-needed"


def token(**grants: bool) -> Any:
    """An access token."""
    return http(
        "POST",
        "/access-token",
        send={"grants": grants, "expires_in": 60},
        answer={"token": "[redacted-token]"},
        label="token",
    )


BY_TOKEN: Json = {"auth": "query-access-token", "started_s": 1.0}
E.met(GRANT, "a 403", known(line(403, **BY_TOKEN), token(tts=True)))
E.met(GRANT, "a 401", known(line(401, **BY_TOKEN), token(tts=True)))
E.violated(GRANT, "101", known(line(**BY_TOKEN), token(tts=True)))
E.nothing(GRANT, "a token that is made for it", known(line(**BY_TOKEN), token(agent=True)))
E.nothing(GRANT, "a key", known(line(), token(tts=True)))
E.nothing(GRANT, "too many calls", known(line(429, **BY_TOKEN), token(tts=True)))

# -- Line agents: the start ------------------------------------------------------------------------------------------

START: Json = {"event": "start", "stream_id": "s-1", "config": {"input_format": "mulaw_8000"}}
NAMELESS: Json = {"event": "start", "config": {"input_format": "mulaw_8000"}}
INPUT: Json = {"event": "media_input", "stream_id": "s-1", "media": {"payload": AUDIO}}
OUTPUT: Json = {"event": "media_output", "stream_id": "s-1", "media": {"payload": AUDIO}}
MORE: Json = {"event": "usage", "seconds": 1, "stream_id": None}


def ack(stream_id: Any = "s-1", **members: Any) -> Json:
    return {"event": "ack", "stream_id": stream_id, "config": {"input_format": "mulaw_8000"}, **members}


def call(*said: Any, start: Json = START, **more: Any) -> Socket:
    """A call that was acknowledged."""
    return line(**more).send_json(start).say(ack(), *said)


FIRST = "agents.line.start-is-first"
E.met(FIRST, "a close", line().send_json(INPUT).end("closed", 1008))
E.met(FIRST, "an error and a close", line().send_json(INPUT).say({"event": "error"}).end("closed", 1000))
E.met(FIRST, "a close after a frame that is no JSON", line().frame("sent", "text", b"start").end("closed", 1008))
E.violated(FIRST, "silence", line().send_json(INPUT).end("deadline"))
E.violated(FIRST, "an ack", line().send_json(INPUT).say(ack()).end("closed", 1000))
E.nothing(FIRST, "the client goes at once", line().send_json(INPUT))
E.nothing(FIRST, "the connection is cut", line().send_json(INPUT).end("truncated"))
E.nothing(FIRST, "a start first", call())
E.nothing(FIRST, "nothing is said", line())

ONE_ACK = "agents.line.one-ack"
E.met(ONE_ACK, "one", call(OUTPUT, MORE))
E.met(ONE_ACK, "one under an old version", call(version=OLD), version=OLD)
E.met(ONE_ACK, "something unknown before it", line().send_json(START).say(MORE, ack()))
E.violated(ONE_ACK, "two", call(ack()))
E.violated(ONE_ACK, "silence", line().send_json(START).end("deadline"))
E.nothing(ONE_ACK, "a close", line().send_json(START).end("closed", 1011))
E.nothing(ONE_ACK, "an error", line().send_json(START).say({"event": "error"}).end("deadline"))
E.nothing(ONE_ACK, "two starts", call(ack()).send_json(START))
E.nothing(ONE_ACK, "a start that is not a good one", line().send_json({"event": "start", "config": 1}).end("deadline"))
E.nothing(ONE_ACK, "the client goes at once", line().send_json(START))

ECHOED = "agents.line.stream-id-echoed"
E.met(ECHOED, "the same", call())
E.met(ECHOED, "one of the service", line().send_json(NAMELESS).say(ack("s-77")))
E.violated(ECHOED, "another one", line().send_json(START).say(ack("s-77")))
E.violated(ECHOED, "an empty one of the service", line().send_json(NAMELESS).say(ack("")))
E.violated(ECHOED, "none", line().send_json(NAMELESS).say({"event": "ack", "config": {}}))
E.nothing(ECHOED, "no ack", line().send_json(START))

CONFIG = "agents.line.ack-has-the-config"
E.met(CONFIG, "the format that was asked for", call())
FULL_CONFIG = {"input_format": "mulaw_8000", "voice_id": "v", "new": None, "output_audio_delivery": "later"}
E.met(CONFIG, "more than that", line().send_json(START).say(ack(config=FULL_CONFIG, agent={})))
E.met(CONFIG, "some", line().send_json({"event": "start"}).say(ack(config={"input_format": "pcm_16000"})))
E.violated(CONFIG, "another format", line().send_json(START).say(ack(config={"input_format": "pcm_16000"})))
E.violated(CONFIG, "an empty one", line().send_json(START).say(ack(config={})))
E.violated(CONFIG, "a text", line().send_json(START).say(ack(config="mulaw_8000")))
E.violated(CONFIG, "a voice that is no text", line().send_json(START).say(ack(config={**FULL_CONFIG, "voice_id": 7})))
E.nothing(CONFIG, "no ack", line().send_json(START))

FORMAT = "agents.line.input-format-checked"
ODD: Json = {"event": "start", "stream_id": "s-1", "config": {"input_format": "pcm_12345"}}
E.met(FORMAT, "a close", line().send_json(ODD).end("closed", 1008))
E.met(FORMAT, "an error", line().send_json(ODD).say({"event": "error", "message": "no"}).end("deadline"))
E.met(FORMAT, "an ack, then a close", line().send_json(ODD).say(ack()).end("closed", 1000))
E.violated(FORMAT, "an ack", line().send_json(ODD).say(ack()).end("deadline"))
E.violated(FORMAT, "silence", line().send_json(ODD).end("deadline"))
E.nothing(FORMAT, "the client goes at once", line().send_json(ODD))
E.nothing(FORMAT, "a known format", call())

# -- Line agents: the call -------------------------------------------------------------------------------------------

CARRY = "agents.line.messages-carry-the-stream-id"
TURN: Json = {"event": "turn_started"}
E.met(CARRY, "every known one, others as they like", call(OUTPUT, MORE, TURN, {"event": "error"}))
E.violated(CARRY, "audio without it", call({"event": "media_output", "media": {"payload": AUDIO}}))
E.violated(CARRY, "a clear of another stream", call({"event": "clear", "stream_id": "s-2"}))
E.nothing(CARRY, "only what no document describes", call(TURN, MORE))
E.nothing(CARRY, "an ack without one", line().send_json(START).say({"event": "ack"}, {"event": "clear"}))

BASE64 = "agents.line.audio-is-base64-text"
E.met(BASE64, "padded", call(OUTPUT))
E.met(BASE64, "no sound at all", call({**OUTPUT, "media": {"payload": "", "more": 1}}))
E.violated(BASE64, "not padded", call({**OUTPUT, "media": {"payload": "AAAB/w"}}))
E.violated(BASE64, "the other alphabet", call({**OUTPUT, "media": {"payload": "AAAB_w=="}}))
E.violated(BASE64, "no payload", call({**OUTPUT, "media": AUDIO}))
E.violated(BASE64, "a binary frame", call().frame("received", "binary", b"\0\0"))
E.nothing(BASE64, "an agent that is silent", call(TURN))

KEY = "agents.line.dtmf-is-one-key"
E.met(KEY, "a star", call({"event": "dtmf", "stream_id": "s-1", "dtmf": "*"}))
E.violated(KEY, "two keys", call({"event": "dtmf", "stream_id": "s-1", "dtmf": "12"}))
E.violated(KEY, "a number", call({"event": "dtmf", "stream_id": "s-1", "dtmf": 1}))
E.violated(KEY, "a digit of another script", call({"event": "dtmf", "stream_id": "s-1", "dtmf": "٣"}))
E.nothing(KEY, "none", call(OUTPUT))

CUSTOM = "agents.line.custom-passes-unchanged"
DATA: Json = {"contralto_echo": "e-1", "number": 1.5, "flag": True, "null": None, "deep": {"list": [1, "2"]}}


def echoed(**data: Any) -> Socket:
    """Data that was sent and came back with these members."""
    sent = call().send_json({"event": "custom", "stream_id": "s-1", "metadata": DATA})
    return sent.say({"event": "custom", "stream_id": "s-1", "metadata": data})


E.met(CUSTOM, "unchanged", echoed(**DATA))
E.met(CUSTOM, "with members of the agent's", echoed(**{**DATA, "deep": {**DATA["deep"], "x": 1}}, agent="mine"))
E.violated(CUSTOM, "a number as text", echoed(**{**DATA, "number": "1.5"}))
E.violated(CUSTOM, "true as 1", echoed(**{**DATA, "flag": 1}))
E.violated(CUSTOM, "without its null", echoed(**{name: value for name, value in DATA.items() if value is not None}))
E.violated(CUSTOM, "changed deep inside", echoed(**{**DATA, "deep": {"list": [1, 2]}}))
E.nothing(CUSTOM, "data of the agent's own", echoed(order=118))
E.nothing(CUSTOM, "another echo", echoed(contralto_echo="e-2", number=2))
E.nothing(CUSTOM, "none", call())

DEFAULTS = "agents.line.metadata-defaults"
MARKED: Json = {**NAMELESS, "metadata": {"contralto_echo": "m-1"}}


def recorded(start: Json = MARKED, /, **metadata: Any) -> Any:
    """A call, then the list of calls."""
    listed = {"data": [{"id": "c-2", "metadata": None}, {"id": "c-1", "metadata": metadata}], "has_more": False}
    listing = http("GET", "/agents/calls", answer=listed, label="calls")
    return trace(call(start=start).exchange(), listing, values=KNOWN)


E.met(DEFAULTS, "both", recorded(contralto_echo="m-1", to=AGENT, **{"from": "websocket"}))
E.violated(DEFAULTS, "another caller", recorded(contralto_echo="m-1", to=AGENT, **{"from": "api"}))
E.violated(DEFAULTS, "nobody called", recorded(contralto_echo="m-1", to=None))
E.nothing(DEFAULTS, "only what was given", recorded(contralto_echo="m-1"))
E.nothing(DEFAULTS, "another call", recorded(contralto_echo="m-2", to="x"))
GIVEN: Json = {**NAMELESS, "metadata": {"contralto_echo": "m-1", "to": "bakery"}}
E.nothing(DEFAULTS, "what the client gave", recorded(GIVEN, contralto_echo="m-1", to="bakery"))

HANG_UP = "agents.line.hang-up-closes-with-reason"


def hung_up(code: int | None, reason: str = "", *said: Any, after_s: float = 1.0) -> Socket:
    """A call that the service ended."""
    ended = call(*said).wait(after_s).end("closed", code)
    ended.close_reason = reason
    return ended


E.met(HANG_UP, "the reason alone", hung_up(1000, "call ended by agent"))
E.met(HANG_UP, "the reason and a text", hung_up(1000, "call ended by agent, reason: done"))
E.violated(HANG_UP, "no reason", hung_up(1000))
E.violated(HANG_UP, "another code", hung_up(1001, "call ended by agent"))
E.violated(HANG_UP, "another spelling", hung_up(1000, "Call Ended By Agent"))
E.nothing(HANG_UP, "an idle socket", hung_up(1000, "connection idle timeout", after_s=180))
E.nothing(HANG_UP, "an idle socket without a reason", hung_up(1000, after_s=180))
E.nothing(HANG_UP, "another cause", hung_up(1000, "call cancelled"))
E.nothing(HANG_UP, "a service that fails", hung_up(1011))
E.nothing(HANG_UP, "after an error", hung_up(1000, "", {"event": "error"}))
E.nothing(HANG_UP, "the client hangs up", call())

# -- managed agents: the beginning -----------------------------------------------------------------------------------

CREATE: Json = {"type": "session_create", "audio": {"input_format": "mulaw_8000"}}
AUDIO_INPUT: Json = {"type": "audio_input", "audio": AUDIO}
READY: Json = {
    "type": "session_ready",
    "call_id": "c-1",
    "agent_id": AGENT,
    "agent_version_id": "v-1",
    "audio": {"input_format": "mulaw_8000", "output_delivery": "speaking_pace"},
}
HEARTBEAT: Json = {"type": "heartbeat", "turn": "x", "code": 7}


def fault(code: Any = "invalid_event", fatal: Any = True, **members: Any) -> Json:
    return {"type": "error", "code": code, "message": "That was wrong.", "fatal": fatal, **members}


def session(*said: Any, **more: Any) -> Socket:
    """A session that has begun."""
    return managed(**more).send_json(CREATE).say(READY, *said)


def created(create: Json, *said: Any, **more: Any) -> Socket:
    """What was said to a first message."""
    return managed(**more).send_json(create).say(*said)


IN_TIME = "agents.managed.session-create-in-time"
E.met(IN_TIME, "a close after audio", managed().send_json(AUDIO_INPUT).end("closed", 1008))
E.met(IN_TIME, "a close after an error", managed().send_json(AUDIO_INPUT).say(fault()).end("closed", 1008))
E.met(IN_TIME, "a close after 10 s", managed().wait(10.1).end("closed", 1008))
E.violated(IN_TIME, "a session after audio", managed().send_json(AUDIO_INPUT).send_json(CREATE).say(READY))
E.violated(IN_TIME, "a session that comes late", managed().wait(20).send_json(CREATE).say(READY))
E.violated(IN_TIME, "still open after 20 s", managed().wait(20))
E.nothing(IN_TIME, "a good one", session())
E.nothing(IN_TIME, "still open after 11 s", managed().wait(11))
E.nothing(IN_TIME, "the client goes at once", managed().send_json(AUDIO_INPUT))
E.nothing(IN_TIME, "a service that goes at once", managed().end("closed", 1001))

ONCE = "agents.managed.session-ready-once"
E.met(ONCE, "one", session(HEARTBEAT))
E.met(ONCE, "one with more members, and an empty audio", created(CREATE, {**READY, "audio": {}, "more": 1}))
E.violated(ONCE, "two", session(READY))
E.violated(ONCE, "no version", created(CREATE, {n: v for n, v in READY.items() if n != "agent_version_id"}))
E.violated(ONCE, "a call id that is no text", created(CREATE, {**READY, "call_id": 7}))
E.violated(ONCE, "silence", created(CREATE).end("deadline"))
E.nothing(ONCE, "an agent that is not ready", created(CREATE, fault("agent_failed")).end("closed", 1011))
E.nothing(ONCE, "an error", created(CREATE, fault("missing_dynamic_variables")).end("deadline"))
E.nothing(ONCE, "a bad one", created({"type": "session_create"}).end("deadline"))
E.nothing(ONCE, "the client goes at once", created(CREATE))

PACE = "agents.managed.output-delivery-default"
E.met(PACE, "speaking_pace", session())
E.violated(PACE, "as_available", created(CREATE, {**READY, "audio": {"output_delivery": "as_available"}}))
E.nothing(PACE, "not told", created(CREATE, {**READY, "audio": {}}))
CHOSEN: Json = {**CREATE, "audio": {"input_format": "mulaw_8000", "output_delivery": "as_available"}}
E.nothing(PACE, "chosen by the client", created(CHOSEN, {**READY, "audio": {"output_delivery": "as_available"}}))

EARLY = "agents.managed.early-audio-dropped"


def early(*said: Any, audio: Json = AUDIO_INPUT) -> Socket:
    """Audio right after the request for a session."""
    return managed().send_json(CREATE).send_json(audio).say(*said)


E.met(EARLY, "no error", early(READY, HEARTBEAT))
E.violated(EARLY, "an error after it", early(READY, fault(fatal=False)))
E.violated(EARLY, "an error in place of the session", early(fault()).end("closed", 1008))
E.violated(EARLY, "a close as of data that cannot be read", early().end("closed", 1003))
E.nothing(EARLY, "a close of another cause", early().end("closed", 1011))
E.nothing(EARLY, "an error about the agent", early(fault("agent_failed")).end("closed", 1011))
E.nothing(EARLY, "audio that is no base64", early(READY, fault(fatal=False), audio={**AUDIO_INPUT, "audio": "?"}))
E.nothing(EARLY, "audio in time", session().send_json(AUDIO_INPUT).say(fault(fatal=False)))

REFUSALS: tuple[tuple[str, str, Json], ...] = (
    ("extra-members-refused", "invalid_event", {**CREATE, "x_unknown": 1}),
    ("input-format-required", "invalid_event", {"type": "session_create", "audio": {}}),
    ("input-format-required", "invalid_event", {"type": "session_create", "audio": {"input_format": "pcm_12345"}}),
    *(
        ("dynamic-variables-limited", "invalid_dynamic_variables", {**CREATE, "dynamic_variables": variables})
        for variables in ({f"v{n}": n for n in range(65)}, {"order": {"id": 1}}, {"order": None})
    ),
    *(
        ("reserved-prefixes-refused", "invalid_dynamic_variables", {**CREATE, "dynamic_variables": {name: "x"}})
        for name in ("system__caller", "secret__code")
    ),
)
for name, code, first in REFUSALS:
    refused = f"agents.managed.{name}"
    E.met(refused, "the error", created(first, fault(code)).end("closed", 1008))
    E.met(refused, "the error, with more to it", created(first, HEARTBEAT, fault(code, member="x")).end("deadline"))
    E.violated(refused, "a session", created(first, READY))
    E.violated(refused, "another error", created(first, fault("odd_event")).end("closed", 1008))
    E.violated(refused, "a close alone", created(first).end("closed", 1008))
    E.violated(refused, "silence", created(first).end("deadline"))
    E.nothing(refused, "an agent that failed", created(first, fault("agent_failed")).end("closed", 1011))
    E.nothing(refused, "a service that goes away", created(first).end("closed", 1001))
    E.nothing(refused, "a good session", session())
TWO_FAULTS: Json = {"type": "session_create", "x_unknown": 1}
E.met("agents.managed.input-format-required", "an object", created({**CREATE, "audio": {"input_format": {}}}, fault()))
E.violated("agents.managed.input-format-required", "an odd code", created({**CREATE, "audio": {}}, fault({})))
E.nothing("agents.managed.extra-members-refused", "two faults", created(TWO_FAULTS, fault("odd")))

ALLOWED = "agents.managed.tokens-set-no-variables"
NAMED: Json = {**CREATE, "dynamic_variables": {"customer": "Ada"}}
E.met(ALLOWED, "the error", created(NAMED, fault("dynamic_variables_not_allowed"), auth="query-access-token"))
E.violated(ALLOWED, "a session", created(NAMED, READY, auth="query-access-token"))
E.violated(ALLOWED, "another error", created(NAMED, fault(), auth="query-access-token"))
E.nothing(ALLOWED, "a key", created(NAMED, READY))
E.nothing(ALLOWED, "no variables", created(CREATE, READY, auth="query-access-token"))

# -- managed agents: session tokens ----------------------------------------------------------------------------------

ONE_CALL = "agents.managed.session-token-opens-one-call"
SESSIONS = http(
    "POST",
    f"/v1/agents/websocket/{AGENT}/sessions",
    status=201,
    send={},
    answer={"token": "[redacted-token]"},
    label="session",
)


def used(*said: Any, at_s: float, status: int = 101) -> Any:
    """One use of a token."""
    socket = created(CREATE, *said, auth="query-access-token") if status == 101 else managed(status, **BY_TOKEN)
    socket.started_s = at_s
    return socket.exchange()


E.met(ONE_CALL, "a second use is refused", trace(SESSIONS, used(READY, at_s=1), used(at_s=2, status=403)))
CLOSED = created(CREATE, auth="query-access-token", started_s=2.0).end("closed", 1008)
E.met(ONE_CALL, "a second use is closed", trace(SESSIONS, used(READY, at_s=1), CLOSED.exchange()))
E.violated(ONE_CALL, "a second call", trace(SESSIONS, used(READY, at_s=1), used(READY, at_s=2)))
E.nothing(ONE_CALL, "one use", trace(SESSIONS, used(READY, at_s=1)))
E.nothing(ONE_CALL, "a first use that began no call", trace(SESSIONS, used(at_s=1), used(READY, at_s=2)))
E.nothing(ONE_CALL, "another kind of token", trace(token(agent=True), used(READY, at_s=1), used(READY, at_s=2)))

# -- managed agents: turns, keys and tools ---------------------------------------------------------------------------


def started(turn: Any, role: str = "assistant") -> Json:
    return {"type": "turn_started", "turn": turn, "role": role, "start_time": 0.5}


def delta(turn: Any, role: str = "assistant") -> Json:
    return {"type": "turn_output_text_delta", "turn": turn, "role": role, "text": " there"}


def ended(turn: Any, role: str = "assistant") -> Json:
    return {"type": "turn_ended", "turn": turn, "role": role, "text": "Hi", "interrupted": False, "tool_calls": []}


COUNT = "agents.managed.turns-count-up"
E.met(COUNT, "1, 2, 5", session(started(1), ended(1), started(2, "user"), HEARTBEAT, started(5)))
E.met(COUNT, "1.0, which is 1 in JSON", session(started(1.0)))
E.violated(COUNT, "from 0", session(started(0)))
E.violated(COUNT, "from 2", session(started(2)))
E.violated(COUNT, "by role", session(started(1), started(1, "user")))
E.violated(COUNT, "a text", session(started("1")))
E.nothing(COUNT, "an agent that is silent", session())

GRAMMAR = "agents.managed.turn-grammar"
E.met(GRAMMAR, "one without text", session(started(1, "user"), ended(1, "user")))
E.met(GRAMMAR, "one that is never ended", session(started(1), delta(1), HEARTBEAT).end("closed", 1000))
E.met(GRAMMAR, "two at once", session(started(1), delta(1), started(2, "user"), delta(1), ended(1), ended(2, "user")))
E.violated(GRAMMAR, "text before its turn", session(delta(1), started(1)))
E.violated(GRAMMAR, "text after its turn", session(started(1), ended(1), delta(1)))
E.violated(GRAMMAR, "two ends", session(started(1), ended(1), ended(1)))
E.violated(GRAMMAR, "two beginnings", session(started(1), started(1)))
E.violated(GRAMMAR, "an end without a beginning", session(ended(1)))
E.nothing(GRAMMAR, "no turn", session(HEARTBEAT))
E.nothing(GRAMMAR, "turns without a number", session(ended("x")))

ROLE = "agents.managed.deltas-of-the-assistant"
E.met(ROLE, "the assistant", session(started(1), delta(1)))
E.violated(ROLE, "the user", session(started(1, "user"), delta(1, "user")))
E.nothing(ROLE, "no text", session(started(1)))

DIGIT = "agents.managed.dtmf-is-one-key"
E.met(DIGIT, "a hash", session({"type": "dtmf_output", "digit": "#"}))
E.violated(DIGIT, "nothing", session({"type": "dtmf_output", "digit": ""}))
E.violated(DIGIT, "a letter", session({"type": "dtmf_output", "digit": "A"}))
E.violated(DIGIT, "a number", session({"type": "dtmf_output", "digit": 3}))
E.nothing(DIGIT, "none", session())

TOOL: Json = {
    "type": "client_tool_call",
    "tool_call_id": "t-1",
    "tool_name": "lookup",
    "parameters": {"q": "x"},
    "expects_response": True,
}
TOOLS = "agents.managed.tool-calls-complete"
E.met(TOOLS, "everything and more", session({**TOOL, "parameters": {}, "more": 1}))
E.violated(TOOLS, "parameters as text", session({**TOOL, "parameters": "{}"}))
E.violated(TOOLS, "no id", session({name: value for name, value in TOOL.items() if name != "tool_call_id"}))
E.violated(TOOLS, "a flag that is no boolean", session({**TOOL, "expects_response": "yes"}))
E.nothing(TOOLS, "none", session())

STRAY = "agents.managed.stray-results-ignored"
RESULT: Json = {"type": "client_tool_result", "tool_call_id": "t-1", "result": "ok"}
NO_EVENT: Json = {"type": "x_unknown"}
INVALID = fault(fatal=False)
E.met(STRAY, "ignored", session().send_json(RESULT).say(HEARTBEAT))
E.met(STRAY, "one error for one other fault", session().send_json(RESULT).send_json(NO_EVENT).say(INVALID))
E.met(STRAY, "sent twice", session(TOOL).send_json(RESULT).send_json(RESULT).say(HEARTBEAT))
E.violated(STRAY, "an error", session().send_json(RESULT).say(INVALID))
E.violated(STRAY, "two for one", session().send_json(RESULT).send_json(NO_EVENT).say(INVALID, INVALID))
E.violated(STRAY, "an error at the second", session(TOOL).send_json(RESULT).send_json(RESULT).say(INVALID))
E.nothing(STRAY, "nothing shows it", session().send_json(RESULT))
E.nothing(STRAY, "a result that was asked for", session(TOOL).send_json(RESULT).say(INVALID))
E.nothing(STRAY, "another session asked for", session().send_json(CREATE).send_json(RESULT).say(INVALID))
E.nothing(STRAY, "no id", session().send_json({"type": "client_tool_result", "result": "ok"}).say(INVALID))

# -- managed agents: errors ------------------------------------------------------------------------------------------

COMPLETE = "agents.managed.errors-complete"
E.met(COMPLETE, "one of an unknown code", session(fault("new_code", False, more=1)))
E.violated(COMPLETE, "no code", session({"type": "error", "message": "no", "fatal": False}))
E.violated(COMPLETE, "a code that is a number", session(fault(400, False)))
E.violated(COMPLETE, "fatal as text", session(fault(fatal="true")))
E.nothing(COMPLETE, "none", session())

FATAL = "agents.managed.fatal-closes"
E.met(FATAL, "1008", created(CREATE, fault()).end("closed", 1008))
E.met(FATAL, "1011", session(fault("agent_failed"), HEARTBEAT).end("closed", 1011))
E.violated(FATAL, "1000", created(CREATE, fault()).end("closed", 1000))
E.violated(FATAL, "still open", created(CREATE, fault()).end("deadline"))
E.violated(FATAL, "cut without a close", created(CREATE, fault()).end("truncated"))
E.nothing(FATAL, "the client goes at once", created(CREATE, fault()))
E.nothing(FATAL, "one that is not fatal", session(INVALID).end("closed", 1008))

KEEPS = "agents.managed.other-errors-keep-the-socket"
E.met(KEEPS, "a second answer", session().send_json(NO_EVENT).say(INVALID).send_json(NO_EVENT).say(INVALID))
E.violated(KEEPS, "closed", session().send_json(NO_EVENT).say(INVALID).end("closed", 1008))
E.nothing(KEEPS, "the agent hangs up", session().send_json(NO_EVENT).say(INVALID).end("closed", 1000))
E.nothing(KEEPS, "a fatal one follows", session(INVALID, fault("agent_failed")).end("closed", 1008))
E.nothing(KEEPS, "nothing shows it", session().send_json(NO_EVENT).say(INVALID))
