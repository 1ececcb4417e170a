"""Examples of sockets of every kind, whose messages are followed through the state tables."""

from __future__ import annotations

from contralto_conformance.trace import Frame, Trace

from .builders import NEW, Json, Socket, chunk, done, error, trace
from .examples import Examples

E = Examples()
TABLE = "sockets.messages-follow-the-table"
LINE = "/agents/stream/agent_5pXwzQyT3nKdEoVbHq"
MANAGED = "/v1/agents/websocket/agent_9cTqLmZr4uXvWnKe2s"
START: Json = {"event": "start", "stream_id": "s", "config": {"input_format": "pcm_16000"}}
ACK: Json = {"event": "ack", "stream_id": "s", "config": {"input_format": "pcm_16000"}}
CLEAR: Json = {"event": "clear", "stream_id": "s"}
CREATE: Json = {"type": "session_create", "audio": {"input_format": "pcm_16000"}}
READY: Json = {"type": "session_ready"}


def session(socket: Socket) -> Trace:
    """A generated session of one socket."""
    return trace(socket.exchange(), case="sessions/any", version=NEW)


def closed(socket: Socket, code: int) -> Socket:
    """The socket, closed by the service."""
    socket.frames.append(Frame(socket.now_s, "received", "close", code.to_bytes(2)))
    return socket.end("closed", code)


def turn(number: int, kind: str, **members: object) -> Json:
    return {"type": kind, "turn": number, "role": "assistant", **members}


E.met(TABLE, "a call as it should be", session(Socket(path=LINE).send_json(START).say(ACK, CLEAR)))
E.met(
    TABLE, "an event of an unknown kind", session(Socket(path=LINE).say({"event": "weather"}).send_json(START).say(ACK))
)
E.met(
    TABLE,
    "an end that crossed with a message on the way",
    session(closed(Socket(path=LINE).send_json(START).say(ACK).send_json({"event": "custom", "stream_id": "s"}), 1000)),
)
E.met(TABLE, "a second `done` of the same id after it was used again", session(Socket().served("a").served("a")))
E.met(
    TABLE,
    "an error event of no context",
    session(Socket().say(error()).send("a").say(chunk("a"), done("a"))),
)
E.met(
    TABLE,
    "a turn that is the service's own",
    session(
        Socket(path=MANAGED)
        .send_json(CREATE)
        .say(READY, turn(1, "turn_started"), turn(1, "turn_output_text_delta"), turn(1, "turn_ended"))
    ),
)
E.violated(TABLE, "`clear` before `ack`", session(Socket(path=LINE).send_json(START).say(CLEAR, ACK)))
E.violated(TABLE, "two answers to the start", session(Socket(path=LINE).send_json(START).say(ACK, ACK)))
E.violated(TABLE, "audio of a context after its `done`", session(Socket().served("a").say(chunk("a"))))
E.violated(
    TABLE,
    "text of a turn that has not begun",
    session(Socket(path=MANAGED).send_json(CREATE).say(READY, turn(1, "turn_output_text_delta"))),
)
E.violated(
    TABLE,
    "a `done` that nobody asked for",
    session(closed(Socket(path="/stt/websocket").say({"type": "done", "request_id": "r"}), 1000)),
)
E.nothing(TABLE, "a scripted case", Socket(path=LINE).send_json(START).say(CLEAR, ACK))
E.nothing(TABLE, "a socket on which nothing came", session(Socket(path=LINE).send_json(START)))
