"""Defects of sockets that are left alone."""

from __future__ import annotations

from contralto_conformance.mock.hooks import Hooks, Session

from .registry import defect

_FOR_EVER_S = 1e6


class _NeverClosed(Hooks):
    """Keeps idle sockets open."""

    def wait_s(self, session: Session, what: str, seconds: float) -> float:
        return _FOR_EVER_S if what == "idle_close" else seconds


@defect("tts.ws.idle-close-is-1000", "closes an idle socket with code 1001")
class GoingAway(Hooks):
    def closing(self, session: Session, code: int, reason: str) -> tuple[int, str] | None:
        return 1001, reason


@defect("tts.ws.idle-close-is-1000:open", "keeps an idle socket open")
class SpeechNeverClosed(_NeverClosed):
    pass


@defect("stt.manual.idle-socket-closes", "keeps an idle socket open")
class TranscriptionNeverClosed(_NeverClosed):
    pass


@defect("stt.manual.audio-restarts-the-idle-timer", "closes a socket after a time, whatever it hears")
class AudioDoesNotCount(Hooks):
    def restarts_idle(self, session: Session, what: str, counts: bool) -> bool:
        return counts and what != "audio"


@defect("agents.line.idle-closes", "closes an idle socket for another reason")
class OtherReason(Hooks):
    def closing(self, session: Session, code: int, reason: str) -> tuple[int, str] | None:
        return (code, "gone quiet") if session.call.path.startswith("/agents/stream/") else (code, reason)


@defect("agents.line.idle-closes:late", "bears an idle socket for longer")
class LineLate(Hooks):
    def wait_s(self, session: Session, what: str, seconds: float) -> float:
        is_line = session.call.path.startswith("/agents/stream/")
        return 2 * seconds if is_line and what == "idle_close" else seconds


@defect("agents.line.ping-restarts-the-idle-timer", "counts no ping as a sign of life")
class PingsDoNotCount(Hooks):
    def restarts_idle(self, session: Session, what: str, counts: bool) -> bool:
        return counts and what != "ping"


@defect("agents.line.ping-restarts-the-idle-timer:once", "counts the first ping alone as a sign of life")
class FirstPingCounts(Hooks):
    def restarts_idle(self, session: Session, what: str, counts: bool) -> bool:
        if what != "ping":
            return counts
        is_first = "pinged" not in session.memo
        session.memo["pinged"] = True
        return counts and is_first


@defect("agents.managed.idle-closes", "counts pings as signs of life")
class PingsCount(Hooks):
    def restarts_idle(self, session: Session, what: str, counts: bool) -> bool:
        return counts or session.call.path.startswith("/v1/agents/websocket/")


@defect("agents.managed.idle-closes:open", "keeps an idle session open")
class SessionNeverClosed(Hooks):
    def wait_s(self, session: Session, what: str, seconds: float) -> float:
        is_session = session.call.path.startswith("/v1/agents/websocket/")
        return _FOR_EVER_S if is_session and what == "idle_close" else seconds
