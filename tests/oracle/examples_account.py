"""Examples of administration, of calls and batches, and of agents and voices that an account has made."""

from __future__ import annotations

import dataclasses
from typing import Any

from contralto_conformance.trace import REDACTED_ADMIN_KEY, Exchange

from .builders import (
    MISSING,
    MODEL,
    NEW,
    Json,
    Socket,
    chunk,
    done,
    flush_done,
    http,
    refused,
    speech,
    structured,
    trace,
)
from .examples import Examples
from .examples_agents import managed

E = Examples()


def admin(exchange: Exchange) -> Exchange:
    """The same with a key for administration."""
    headers = tuple((name, value) for name, value in exchange.request_headers if name != "authorization")
    return dataclasses.replace(exchange, request_headers=(("authorization", f"Bearer {REDACTED_ADMIN_KEY}"), *headers))


def get(path: str, answer: Any = None, **query: str) -> Exchange:
    return admin(http("GET", path, answer=answer, query=tuple(query.items())))


def page(entries: int, *, more: bool = False) -> Json:
    return {"data": [{"id": str(n), "email": f"{n}@example.com"} for n in range(entries)], "has_more": more}


NAME = "auth.admin-key-refused-elsewhere"
E.met(NAME, "a 403", admin(refused(status=403)))
E.met(NAME, "a 401", admin(refused(status=401)))
E.violated(NAME, "an answer", get("/voices", page(1)))
E.nothing(NAME, "administration", get("/usage/credits", {"data": []}))
E.nothing(NAME, "another key", http("GET", "/voices", answer=page(1)))
E.nothing(NAME, "the status of the service", get("/", {"ok": True}))

NAME = "resources.limit-capped"
E.met(NAME, "a full page", get("/api-keys", page(100, more=True), limit="500"))
E.met(NAME, "all there is", get("/organizations/users", page(3), limit="500"))
E.violated(NAME, "a longer page", get("/api-keys", page(101), limit="500"))
E.violated(NAME, "a shorter page", get("/api-keys", page(10, more=True), limit="500"))
E.violated(NAME, "a refusal", admin(refused("GET", "/api-keys", query=(("limit", "500"),))))
E.nothing(NAME, "a limit of 100", get("/api-keys", page(10, more=True), limit="100"))
E.nothing(NAME, "another list", get("/voices", page(10, more=True), limit="500"))

NAME = "resources.both-cursors-refused"
BOTH = {"starting_after": "a", "ending_before": "b"}
E.met(NAME, "a 400", admin(refused("GET", "/api-keys", query=tuple(BOTH.items()))))
E.violated(NAME, "a page", get("/api-keys", page(0), **BOTH))
E.violated(NAME, "a 422", admin(refused("GET", "/api-keys", status=422, query=tuple(BOTH.items()))))
E.nothing(NAME, "one cursor", get("/api-keys", page(0), starting_after="a"))
E.nothing(NAME, "another key", refused("GET", "/api-keys", status=422, query=tuple(BOTH.items())))


def used(*amounts: Any, path: str = "/usage/credits", first: int = 1, **more: str) -> Exchange:
    """Usage of days in August, of which three are asked for."""
    days = [
        {"start_ts": f"2026-08-{day:02}T00:00:00Z", "end_ts": f"2026-08-{day + 1:02}T00:00:00Z", "credits": amount}
        for day, amount in enumerate(amounts, start=first)
    ]
    window = {"start_ts": "2026-08-01T00:00:00Z", "end_ts": "2026-08-04T00:00:00Z", "interval": "day", **more}
    return get(path, {"data": days}, **window)


NAME = "resources.usage-has-every-period"
E.met(NAME, "three days", used(5, 0, 0))
E.met(NAME, "a window that is rounded", used(5, 0, 0, end_ts="2026-08-03T12:00:00Z"))
E.violated(NAME, "a day left out", used(5, 0))
E.violated(NAME, "other days", used(5, 0, 0, first=2))
E.violated(NAME, "null", used(5, None, 0))
E.nothing(NAME, "one period", used(5, interval=""))
E.nothing(NAME, "weeks", used(5, interval="week"))

NAME = "resources.invites-all-or-nothing"
INVITED = {"emails": ["ada@example.com", "no address"]}


def invited(status: int, answer: Any = None) -> Exchange:
    path = "/organizations/invites"
    return admin(http("POST", path, status=status, send=INVITED, answer=answer or structured()))


def pending(*emails: str) -> Exchange:
    return get("/organizations/invites", {"data": [{"email": email} for email in emails], "has_more": False})


E.met(NAME, "nobody", invited(400), pending("bob@example.com"))
E.violated(NAME, "one of them", invited(400), pending("ada@example.com"))
E.violated(NAME, "a success", invited(201, [{"id": "1"}]))
E.nothing(NAME, "no look at the list", invited(400))
E.nothing(NAME, "too many requests", invited(429), pending("ada@example.com"))

# -- calls -----------------------------------------------------------------------------------------------------------

CALL = "/agents/calls/call_1"
EMPTIED = {"id": "call_1", "status": "completed", "redacted_at": "2026-09-01T10:00:00Z"}


def emptied(answer: Any = None, **more: Any) -> Exchange:
    return http("DELETE", CALL, answer=EMPTIED if answer is None else answer, **more)


NAME = "resources.call-delete-redacts"
E.met(NAME, "twice", emptied(), emptied())
E.met(NAME, "empty members", emptied({**EMPTIED, "transcript": [], "summary": None}))
E.violated(NAME, "a transcript", emptied({**EMPTIED, "transcript": [{"role": "user", "text": "Hello."}]}))
E.violated(NAME, "no moment", emptied({"id": "call_1", "status": "completed"}))
E.violated(NAME, "an error the second time", emptied(), refused("DELETE", CALL, status=404))
E.nothing(NAME, "a call that goes on", refused("DELETE", CALL))

NAME = "resources.batch-cancel-idempotent"
CANCEL = "/agents/calls/batches/acb_1/cancel"
CANCELLED = http("POST", CANCEL, answer={"id": "acb_1", "status": "cancelled"})
E.met(NAME, "twice", CANCELLED, CANCELLED)
E.violated(NAME, "a conflict", CANCELLED, refused("POST", CANCEL, status=409))
E.nothing(NAME, "once", CANCELLED)
E.nothing(NAME, "another batch", CANCELLED, refused("POST", CANCEL.replace("1", "2"), status=404))
E.nothing(NAME, "a first time that failed", refused("POST", CANCEL, status=404), refused("POST", CANCEL, status=404))

# -- agents ----------------------------------------------------------------------------------------------------------

AGENT = "agent_new"
CREATE = {"type": "session_create", "audio": {"input_format": "mulaw_8000"}}
READY = {"type": "session_ready", "call_id": "ac_1", "agent_id": AGENT, "agent_version_id": "v", "audio": {}}


def made(instructions: str) -> Exchange:
    """An agent that was made."""
    sent = {"name": "Check", "config": {"instructions": instructions}}
    return http("POST", "/v1/agents", status=201, send=sent, answer={"id": AGENT})


def session(**more: Any) -> Socket:
    return managed(agent=AGENT).send_json({**CREATE, **more})


def fatal(code: str) -> Json:
    return {"type": "error", "code": code, "message": "no", "fatal": True}


NAME = "agents.managed.missing-variables-named"
NEEDY = made("Greet {{ customer }}.")
E.met(NAME, "the code", NEEDY, session().say(fatal("missing_dynamic_variables")).exchange())
E.violated(NAME, "another code", NEEDY, session().say(fatal("invalid_event")).exchange())
E.violated(NAME, "a session", NEEDY, session().say(READY).exchange())
E.nothing(NAME, "the variable", NEEDY, session(dynamic_variables={"customer": "Ada"}).say(READY).exchange())
E.nothing(NAME, "a variable of the service", made("It is {{system__time}}."), session().say(READY).exchange())
E.nothing(NAME, "another agent", session().say(READY).exchange())

NAME = "agents.managed.large-results-replaced"
TOOL = {
    "type": "client_tool_call",
    "tool_call_id": "call_1",
    "tool_name": "t",
    "parameters": {},
    "expects_response": True,
}
LARGE = "abcdefgh" * 600


def told(result: str = LARGE, *after: Json) -> Exchange:
    """What comes after the result of a tool."""
    answer = {"type": "client_tool_result", "tool_call_id": "call_1", "result": result}
    return session().say(READY, TOOL).send_json(answer).say(*after).exchange()


def turn(result: str, **more: Any) -> Json:
    made_calls = [{"id": "call_1", "name": "t", "arguments": {}, "result": result, **more}]
    return {"type": "turn_ended", "turn": 1, "role": "assistant", "text": "", "tool_calls": made_calls}


INVALID = {"type": "error", "code": "invalid_event", "message": "too long", "fatal": False}
E.met(NAME, "an error in its place", told(LARGE, turn("result_too_large")))
E.met(NAME, "an error of this kind", told(LARGE, turn("failed", error_type="result_too_large")))
E.violated(NAME, "the result itself", told(LARGE, turn(LARGE)))
E.violated(NAME, "an error event", told(LARGE, INVALID))
E.nothing(NAME, "a short result", told("Nothing.", turn("Nothing.")))
E.nothing(NAME, "other words", told(LARGE, turn("the tool failed")))
E.nothing(NAME, "no turn", told(LARGE))

# -- voices and chunks -----------------------------------------------------------------------------------------------

NAME = "errors.voice-model-mismatch-named"
TUNED = http("GET", "/fine-tunes/ft_1/voices", answer={"data": [{"id": MISSING}], "has_more": False})


def spoken(voice: str = MISSING, model: str = MODEL, status: int = 400, **members: Any) -> Exchange:
    sent = speech(model_id=model, voice={"mode": "id", "id": voice})
    return http("POST", "/tts/bytes", status=status, send=sent, answer=structured(**members))


E.met(NAME, "the code", TUNED, spoken(error_code="voice_model_mismatch"))
E.violated(NAME, "no code", TUNED, spoken())
E.violated(NAME, "another code", TUNED, spoken(status=404, error_code="voice_not_found"))
E.nothing(NAME, "a voice that is no clone", spoken())
E.nothing(NAME, "another model", TUNED, spoken(model="sonic-2"))
E.nothing(NAME, "no credits", TUNED, spoken(status=402))

NAME = "tts.ws.chunks-carry-flush-ids"


def chunks(*ids: Any) -> Socket:
    socket = Socket().send("a")
    for flush_id in ids:
        socket.say(chunk("a", **({} if flush_id is None else {"flush_id": flush_id})))
    return socket.say(done("a"))


E.met(NAME, "ones", chunks(1, 1), version=NEW)
E.met(NAME, "a later section", chunks(1, 2))
COUNTED_ON = Socket().send("a").say(flush_done("a", 1), chunk("a", flush_id=2), done("a"))
E.met(NAME, "a section before the first audio that nobody asked for", COUNTED_ON)
E.violated(NAME, "none", chunks(None))
E.violated(NAME, "from 0", chunks(0, 1))
E.violated(NAME, "one that is missing", chunks(1, None))
UNNUMBERED = Socket().send("a").say(flush_done("a", 1), chunk("a"), done("a"))
E.violated(NAME, "none after a section that nobody asked for", UNNUMBERED)
E.nothing(NAME, "no audio", trace(Socket().send("a").exchange()))
