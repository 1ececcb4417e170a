"""Defects of the speech-to-text socket that the client finalizes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Event
from contralto_conformance.mock.hooks import CloseSocket, Hooks, Session

from .registry import defect
from .rewriting import without

_ENDS = ("close", "done")


def _of(call: Call, name: str) -> str:
    """Last value of a query parameter; "" if it is absent."""
    return dict(call.query).get(name, "")


def _with_words(event: Event, change: Callable[[dict[str, Any]], Any]) -> Event:
    """The event with `change` applied to each of its words."""
    words = event.get("words")
    return {**event, "words": [change(word) for word in words]} if isinstance(words, list) else event


# The upgrade.


@defect("stt.manual.opens-at-its-path", "has no socket at its path")
class NoSocket(Hooks):
    def accept(self, call: Call, subprotocols: Sequence[str]) -> str | None:
        if (
            all(_of(call, name) for name in ("model", "encoding", "sample_rate"))
            and _of(call, "encoding") == "pcm_s16le"
        ):
            raise Fault(404, None, f"there is nothing at `{call.path}`")
        return None


@defect("stt.manual.opens-at-its-path:key", "opens the socket only for keys in the query")
class KeysInQuery(Hooks):
    def accept(self, call: Call, subprotocols: Sequence[str]) -> str | None:
        is_whole = _of(call, "encoding") == "pcm_s16le" and _of(call, "model") and _of(call, "sample_rate")
        if is_whole and "api_key" not in dict(call.query):
            raise Fault(400, None, "`api_key` is missing in the query")
        return None


@defect("stt.manual.parameters-required", "opens without a model")
class NoModel(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        return None if not _of(call, "model") else fault


@defect("stt.manual.parameters-required:rate", "opens without a sample rate")
class NoRate(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        return None if not _of(call, "sample_rate") else fault


@defect("stt.manual.encodings-accepted", "refuses audio in IEEE half floats")
class NoHalfFloats(Hooks):
    def accept(self, call: Call, subprotocols: Sequence[str]) -> str | None:
        if _of(call, "encoding") == "pcm_f16le":
            raise Fault(400, None, "`encoding` must not be `pcm_f16le`")
        return None


@defect("stt.manual.encodings-accepted:companded", "refuses audio of the telephone")
class NoTelephone(Hooks):
    def accept(self, call: Call, subprotocols: Sequence[str]) -> str | None:
        if _of(call, "encoding") in ("pcm_mulaw", "pcm_alaw"):
            raise Fault(400, None, "`encoding` must be linear")
        return None


@defect("stt.manual.unknown-values-refused", "takes any encoding for another one")
class AnyEncoding(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        return None if _of(call, "encoding") == "pcm_s24le" else fault


@defect("stt.manual.keyterms-limited", "takes any number of key terms")
class AnyNumberOfTerms(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        terms = [value for name, value in call.query if name == "keyterm"]
        return None if len(terms) > 100 else fault


@defect("stt.manual.keyterms-limited:characters", "takes key terms of any length")
class LongTerms(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        terms = [value for name, value in call.query if name == "keyterm"]
        return None if len(terms) <= 100 and sum(map(len, terms)) > 1200 else fault


@defect("stt.manual.min-volume-in-range", "takes volumes above 1")
class LoudVolume(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        return None if _of(call, "min_volume") == "2" else fault


@defect("stt.manual.min-volume-in-range:negative", "takes volumes below 0")
class NegativeVolume(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        return None if _of(call, "min_volume").startswith("-") else fault


# Finalize.


@defect("stt.manual.finalize-gives-one-flush-done", "answers only the first `finalize`")
class AnswersOnce(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event["type"] != "flush_done":
            return (event,)
        session.memo["answers"] = session.memo.get("answers", 0) + 1
        return (event,) if session.memo["answers"] == 1 else ()


@defect("stt.manual.finalize-gives-one-flush-done:twice", "answers each `finalize` twice")
class AnswersTwice(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (event, event) if event["type"] == "flush_done" else (event,)


@defect("stt.manual.finals-before-flush-done", "sends final transcripts after their `flush_done`")
class LateFinals(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event["type"] == "transcript" and event["is_final"] and session.memo.get("asked"):
            session.memo["late"] = event
            return ()
        if event["type"] == "flush_done" and "late" in session.memo:
            return (event, session.memo.pop("late"))
        return (event,)

    def arrived(self, session: Session, frame: str | bytes) -> Iterable[str | bytes]:
        session.memo["asked"] = frame == "finalize"
        return (frame,)


@defect("stt.manual.session-goes-on-after-finalize", "hears nothing after a `finalize`")
class DeafAfterFinalize(Hooks):
    def arrived(self, session: Session, frame: str | bytes) -> Iterable[str | bytes]:
        is_deaf = session.memo.get("asked", False)
        session.memo["asked"] = is_deaf or frame == "finalize"
        return () if is_deaf and isinstance(frame, bytes) else (frame,)


@defect("stt.manual.session-goes-on-after-finalize:placeholder", "hears blanks alone after a `finalize`")
class BlankAfterFinalize(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        is_over = session.memo.get("answered", False)
        session.memo["answered"] = is_over or event["type"] == "flush_done"
        return ({**event, "text": " "} if is_over and event["type"] == "transcript" else event,)


@defect("stt.manual.finalize-without-audio", "does not answer `finalize` before any audio")
class SilentWithoutAudio(Hooks):
    def arrived(self, session: Session, frame: str | bytes) -> Iterable[str | bytes]:
        has_heard = session.memo.get("heard", False) or isinstance(frame, bytes)
        session.memo["heard"] = has_heard
        return (frame,) if has_heard or frame != "finalize" else ()


@defect("stt.manual.finalize-without-audio:words", "hears words without audio")
class HearsNothing(Hooks):
    def arrived(self, session: Session, frame: str | bytes) -> Iterable[str | bytes]:
        session.memo["heard"] = session.memo.get("heard", False) or isinstance(frame, bytes)
        return (frame,)

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event["type"] != "flush_done" or session.memo.get("heard"):
            return (event,)
        words = {"type": "transcript", "request_id": event["request_id"], "text": "Thank you.", "is_final": True}
        return (words, event)


@defect("stt.manual.interim-then-final", "sends final transcripts again with another last word")
class SecondThoughts(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event["type"] != "transcript" or not event["is_final"]:
            return (event,)
        return (event, {**event, "text": f"{str(event['text']).rpartition(' ')[0]} me."})


@defect("stt.manual.interim-then-final:interim", "sends what was final as interim again")
class NotSoFinal(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        is_final = event["type"] == "transcript" and event["is_final"]
        return (event, {**event, "is_final": False}) if is_final else (event,)


# The end.


@defect("stt.manual.close-ends-the-session", "does not know the word `close`")
class UnknownClose(Hooks):
    def arrived(self, session: Session, frame: str | bytes) -> Iterable[str | bytes]:
        return () if frame == "close" else (frame,)


@defect("stt.manual.close-ends-the-session:no-done", "closes on the word `close` without `done`")
class CloseWithoutDone(Hooks):
    def arrived(self, session: Session, frame: str | bytes) -> Iterable[str | bytes]:
        session.memo["closing"] = frame == "close"
        return (frame,)

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return () if event["type"] == "done" and session.memo.get("closing") else (event,)


@defect("stt.manual.done-word-ends-the-session", "does not know the word `done`")
class UnknownDone(Hooks):
    def arrived(self, session: Session, frame: str | bytes) -> Iterable[str | bytes]:
        return () if frame == "done" else (frame,)


@defect("stt.manual.end-is-finals-done-close", "sends the last transcripts after `done`")
class FinalsAfterDone(Hooks):
    def arrived(self, session: Session, frame: str | bytes) -> Iterable[str | bytes]:
        session.memo["closing"] = frame in _ENDS
        return (frame,)

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event["type"] == "transcript" and session.memo.get("closing"):
            session.memo["late"] = event
            return ()
        if event["type"] == "done" and "late" in session.memo:
            return (event, session.memo["late"])
        return (event,)


@defect("stt.manual.end-is-finals-done-close:code", "closes with code 1011 after `done`")
class OtherCode(Hooks):
    def closing(self, session: Session, code: int, reason: str) -> tuple[int, str] | None:
        return 1011, reason


@defect("stt.manual.end-is-finals-done-close:twice", "says `done` twice")
class DoneTwice(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (event, event) if event["type"] == "done" else (event,)


# Messages.


@defect("stt.manual.transcripts-are-complete", "leaves `is_final` out of interim transcripts")
class InterimUnnamed(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        is_interim = event["type"] == "transcript" and not event["is_final"]
        return (without(event, "is_final") if is_interim else event,)


@defect("stt.manual.transcripts-are-complete:text", "says `is_final` in words")
class FlagInWords(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        is_interim = event["type"] == "transcript" and not event["is_final"]
        return ({**event, "is_final": "false"} if is_interim else event,)


@defect("stt.manual.words-are-objects", "sends words without their times")
class BareWords(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (_with_words(event, lambda word: word["word"]),)


@defect("stt.manual.words-are-objects:backwards", "swaps the starts and ends of words")
class Backwards(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (_with_words(event, lambda word: {**word, "start": word["end"], "end": word["start"]}),)


@defect("stt.manual.one-request-id", "gives each message an id of its own")
class OwnIds(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return ({**event, "request_id": session.call.new_id()},)


@defect("stt.manual.errors-structured", "leaves the title out of error events")
class NoTitle(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (without(event, "title") if event["type"] == "error" else event,)


@defect("stt.manual.errors-structured:status", "says the status of error events in words")
class StatusInWords(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return ({**event, "status_code": "bad request"} if event["type"] == "error" else event,)


@defect("stt.manual.errors-legacy", "calls the message of error events `error`")
class OtherMember(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event["type"] != "error":
            return (event,)
        return ({**without(event, "message"), "error": event["message"]},)


@defect("stt.manual.errors-legacy:list", "sends the message of error events in a list")
class MessageInList(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return ({**event, "message": [event["message"]]} if event["type"] == "error" else event,)


# The unusual.


@defect("stt.manual.unknown-word-keeps-the-socket", "closes the socket on an unknown word")
class ClosesOnUnknownWord(Hooks):
    def arrived(self, session: Session, frame: str | bytes) -> Iterable[str | bytes]:
        if isinstance(frame, str) and frame not in ("finalize", *_ENDS):
            raise CloseSocket(1003, "unknown command")
        return (frame,)


@defect("stt.manual.unknown-word-keeps-the-socket:silent", "says nothing to an unknown word")
class SilentOnUnknownWord(Hooks):
    def arrived(self, session: Session, frame: str | bytes) -> Iterable[str | bytes]:
        return (frame,) if isinstance(frame, bytes) or frame in ("finalize", *_ENDS) else ()


@defect("stt.manual.split-samples-understood", "drops the odd byte at the end of a frame")
class OddByteDropped(Hooks):
    def arrived(self, session: Session, frame: str | bytes) -> Iterable[str | bytes]:
        if isinstance(frame, bytes) and len(frame) % 2 and len(frame) > 2:
            # The next frame begins with the other half of the sample, and is read as if it began with a whole one.
            return (frame[:-1],)
        return (frame,)
