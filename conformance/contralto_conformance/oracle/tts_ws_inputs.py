"""Checks of what becomes of the inputs of contexts: buffering, order, and requests of an unusual kind (tts-ws.yaml)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.exchanges import collect, is_speakable, voice_id
from contralto_conformance.oracle.reading import is_integer, show
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.oracle.sockets import Context, Message, Session, sessions
from contralto_conformance.oracle.speech import times_of
from contralto_conformance.trace import Trace

_LONGEST_DELAY_MS = 5000
"""The largest `max_buffer_delay_ms` that any version documents."""

_WORD = re.compile(r"[a-z]+")

# Buffering.


def _speaks_by_itself(trace: Trace, expected: str, is_meant: Callable[[object], bool]) -> Verdict:
    """Judges that the first input of a context is spoken though nothing follows it. is_meant: by its delay."""
    return collect(
        _is_spoken_unasked(session, context, expected)
        for session in sessions(trace)
        if session.only("named-context-id")
        for context in session.contexts
        if _is_open_input(context.first) and is_meant(context.first.value.get("max_buffer_delay_ms"))
        if not context.cancels
    )


def _is_open_input(request: Message) -> bool:
    """Whether a request has words and says that more will follow."""
    value = request.value
    return value.get("continue") is True and value.get("flush") is not True and is_speakable(value.get("transcript"))


def _is_spoken_unasked(session: Session, context: Context, expected: str) -> Verdict:
    further = context.requests[1].index if len(context.requests) > 1 else None
    if any(further is None or chunk.index < further for chunk in context.of("chunk")):
        return []
    # Only who waited for it can miss it.
    if further is not None or context.error is not None or session.exchange.ending != "deadline":
        return None
    return [Finding(f"{expected}: a chunk of context {show(context.id)}", session.how_it_ended, session.where)]


def _is_delay(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


@check("tts.ws.no-buffering-starts-at-once", cases="tts/ws/no-buffer")
def no_buffering_starts_at_once(trace: Trace, contract: Contract) -> Verdict:
    return _speaks_by_itself(trace, "half a sentence is spoken at once", lambda delay: _is_delay(delay) and delay == 0)


@check("tts.ws.buffering-delay-bounded", cases="tts/ws/short-buffer")
def buffering_delay_bounded(trace: Trace, contract: Contract) -> Verdict:
    return _speaks_by_itself(
        trace, "half a sentence is spoken when its delay is over", lambda delay: _is_delay(delay) and delay != 0
    )


@check("tts.ws.buffering-default", cases="tts/ws/default-buffer")
def buffering_default(trace: Trace, contract: Contract) -> Verdict:
    return _speaks_by_itself(trace, "half a sentence is spoken after 3 s", lambda delay: delay is None)


@check("tts.ws.buffering-default-none", cases="tts/ws/no-default-buffer")
def buffering_default_none(trace: Trace, contract: Contract) -> Verdict:
    return _speaks_by_itself(trace, "half a sentence is spoken at once", lambda delay: delay is None)


@check("tts.ws.buffering-range-checked", cases="tts/ws/buffer-range")
def buffering_range_checked(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_refused(session, context)
        for session in sessions(trace)
        for context in session.contexts
        if _is_out_of_range(context.first.value.get("max_buffer_delay_ms"))
    )


def _is_out_of_range(delay: object) -> bool:
    return isinstance(delay, int) and not isinstance(delay, bool) and not 0 <= delay <= _LONGEST_DELAY_MS


def _is_refused(session: Session, context: Context) -> Verdict:
    if context.error is not None:
        return None if context.is_limited else []
    # An error that names no context may be about this one.
    if any(error.context_id is None and error.index > context.first.index for error in session.errors):
        return []
    spoken = context.done or next(iter(context.of("chunk")), None)
    if spoken is None:
        return None
    return [Finding("an error event", f"`{spoken.kind}` of context {show(context.id)}", spoken.where)]


# Order.


@check("tts.ws.outputs-in-input-order", cases="tts/ws/timestamps-run-on")
def outputs_in_input_order(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _keeps_order(session, context)
        for session in sessions(trace)
        if session.only("named-context-id")
        for context in session.contexts
        if len(context.spoken) > 1 and context.done is not None and context.is_orderly()
    )


def _keeps_order(session: Session, context: Context) -> Verdict:
    """Judges by the words that stand in one input alone: those of an earlier one are all told before the others."""
    inputs = [set(_WORD.findall(str(request.value.get("transcript")).lower())) for request in context.spoken]
    times = [found for m in context.of("timestamps") if (found := times_of(m.value)) is not None]
    told = [word for found in times for label in found.labels for word in _WORD.findall(str(label).lower())]
    owners = [owner for word in told if (owner := _only_owner(word, inputs)) is not None]
    if len(set(owners)) < 2:
        return None
    if owners == sorted(owners):
        return []
    expected = f"the words of the {len(inputs)} inputs of context {show(context.id)} one after the other"
    return [Finding(expected, show(" ".join(told)), session.where)]


def _only_owner(word: str, inputs: list[set[str]]) -> int | None:
    owners = [number for number, words in enumerate(inputs) if word in words]
    return owners[0] if len(owners) == 1 else None


# Requests of an unusual kind.


@check("tts.ws.changed-voice-keeps-the-socket", cases="tts/ws/changed-voice")
def changed_voice_keeps_the_socket(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _survives(session, changed, "a socket that serves the next context")
        for session in sessions(trace)
        for context in session.contexts
        if (changed := _change_of_voice(context)) is not None
    )


def _change_of_voice(context: Context) -> Message | None:
    """The first request of a context with another voice than its first one."""
    first = voice_id(context.first.value)
    voices = ((request, voice_id(request.value)) for request in context.requests)
    return next((request for request, voice in voices if isinstance(voice, str) and voice != first), None)


def _survives(session: Session, at: Message, expected: str) -> Verdict:
    survived = session.survived(at.index)
    if survived is None:
        return None
    return [] if survived else [Finding(expected, session.how_it_ended, session.where)]


@check("tts.ws.languages-mix", cases="tts/ws/languages")
def languages_mix(trace: Trace, contract: Contract) -> Verdict:
    return collect(_mixes(session) for session in sessions(trace))


def _mixes(session: Session) -> Verdict:
    """Judges contexts in languages that the socket has spoken before, once it has spoken another one, too."""
    verdicts: list[Verdict] = []
    spoken: list[Context] = []
    for context in session.contexts:
        language = _language(context)
        known = {_language(c) for c in spoken if c.done is not None and c.done.index < context.first.index}
        if language in known and len(known) > 1 and not context.cancels and context.is_one_shot:
            verdicts.append(_is_served(session, context))
        if language is not None:
            spoken.append(context)
    return collect(verdicts)


def _language(context: Context) -> str | None:
    language = context.first.value.get("language")
    return language if isinstance(language, str) else None


def _is_served(session: Session, context: Context) -> Verdict:
    if context.done is not None:
        return []
    if context.error is None or context.is_limited or is_fault_of_service(context.error):
        return None
    expected = f"`done` of context {show(context.id)}, in a language that was spoken before"
    return [Finding(expected, show(context.error.value), context.error.where)]


def is_fault_of_service(error: Message) -> bool:
    """Whether an error event tells of a fault of the service's own."""
    return is_integer(error.status) and error.status >= 500


@check("tts.ws.context-id-may-miss", cases="tts/ws/no-context-id")
def context_id_may_miss(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _speaks_namelessly(session)
        for session in sessions(trace)
        if session.only("no-context-id") and len(session.requests) == 1 and not session.contexts
    )


def _speaks_namelessly(session: Session) -> Verdict:
    request = session.requests[0]
    if request.value.get("continue") is True or not is_speakable(request.value.get("transcript")):
        return None
    came = {message.kind for message in session.received}
    if {"chunk", "done"} <= came:
        return []
    expected = "chunks and `done` without a context"
    error = next(iter(session.errors), None)
    if error is not None:
        withheld = error.is_limit or is_fault_of_service(error)
        return None if withheld else [Finding(expected, show(error.value), error.where)]
    return [Finding(expected, session.how_it_ended, session.where)] if session.ended_badly else None


@check("tts.ws.reused-id-is-a-new-context", cases="tts/ws/reused-id")
def reused_id_is_a_new_context(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_answered(session, context, again)
        for session in sessions(trace)
        if session.only("named-context-id")
        for context, again in _reused(session)
    )


def _reused(session: Session) -> Iterator[tuple[Context, Message]]:
    """Contexts whose id was used once more after their `done`, and the request that did."""
    for context in session.contexts:
        done = context.done
        late = [r for r in context.requests if done is not None and r.index > done.index]
        if len(late) == 1 and late[0].value.get("continue") is not True and late[0] in context.spoken:
            yield context, late[0]


def _is_answered(session: Session, context: Context, again: Message) -> Verdict:
    ends = [m for m in context.of("done", "error") if m.index > again.index]
    ends += [m for m in session.errors if m.context_id is None and m.index > again.index]
    if ends:
        return []
    if not session.ended_badly:
        return None
    expected = f"`done` or an error event of context {show(context.id)}, which is used again"
    return [Finding(expected, session.how_it_ended, session.where)]
