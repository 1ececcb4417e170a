"""Examples of sockets that are left alone."""

from __future__ import annotations

from contralto_conformance.trace import Trace

from .builders import Socket, trace
from .examples import Examples
from .examples_agents import line, managed

E = Examples()
IDLE_S = 10.0
ASKED = (("model", "ink-whisper"), ("encoding", "pcm_s16le"), ("sample_rate", "16000"))
REASON = "connection idle timeout"


def resting(socket: Socket) -> Trace:
    """A trace of a run that says when a socket is idle for too long."""
    return trace(socket.exchange(), values={"idle_s": str(IDLE_S)})


def closed(socket: Socket, code: int | None = 1000, reason: str = "") -> Socket:
    """A socket that the service closed."""
    socket.close_reason = reason
    return socket.end("closed", code)


def stt() -> Socket:
    """A socket of speech to text."""
    return Socket(path="/stt/websocket", query=ASKED)


def silence(socket: Socket) -> Socket:
    """A little audio of the client."""
    return socket.frame("sent", "binary", bytes(320))


def ping(socket: Socket) -> Socket:
    """A ping and its pong."""
    return socket.frame("sent", "ping", b"1").frame("received", "pong", b"1")


NAME = "tts.ws.idle-close-is-1000"
E.met(NAME, "code 1000", resting(closed(Socket().served("a").wait(10))))
E.violated(NAME, "code 1001", resting(closed(Socket().served("a").wait(10), 1001)))
E.violated(NAME, "no close frame", resting(Socket().wait(10).end("truncated")))
E.violated(NAME, "a socket that stays open", resting(Socket().served("a").wait(13)))
E.nothing(NAME, "a short rest", resting(Socket().served("a").wait(5)))
E.nothing(NAME, "a close for another reason", resting(closed(Socket().served("a").wait(1), 1011)))
E.nothing(NAME, "a run that does not say when", closed(Socket().served("a").wait(10), 1001))

NAME = "stt.manual.idle-socket-closes"
E.met(NAME, "a close", resting(closed(stt().wait(10))))
E.met(NAME, "a close with another code", resting(closed(stt().wait(10.5), 1008)))
E.violated(NAME, "a socket that stays open", resting(stt().wait(13)))
E.nothing(NAME, "a short rest", resting(stt().wait(8)))
E.nothing(NAME, "a socket that heard something", resting(silence(stt()).wait(13)))

NAME = "stt.manual.audio-restarts-the-idle-timer"
E.met(NAME, "audio now and then", resting(silence(silence(stt()).wait(7)).wait(7)))
E.violated(NAME, "a close soon after audio", resting(closed(silence(silence(stt()).wait(7)).wait(3))))
E.nothing(NAME, "audio once", resting(closed(silence(stt()).wait(10))))
E.nothing(NAME, "a short session", resting(silence(silence(stt()).wait(3)).wait(3)))
E.nothing(NAME, "a close in time", resting(closed(silence(silence(stt())).wait(10))))

STARTED = {"event": "start", "config": {"input_format": "mulaw_8000"}}
ACK = {"event": "ack", "stream_id": "s1", "config": {"input_format": "mulaw_8000"}}


def call() -> Socket:
    """A call with a Line agent."""
    return line().send_json(STARTED).say(ACK)


NAME = "agents.line.idle-closes"
E.met(NAME, "code and reason", resting(closed(call().wait(10), 1000, REASON)))
E.violated(NAME, "no reason", resting(closed(call().wait(10))))
E.violated(NAME, "another code", resting(closed(call().wait(10), 1001, REASON)))
E.violated(NAME, "a late close", resting(closed(call().wait(18), 1000, REASON)))
E.violated(NAME, "a call that goes on", resting(call().wait(13)))
E.nothing(NAME, "an agent that hangs up", resting(closed(call().wait(10), 1000, "call ended by agent")))
E.nothing(NAME, "a close for another reason", resting(closed(call().wait(1), 1011)))
E.nothing(NAME, "a call that the client ends", resting(call().wait(5)))

NAME = "agents.line.ping-restarts-the-idle-timer"
E.met(NAME, "pings now and then", resting(ping(ping(call().wait(7)).wait(7)).wait(1)))
E.violated(NAME, "a close soon after a ping", resting(closed(ping(call().wait(7)).wait(3), 1000, REASON)))
E.nothing(NAME, "no ping", resting(closed(call().wait(10), 1000, REASON)))
E.nothing(NAME, "an agent that hangs up", resting(closed(ping(call().wait(7)).wait(3), 1000, "call ended by agent")))

CREATE = {"type": "session_create", "audio": {"input_format": "mulaw_8000"}}
READY = {"type": "session_ready", "call_id": "ac_1", "agent_id": "a", "agent_version_id": "v", "audio": {}}


def session() -> Socket:
    """A session with a managed agent."""
    return managed().send_json(CREATE).say(READY)


NAME = "agents.managed.idle-closes"
E.met(NAME, "a close in spite of pings", resting(closed(ping(session().wait(6)).wait(4))))
E.violated(NAME, "a session that pings keep open", resting(ping(session().wait(6)).wait(7)))
E.violated(NAME, "a late close", resting(closed(ping(session().wait(6)).wait(12))))
E.nothing(NAME, "an agent that hangs up", resting(closed(session().wait(5))))
E.nothing(NAME, "a short session", resting(ping(session().wait(6))))
