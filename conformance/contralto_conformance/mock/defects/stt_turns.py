"""Defects of the speech-to-text socket that finds the turns itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Event
from contralto_conformance.mock.hooks import CloseSocket, Hooks, Session

from .registry import defect
from .rewriting import without

_WITH_TRANSCRIPT = ("turn.update", "turn.eager_end", "turn.end")


# The upgrade.


@defect("stt.turns.opens-at-its-path", "has no socket at its path")
class NoSocket(Hooks):
    def accept(self, call: Call, subprotocols: Sequence[str]) -> str | None:
        raise Fault(404, None, f"there is nothing at `{call.path}`")


@defect("stt.turns.opens-at-its-path:status", "opens the socket only for keys in the query")
class KeysInQuery(Hooks):
    def accept(self, call: Call, subprotocols: Sequence[str]) -> str | None:
        if "api_key" not in dict(call.query):
            raise Fault(400, None, "`api_key` is missing in the query")
        return None


class _Overlooks(Hooks):
    """Overlooks what is wrong with the query if it has one of these parameters, with one of these values."""

    overlooked: tuple[tuple[str, str], ...] = ()

    def problem(self, call: Call, fault: Fault) -> Fault | None:
        return None if any(pair in call.query for pair in self.overlooked) else fault


@defect("stt.turns.whisper-refused", "takes a model that knows no turns")
class AnyModel(_Overlooks):
    overlooked = (("model", "ink-whisper"),)


@defect("stt.turns.whisper-refused:turns", "finds turns with a model that knows none, and says so at once")
class WhisperTurns(_Overlooks):
    overlooked = (("model", "ink-whisper"),)

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event["type"] != "connected" or ("model", "ink-whisper") not in session.call.query:
            return (event,)
        return (event, {"type": "turn.start", "request_id": event["request_id"]})


@defect("stt.turns.thresholds-ordered", "takes thresholds in any order")
class AnyOrder(_Overlooks):
    overlooked = (("turn_eager_end_threshold", "0.6"),)


@defect("stt.turns.thresholds-in-range", "takes thresholds above their range")
class HighThresholds(_Overlooks):
    overlooked = (("turn_start_threshold", "0.95"),)


@defect("stt.turns.thresholds-in-range:low", "takes thresholds below their range")
class LowThresholds(_Overlooks):
    overlooked = (("turn_end_threshold", "0.01"),)


@defect("stt.turns.end-timeout-in-range", "takes silences below the shortest")
class ShortTimeout(_Overlooks):
    overlooked = (("turn_end_timeout_ms", "100"),)


@defect("stt.turns.end-timeout-in-range:long", "takes silences above the longest")
class LongTimeout(_Overlooks):
    overlooked = (("turn_end_timeout_ms", "20000"),)


@defect("stt.turns.connected-is-first", "says nothing when a session begins")
class NeverConnected(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return () if event["type"] == "connected" else (event,)


@defect("stt.turns.connected-is-first:twice", "says `connected` twice")
class ConnectedTwice(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (event, event) if event["type"] == "connected" else (event,)


@defect("stt.turns.early-audio-counts", "at 8000 Hz loses the audio of sessions that begin with it")
class EarlyAudioLost(Hooks):
    # Nothing but the rate tells a session that did not wait for `connected` from one that did, on a fast network.
    def arrived(self, session: Session, frame: str | bytes) -> Iterable[str | bytes]:
        begins_with_audio = session.memo.setdefault("begins-with-audio", isinstance(frame, bytes))
        is_lost = begins_with_audio and ("sample_rate", "8000") in session.call.query
        return () if is_lost and isinstance(frame, bytes) else (frame,)


@defect("stt.turns.early-audio-counts:closes", "at 8000 Hz closes sessions that begin with audio")
class ClosesOnEarlyAudio(Hooks):
    def arrived(self, session: Session, frame: str | bytes) -> Iterable[str | bytes]:
        begins_with_audio = session.memo.setdefault("begins-with-audio", isinstance(frame, bytes))
        if begins_with_audio and ("sample_rate", "8000") in session.call.query:
            raise CloseSocket(1008, "wait for `connected`")
        return (frame,)


# Turns.


@defect("stt.turns.transitions-legal", "says `turn.resume` at the start of a turn")
class ResumesAtStart(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        resumed = {"type": "turn.resume", "request_id": event.get("request_id")}
        return (event, resumed) if event["type"] == "turn.start" else (event,)


@defect("stt.turns.transitions-legal:start", "starts turns only when their first words are known")
class LateStart(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event["type"] == "turn.start":
            session.memo["start"] = event
            return ()
        start = session.memo.pop("start", None)
        return (event,) if start is None else (event, start)


@defect("stt.turns.transcript-only-grows", "sends only the new words of a turn")
class NewWordsAlone(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event["type"] == "turn.start":
            session.memo["said"] = ""
        if event["type"] not in ("turn.update", "turn.eager_end"):
            return (event,)
        said, session.memo["said"] = session.memo.get("said", ""), event["transcript"]
        # The last event before the end has the whole, so that the end agrees with it.
        if event["type"] == "turn.eager_end":
            return (event,)
        return ({**event, "transcript": str(event["transcript"])[len(said) :]},)


@defect("stt.turns.transcript-only-grows:case", "changes the case of what was said already")
class CaseRevised(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event["type"] != "turn.update":
            return (event,)
        return ({**event, "transcript": str(event["transcript"]).upper()},)


@defect("stt.turns.end-has-the-whole-text", "sends only the last word with `turn.end`")
class LastWordAlone(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event["type"] != "turn.end":
            return (event,)
        return ({**event, "transcript": str(event["transcript"]).rpartition(" ")[2]},)


@defect("stt.turns.end-has-the-whole-text:empty", "sends no text with `turn.end`")
class EmptyEnd(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return ({**event, "transcript": ""} if event["type"] == "turn.end" else event,)


# Messages.


@defect("stt.turns.members-complete", "leaves `request_id` out of `turn.start`")
class StartWithoutId(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (without(event, "request_id") if event["type"] == "turn.start" else event,)


@defect("stt.turns.members-complete:transcript", "calls the transcript of updates `text`")
class TextForTranscript(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event["type"] != "turn.update":
            return (event,)
        return ({**without(event, "transcript"), "text": event["transcript"]},)


@defect("stt.turns.one-request-id", "gives each turn an id of its own")
class OwnIds(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return ({**event, "request_id": event["turn_id"]} if "turn_id" in event else event,)


@defect("stt.turns.errors-structured", "leaves the title out of error events")
class NoTitle(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (without(event, "title") if event["type"] == "error" else event,)


@defect("stt.turns.errors-structured:status", "says the status of error events in words")
class StatusInWords(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return ({**event, "status_code": "bad request"} if event["type"] == "error" else event,)


# Commands.


@defect("stt.turns.config-accepted", "refuses a configuration that does not name every member")
class WholeConfigAlone(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        turn = message.get("turn")
        missing = {"start_threshold", "eager_end_threshold", "end_threshold"} - set(
            turn if isinstance(turn, dict) else ()
        )
        if message.get("type") == "config" and turn and missing:
            raise Fault(400, None, f"`turn.{min(missing)}` is missing")
        return (message,)


@defect("stt.turns.config-accepted:close", "closes the socket when it is configured once more")
class ClosesOnConfig(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        session.memo["configs"] = session.memo.get("configs", 0) + (message.get("type") == "config")
        if session.memo["configs"] > 1:
            raise CloseSocket(1008, "configured already")
        return (message,)


@defect("stt.turns.close-ends-without-done", "says `done` after what was left at `close`")
class SaysDone(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        session.memo["closing"] = message.get("type") == "close"
        return (message,)

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event["type"] != "turn.end" or not session.memo.get("closing"):
            return (event,)
        return (event, {"type": "done", "request_id": event["request_id"]})


@defect("stt.turns.close-ends-without-done:code", "closes with code 1011 after `close`")
class OtherCode(Hooks):
    def closing(self, session: Session, code: int, reason: str) -> tuple[int, str] | None:
        return 1011, reason


@defect("stt.turns.finalize-has-no-effect", "answers `finalize` by `flush_done`")
class Flushes(Hooks):
    def unreadable(self, session: Session, frame: str | bytes) -> None:
        session.memo["asked"] = frame == "finalize"

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event["type"] != "error" or not session.memo.pop("asked", False):
            return (event,)
        return (event, {"type": "flush_done", "request_id": event["request_id"]})


@defect("stt.turns.finalize-has-no-effect:later", "sends `flush_done` with the end of the turn after a `finalize`")
class FlushesLater(Hooks):
    def unreadable(self, session: Session, frame: str | bytes) -> None:
        session.memo["asked"] = frame == "finalize"

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event["type"] != "turn.end" or not session.memo.get("asked"):
            return (event,)
        return (event, {"type": "flush_done", "request_id": event["request_id"]})


@defect("stt.turns.pings-answered", "answers pings with another payload")
class OtherPong(Hooks):
    def pong(self, path: str, payload: bytes) -> bytes | None:
        return payload + b"!"


@defect("stt.turns.pings-answered:silent", "does not answer pings")
class NoPong(Hooks):
    def pong(self, path: str, payload: bytes) -> bytes | None:
        return None
