"""Defects of the contexts of the TTS socket: their names, their life, flush, cancel and errors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Event
from contralto_conformance.mock.hooks import CloseSocket, Hooks, Session

from .registry import defect
from .rewriting import NAMELESS_CHUNK, without

_WRONG_FORMAT = ("`output_format` is missing", "`output_format.container` must be")
"""How the messages of errors about the output format begin."""


def _done_of(context_id: object) -> Event:
    return {"type": "done", "done": True, "status_code": 200, "context_id": context_id}


def _chunk_of(context_id: object) -> Event:
    return {**NAMELESS_CHUNK, "context_id": context_id}


def _is_error_of_context(event: Event) -> bool:
    return event.get("type") == "error" and "context_id" in event


def _is_odd(context_id: object) -> bool:
    plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
    return isinstance(context_id, str) and any(mark not in plain for mark in context_id)


class _Watching(Hooks):
    """Remembers which contexts are open (their client said that more follows), known, and cancelled."""

    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        context_id = message.get("context_id")
        open_ones = self.noted(session, "open")
        open_ones.pop(context_id, None)
        if message.get("cancel"):
            self.noted(session, "cancelled")[context_id] = True
        elif message.get("continue"):
            open_ones[context_id] = True
        return (message,)

    def noted(self, session: Session, what: str) -> dict[object, bool]:
        """Ids in the order in which they were noted."""
        noted: dict[object, bool] = session.memo.setdefault(what, {})
        return noted


# Names.


@defect("tts.ws.missing-context-id-refused", "speaks without a `context_id` under every version")
class NamelessContexts(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        return None if fault.message.startswith("`context_id` is missing") else fault


@defect("tts.ws.missing-context-id-refused:closes", "closes the socket on a request without `context_id`")
class ClosesOnNameless(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        if "context_id" not in message:
            raise CloseSocket(1008, "`context_id` is missing")
        return (message,)


@defect("tts.ws.plain-context-id-works", "refuses a `context_id` with an underscore")
class NoUnderscore(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        if "_" in str(message.get("context_id")):
            raise Fault(400, None, "`context_id` must be of letters, digits and hyphens")
        return (message,)


@defect("tts.ws.odd-context-id-keeps-the-socket", "closes the socket on an odd `context_id`")
class ClosesOnOddName(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        if _is_odd(message.get("context_id")):
            raise CloseSocket(1008, "invalid context id")
        return (message,)


# The life of a context.


@defect("tts.ws.chunks-then-one-done", "says `done` twice")
class TwoDone(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (event, event) if event.get("type") == "done" else (event,)


@defect("tts.ws.chunks-then-one-done:silent", "says `done` without any chunk")
class NoChunks(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return () if event.get("type") == "chunk" else (event,)


@defect("tts.ws.done-is-last", "sends a chunk after `done`")
class ChunkAfterDone(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (event, _chunk_of(event.get("context_id"))) if event.get("type") == "done" else (event,)


@defect("tts.ws.done-is-last:flush", "answers a flush that nobody asked for after `done`")
class FlushAfterDone(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        flushed: set[object] = session.memo.setdefault("flushed", set())
        context_id = event.get("context_id")
        if event.get("type") == "flush_done":
            flushed.add(context_id)
        if event.get("type") != "done" or context_id in flushed:
            return (event,)
        late = {"type": "flush_done", "done": False, "flush_done": True, "flush_id": 1, "status_code": 206}
        return (event, {**late, "context_id": context_id})


@defect("tts.ws.continue-keeps-the-context-open", "says `done` of an open context when another one ends")
class OpenContextsEnd(_Watching):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event.get("type") != "done":
            return (event,)
        open_ones = list(self.noted(session, "open"))
        self.noted(session, "open").clear()
        return (event, *[_done_of(context_id) for context_id in open_ones])


class _EndRefused(Hooks):
    """Refuses one kind of last input."""

    end = ""

    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        is_end = message.get("transcript") == self.end and not message.get("continue") and not message.get("cancel")
        if is_end and message.get("context_id") in session.live():
            raise Fault(400, "Empty transcript", "`transcript` must hold something to say")
        return (message,)


@defect("tts.ws.empty-transcript-ends-the-context", "refuses an empty last input")
class EmptyEndRefused(_EndRefused):
    end = ""


@defect("tts.ws.blank-transcript-ends-the-context", "refuses a last input of one blank")
class BlankEndRefused(_EndRefused):
    end = " "


@defect("tts.ws.contexts-are-independent", "refuses a context while another one of its language speaks its only input")
class OneAtATime(_Watching):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        context_id, language = message.get("context_id"), message.get("language")
        languages: dict[object, object] = session.memo.setdefault("languages", {})
        speaking = [name for name in session.live() if name not in self.noted(session, "open")]
        alike = [name for name in speaking if languages.get(name) == language]
        super().incoming(session, message)
        if not message.get("cancel") and context_id not in session.live():
            if alike:
                raise Fault(400, None, f"the context `{alike[0]}` is not done yet")
            languages[context_id] = language
        return (message,)


@defect("tts.ws.idle-context-done-or-silent", "lets a waiting context sound when another one ends")
class WaitingContextSounds(_Watching):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event.get("type") != "done":
            return (event,)
        return (*[_chunk_of(context_id) for context_id in self.noted(session, "open")], event)


# Flush.


@defect("tts.ws.flush-is-answered", "answers a flush with `flush_done` false")
class FlushNotDone(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return ({**event, "flush_done": False} if event.get("type") == "flush_done" else event,)


@defect("tts.ws.flush-is-answered:none", "answers no flush")
class FlushUnanswered(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return () if event.get("type") == "flush_done" else (event,)


@defect("tts.ws.flush-done-after-its-chunks", "sends a chunk of the section after its `flush_done`")
class ChunkAfterFlush(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event.get("type") != "flush_done":
            return (event,)
        return (event, {**_chunk_of(event.get("context_id")), "flush_id": event["flush_id"]})


@defect("tts.ws.flush-id-rises", "counts flushes in steps of two")
class FlushesByTwo(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        flush_id: Any = event.get("flush_id")
        return ({**event, "flush_id": flush_id * 2} if event.get("type") == "flush_done" else event,)


@defect("tts.ws.flush-id-rises:same", "gives all flushes the same number")
class OneFlushId(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return ({**event, "flush_id": 1} if event.get("type") == "flush_done" else event,)


@defect("tts.ws.chunks-after-flush-carry-the-next-id", "gives all chunks of a context the first `flush_id`")
class FlushIdStays(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return ({**event, "flush_id": 1} if event.get("type") == "chunk" and "flush_id" in event else event,)


@defect("tts.ws.flush-keeps-the-context-open", "says `done` after a flush")
class DoneAfterFlush(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (event, _done_of(event.get("context_id"))) if event.get("type") == "flush_done" else (event,)


@defect("tts.ws.flush-keeps-the-context-open:refuses", "refuses inputs after a flush")
class RefusesAfterFlush(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        flushed: set[object] = session.memo.setdefault("flushed", set())
        if message.get("context_id") in flushed and message.get("transcript") and not message.get("flush"):
            raise Fault(400, None, "the context was flushed")
        if message.get("flush"):
            flushed.add(message.get("context_id"))
        return (message,)


# Cancel.


@defect("tts.ws.cancel-silences-its-context", "lets a cancelled context sound on")
class CancelledSounds(_Watching):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event.get("type") != "done":
            return (event,)
        return (*[_chunk_of(context_id) for context_id in self.noted(session, "cancelled")], event)


@defect("tts.ws.cancel-leaves-others-alone", "ends all contexts when one is cancelled")
class CancelEndsAll(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        if not message.get("cancel"):
            return (message,)
        # A request without anything in it ends its context with an error.
        others: list[Event] = [{"context_id": name} for name in session.live() if name != message.get("context_id")]
        return (message, *others)


@defect("tts.ws.cancel-leaves-others-alone:closes", "closes the socket on a cancel while other contexts run")
class CancelCloses(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        others = [name for name in session.live() if name != message.get("context_id")]
        if message.get("cancel") and others:
            raise CloseSocket(1000, "cancelled")
        return (message,)


@defect("tts.ws.cancel-of-unknown-keeps-the-socket", "closes the socket on the cancel of an unknown context")
class ClosesOnUnknownCancel(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        known = session.memo.setdefault("known", set())
        if message.get("cancel") and message.get("context_id") not in known:
            raise CloseSocket(1008, "unknown context")
        known.add(message.get("context_id"))
        return (message,)


# Errors.


@defect("tts.ws.error-ends-only-its-context", "fails the next context after one whose voice does not exist")
class NextFailsToo(Hooks):
    def fault(self, call: Call, fault: Fault) -> Fault:
        call.memo["failed"] = fault.code == "voice_not_found"
        return fault

    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        if session.call.memo.pop("failed", False):
            raise Fault(500, None, "the socket has failed")
        return (message,)


@defect("tts.ws.no-message-after-error", "says `done` after an error")
class DoneAfterError(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (event, _done_of(event["context_id"])) if _is_error_of_context(event) else (event,)


@defect("tts.ws.no-message-after-error:chunk", "sends a chunk after an error")
class ChunkAfterError(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (event, _chunk_of(event["context_id"])) if _is_error_of_context(event) else (event,)


@defect("tts.ws.unknown-model-is-an-error-event", "speaks with any model and voice on sockets")
class AnyName(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        unknown = call.transport == "websocket" and fault.code in ("model_not_found", "voice_not_found")
        return None if unknown else fault


@defect("tts.ws.unknown-model-is-an-error-event:closes", "closes the socket on an unknown model or voice")
class ClosesOnUnknownName(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if session.call.memo.pop("unknown", False):
            raise CloseSocket(1008, "unknown model or voice")
        return (event,)

    def fault(self, call: Call, fault: Fault) -> Fault:
        call.memo["unknown"] = fault.code in ("model_not_found", "voice_not_found")
        return fault


@defect("tts.ws.error-members-structured", "leaves `title` out of error events")
class NoTitle(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (without(event, "title"),)


@defect("tts.ws.error-members-structured:message", "says in error events nothing of what is wrong")
class EmptyMessage(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return ({**event, "message": ""} if "message" in event and event.get("type") == "error" else event,)


@defect("tts.ws.error-members-legacy", "adds a `title` to the error events of old versions")
class TitleTooEarly(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return ({**event, "title": "Error"} if isinstance(event.get("error"), str) else event,)


@defect("tts.ws.error-members-legacy:done", "says that error events of old versions end nothing")
class LegacyGoesOn(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return ({**event, "done": False} if isinstance(event.get("error"), str) else event,)


@defect("tts.ws.error-names-its-context", "leaves `context_id` out of error events")
class NamelessErrors(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return (without(event, "context_id") if event.get("type") == "error" else event,)


@defect("tts.ws.error-names-its-context:other", "names in error events a context of its own")
class ErrorsOfAnother(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return ({**event, "context_id": session.call.request_id} if _is_error_of_context(event) else event,)


@defect("tts.ws.output-format-required", "takes requests without an output format, and any container")
class AnyFormat(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        return None if call.transport == "websocket" and fault.message.startswith(_WRONG_FORMAT) else fault


@defect("tts.ws.output-format-required:status", "finds a request without an output format unprocessable")
class FormatUnprocessable(Hooks):
    def fault(self, call: Call, fault: Fault) -> Fault:
        renamed = call.transport == "websocket" and fault.message.startswith(_WRONG_FORMAT)
        return Fault(422, None, fault.message) if renamed else fault
