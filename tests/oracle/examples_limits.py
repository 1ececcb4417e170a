"""Examples of plans: what is spoken and heard at once, and what is refused."""

from __future__ import annotations

import dataclasses
from typing import Any

from contralto_conformance.trace import REDACTED_SPENT_KEY, Exchange, Frame, Trace

from .builders import MISSING, NEW, Socket, chunk, done, error, http, speech, structured, trace
from .examples import Examples

E = Examples()
PLAN = {"plan_contexts": "2", "plan_tts_sockets": "4", "plan_stt": "3"}
EXCESS = {"status_code": 429, "error_code": "concurrency_limited"}


def known(*what: Socket | Exchange) -> Trace:
    """A trace of a run that knows the plan: two contexts, four sockets of speech, three of speech to text."""
    return trace(*(w.exchange() if isinstance(w, Socket) else w for w in what), values=PLAN)


def contexts(*ids: str, at_s: float = 0.0) -> Socket:
    """A socket on which contexts began one after the other and sound at once."""
    socket = Socket(started_s=at_s)
    for context_id in ids:
        socket.send(context_id)
    for _ in range(2):
        socket.say(*(chunk(context_id) for context_id in ids))
    return socket


def limited(socket: Socket, context_id: str, **members: Any) -> Socket:
    """A context that is refused."""
    return socket.send(context_id).say(error(context_id, **{**EXCESS, **members}))


def listener(number: int = 1, *, status: int = 101, **more: Any) -> Socket:
    """A socket of speech to text, open for ten seconds."""
    body = b'{"error_code": "concurrency_limited"}' if status != 101 else b""
    socket = Socket(path="/stt/websocket", status=status, started_s=0.001 * number, body=body, **more)
    return socket.wait(10) if status == 101 else socket


def idle(number: int, *, status: int = 101, seconds: float = 10) -> Socket:
    """A socket of speech that says nothing."""
    socket = Socket(status=status, started_s=1 + 0.001 * number)
    return socket.wait(seconds) if status == 101 else socket


def request(path: str = "/tts/bytes", *, status: int = 200, at_s: float = 0.0, **more: Any) -> Exchange:
    """A request of speech; a refusal says that too much goes on at once."""
    if status == 200:
        return http("POST", path, send=speech(), body=b"\0" * 800, started_s=at_s, **more)
    answer = structured(error_code=more.pop("code", "concurrency_limited"))
    return http("POST", path, send=speech(), status=status, answer=answer, started_s=at_s, **more)


def left(number: int, *, seconds: float = 2.0) -> Exchange:
    """A stream that its client left after some seconds."""
    stream = http("POST", "/tts/sse", send=speech(), body=b"data: {}\n\n", media="text/event-stream", ending="left")
    frames = (Frame(0.1, "received", "body", b"data: {}\n\n"),)
    return dataclasses.replace(
        stream, started_s=0.001 * number, elapsed_s=seconds, frames=frames, label=f"left-{number}"
    )


# -- too many contexts -----------------------------------------------------------------------------------------------

NAME = "limits.excess-says-429"
E.met(NAME, "an error event", known(limited(contexts("a", "b"), "c")))
E.met(NAME, "an answer", known(contexts("a", "b"), request(status=429, at_s=0.03)))
E.violated(NAME, "three at once", known(contexts("a", "b", "c")))
E.violated(NAME, "another status", known(limited(contexts("a", "b"), "c", status_code=400)))
E.violated(NAME, "an overloaded service", known(contexts("a", "b"), request(status=503, at_s=0.03)))
E.nothing(NAME, "two at once", known(contexts("a", "b")))
E.nothing(NAME, "an unknown plan", limited(contexts("a", "b"), "c", status_code=400))
E.nothing(NAME, "no credits", known(limited(contexts("a", "b"), "c", status_code=402)))
E.nothing(NAME, "a refusal that nothing explains", known(limited(contexts("a"), "b", status_code=400)))

NAME = "limits.excess-has-its-code"
E.met(NAME, "an error event", known(limited(contexts("a", "b"), "c")))
E.violated(NAME, "no code", known(limited(contexts("a", "b"), "c", error_code=None)))
E.violated(NAME, "another code", known(contexts("a", "b"), request(status=429, at_s=0.03, code="quota_exceeded")))
E.nothing(NAME, "a limit of something else", known(limited(contexts("a"), "b", error_code=None)))
E.nothing(NAME, "another status", known(limited(contexts("a", "b"), "c", status_code=400, error_code=None)))

NAME = "limits.http-counts-as-a-context"
E.met(NAME, "streams up to the limit", known(left(1), left(2), limited(Socket(started_s=0.5), "a")))
E.met(NAME, "a request beside contexts", known(contexts("a", "b"), request(status=429, at_s=0.03)))
E.violated(NAME, "streams up to the limit", known(left(1), left(2), contexts("a", at_s=0.5)))
E.violated(NAME, "three requests", known(left(1), left(2), left(3)))
E.nothing(NAME, "contexts alone", known(limited(contexts("a", "b"), "c")))
E.nothing(NAME, "too many contexts", known(contexts("a", "b", "c")))
E.nothing(NAME, "streams long ago", known(left(1, seconds=60), left(2, seconds=60), request(at_s=30)))

# -- places become free ----------------------------------------------------------------------------------------------


def ended(seconds: float) -> Socket:
    """Two contexts, one done and one cancelled, and the time that passed since."""
    socket = Socket().send("a").send("b").say(chunk("a"), chunk("b"), done("a")).cancel("b")
    return socket.wait(seconds)


NAME = "limits.ended-contexts-free-their-slot"
E.met(NAME, "a third context", known(ended(0.1).served("c")))
E.violated(NAME, "a third context", known(limited(ended(2.5), "c")))
E.nothing(NAME, "a place that becomes free late", known(limited(ended(1.5), "c")))
E.nothing(NAME, "a context that goes on", known(limited(contexts("a", "b"), "c")))
E.nothing(NAME, "fewer contexts", known(Socket().served("a").served("b")))
E.nothing(NAME, "sockets that were closed", known(contexts("a", "b"), limited(Socket(started_s=5), "c")))

NAME = "limits.slots-freed-soon"
E.met(NAME, "after a second", known(ended(1.1).served("c")))
E.met(NAME, "after the end of a socket", known(contexts("a", "b"), Socket(started_s=1.5).served("c")))
E.violated(NAME, "after more than a second", known(limited(ended(1.5), "c")))
E.violated(NAME, "after the end of a socket", known(contexts("a", "b"), limited(Socket(started_s=1.5), "c")))
E.nothing(NAME, "within a second", known(limited(ended(0.5), "c")))

NAME = "tts.sse.disconnect-frees-the-slot"
AFTER_S = 4.5
E.met(NAME, "an answer", known(left(1), left(2), request(at_s=AFTER_S)))
E.violated(NAME, "a refusal", known(left(1), left(2), request(status=429, at_s=AFTER_S)))
E.nothing(NAME, "a refusal at once", known(left(1), left(2), request(status=429, at_s=2.5)))
E.nothing(NAME, "fewer streams", known(left(1), request(status=429, at_s=AFTER_S)))

# -- sockets ---------------------------------------------------------------------------------------------------------

NAME = "limits.idle-sockets-are-free"
FIRST = dataclasses.replace(Socket().served("a").exchange(), elapsed_s=10)
E.met(NAME, "words on the last one", known(FIRST, idle(1), idle(2), Socket(started_s=2).served("b")))
E.violated(NAME, "words on the last one", known(FIRST, idle(1), idle(2), limited(Socket(started_s=2), "b")))
E.violated(NAME, "a refused upgrade", known(FIRST, idle(1), idle(2, status=429)))
E.nothing(NAME, "a limit from the beginning", known(limited(Socket(), "a"), idle(1), limited(Socket(started_s=2), "b")))
E.nothing(NAME, "few sockets", known(FIRST, Socket(started_s=2).served("b")))

NAME = "limits.too-many-sockets-refused"
FOUR = [idle(number) for number in range(4)]
E.met(NAME, "a fifth socket", known(*FOUR, idle(5, status=429)))
E.violated(NAME, "a fifth socket", known(*FOUR, idle(5)))
E.violated(NAME, "another status", known(*FOUR, idle(5, status=400)))
E.nothing(NAME, "four sockets", known(*FOUR))
E.nothing(NAME, "sockets in turn", known(*(idle(n, seconds=0.0001) for n in range(5))))

NAME = "limits.open-stt-sockets-count"
THREE = [listener(number) for number in range(3)]
REFUSED = listener(4)
REFUSED.say(error(status_code=429))
E.met(NAME, "a refused upgrade", known(*THREE, listener(4, status=429)))
E.met(NAME, "a refusal by an event", known(*THREE, REFUSED))
E.violated(NAME, "a fourth socket", known(*THREE, listener(4)))
E.violated(NAME, "another status", known(*THREE, listener(4, status=409)))
E.nothing(NAME, "three sockets", known(*THREE))

NAME = "limits.tts-and-stt-apart"
E.met(NAME, "a socket beside contexts", known(limited(contexts("a", "b"), "c").wait(9), listener(80)))
E.met(NAME, "words beside sockets", known(FIRST, *THREE, Socket(started_s=2).served("b")))
E.violated(NAME, "a socket beside contexts", known(contexts("a", "b").wait(9), listener(80, status=429)))
E.violated(NAME, "words beside sockets", known(FIRST, *THREE, limited(Socket(started_s=2), "b")))
E.nothing(NAME, "a context alone", known(contexts("a"), listener(80)))
E.nothing(NAME, "too many sockets", known(FIRST, *THREE, listener(4, status=429)))

# -- credits ---------------------------------------------------------------------------------------------------------


def spent(answer: Exchange) -> Exchange:
    """The same with the key of an account without credits."""
    headers = (("authorization", f"Bearer {REDACTED_SPENT_KEY}"), ("cartesia-version", NEW))
    return dataclasses.replace(answer, request_headers=headers)


NAME = "limits.no-credits-has-its-code"
E.met(NAME, "an answer", spent(request(status=402, code="quota_exceeded")))
E.met(NAME, "an error event", spent(limited(Socket(), "a", error_code="quota_exceeded").exchange()))
E.violated(NAME, "no code", spent(request(status=402, code=None)))
E.violated(NAME, "another code", spent(limited(Socket(), "a", error_code=MISSING).exchange()))
E.violated(NAME, "speech", spent(request()))
E.nothing(NAME, "another key", request(status=402, code=None))
E.nothing(NAME, "a fault of the service", spent(request(status=500)))


def call(path: str, start: str | None, direction: str = "outbound") -> Exchange:
    """An answer that tells of a call."""
    return http("GET", path, answer={"start_time": start, "telephony_params": {"direction": direction}})


NAME = "limits.outbound-calls-paced"
E.met(
    NAME,
    "a second apart",
    call("/agents/calls/a", "2026-09-01T10:00:03Z"),
    call("/agents/calls/b", "2026-09-01T10:00:04Z"),
)
E.violated(
    NAME, "at once", call("/agents/calls/a", "2026-09-01T10:00:03Z"), call("/agents/calls/b", "2026-09-01T10:00:03Z")
)
E.violated(
    NAME, "half a second apart",
    call("/agents/calls/a", "2026-09-01T10:00:03Z"), call("/agents/calls/b", "2026-09-01T10:00:03.500Z"),
)  # fmt: skip
E.nothing(
    NAME, "one call", call("/agents/calls/a", "2026-09-01T10:00:03Z"), call("/agents/calls/a", "2026-09-01T10:00:03Z")
)
E.nothing(NAME, "calls that nobody took", call("/agents/calls/a", None), call("/agents/calls/b", None))
E.nothing(
    NAME, "calls that came in",
    call("/agents/calls/a", "2026-09-01T10:00:03Z", "inbound"),
    call("/agents/calls/b", "2026-09-01T10:00:03Z", "inbound"),
)  # fmt: skip
