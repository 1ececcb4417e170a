"""Defects of what becomes of the inputs of contexts: buffering, order, and requests of an unusual kind."""

from __future__ import annotations

from collections.abc import Iterable

from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Event
from contralto_conformance.mock.hooks import CloseSocket, Hooks, Session

from .registry import defect

_FOR_EVER_S = 60.0


class _Withholds(Hooks):
    """Holds text back for as long as a test waits, where `is_meant` says so of the delay that was asked for."""

    def is_meant(self, delay_ms: object) -> bool:
        raise AssertionError("a defect says where it applies")

    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        session.memo["delay_ms"] = message.get("max_buffer_delay_ms")
        return (message,)

    def wait_s(self, session: Session, what: str, seconds: float) -> float:
        withheld = what == "buffer" and self.is_meant(session.memo.get("delay_ms"))
        return _FOR_EVER_S if withheld else seconds


@defect("tts.ws.no-buffering-starts-at-once", "holds text back though its delay is 0")
class BuffersAnyway(_Withholds):
    def is_meant(self, delay_ms: object) -> bool:
        return delay_ms == 0


@defect("tts.ws.buffering-delay-bounded", "holds text back for longer than its delay")
class BuffersTooLong(_Withholds):
    def is_meant(self, delay_ms: object) -> bool:
        return isinstance(delay_ms, int) and delay_ms > 0


@defect("tts.ws.buffering-default", "holds text back without end when no delay is given")
class BuffersForEver(_Withholds):
    def is_meant(self, delay_ms: object) -> bool:
        return delay_ms is None


@defect("tts.ws.buffering-default-none", "holds text back when no delay is given, under old versions too")
class BuffersByDefault(_Withholds):
    def is_meant(self, delay_ms: object) -> bool:
        return delay_ms is None


@defect("tts.ws.buffering-range-checked", "takes any `max_buffer_delay_ms`")
class AnyDelay(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        return None if fault.message.startswith("`max_buffer_delay_ms`") else fault


@defect("tts.ws.outputs-in-input-order", "speaks the second input of a context before the first")
class SecondFirst(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        held: dict[object, Event] = session.memo.setdefault("held", {})
        context_id = message.get("context_id")
        if message.get("add_timestamps") and message.get("continue") and context_id not in held:
            held[context_id] = message
            return ()
        first = held.pop(context_id, None)
        if first is None:
            return (message,)
        texts = str(message["transcript"]), str(first["transcript"])
        return ({**first, "transcript": f"{texts[0]} "}, {**message, "transcript": texts[1].strip()})


@defect("tts.ws.changed-voice-keeps-the-socket", "closes the socket when a context changes its voice")
class ClosesOnAnotherVoice(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        voices: dict[object, object] = session.memo.setdefault("voices", {})
        voice = message.get("voice")
        if voice is not None and voices.setdefault(message.get("context_id"), voice) != voice:
            raise CloseSocket(1008, "another voice")
        return (message,)


@defect("tts.ws.languages-mix", "does not go back to a language when a socket has spoken another one since")
class OneLanguageAfterTheOther(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        language = message.get("language")
        spoken: list[object] = session.memo.setdefault("languages", [])
        if language in spoken[:-1]:
            raise Fault(400, None, f"this socket speaks `{spoken[-1]}` now")
        if language is not None and language not in spoken:
            spoken.append(language)
        return (message,)


@defect("tts.ws.context-id-may-miss", "wants a `context_id` under old versions too")
class WantsContextId(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        if "context_id" not in message:
            raise Fault(400, None, "`context_id` is missing")
        return (message,)


@defect("tts.ws.context-id-may-miss:silent", "says nothing to requests without a `context_id`")
class SilentOnNameless(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        return (message,) if "context_id" in message else ()


class _NotesEnds(Hooks):
    """Does `again` with a request for a context that is done."""

    def again(self) -> Iterable[Event]:
        raise AssertionError("a defect says what it does")

    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        is_over = message.get("context_id") in session.memo.get("over", ()) and not message.get("cancel")
        return self.again() if is_over else (message,)

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event["type"] == "done":
            session.memo.setdefault("over", set()).add(event.get("context_id"))
        return (event,)


@defect("tts.ws.reused-id-is-a-new-context", "says nothing to a request for a context that is done")
class SilentOnReuse(_NotesEnds):
    def again(self) -> Iterable[Event]:
        return ()


@defect("tts.ws.reused-id-is-a-new-context:closes", "closes the socket on a request for a context that is done")
class ClosesOnReuse(_NotesEnds):
    def again(self) -> Iterable[Event]:
        raise CloseSocket(1008, "used context")
