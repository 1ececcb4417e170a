"""Checks of the life of contexts on the TTS socket: opening, input, end, and independence (tts-ws.yaml)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.exchanges import (
    KEYS,
    answered,
    collect,
    credential,
    is_simple_upgrade,
    is_withheld,
    under_test,
)
from contralto_conformance.oracle.reading import show
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.oracle.sockets import (
    PATH,
    SOUNDS,
    Context,
    Message,
    Session,
    sessions,
)
from contralto_conformance.trace import Exchange, Trace

_ENDS_OF_SOCKETS = {"closed", "truncated", "deadline"}


def _missing(session: Session, expected: str, context: Context) -> Verdict:
    """What never came for a context: a finding if the client waited for it in vain, else no evidence."""
    if context.is_limited:
        return None
    if context.error is not None:
        return [Finding(expected, show(context.error.value), context.error.where)]
    return [Finding(expected, session.how_it_ended, session.where)] if session.ended_badly else None


def brief(message: Message) -> str:
    """A message of the service by its type and context."""
    return f"`{message.kind}` with context_id {show(message.context_id)}"


@check("tts.ws.opens-at-its-path", cases="tts/ws/opens")
def opens_at_its_path(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _opens(e) for e in trace.sockets if is_simple_upgrade(e) and under_test(e, contract) and credential(e) in KEYS
    )


def _opens(exchange: Exchange) -> Verdict:
    if exchange.status == 101:
        return []
    silent = exchange.status is None and exchange.ending in _ENDS_OF_SOCKETS
    if is_withheld(exchange.status) and not silent:
        return None
    return [Finding("101", answered(exchange), f"`{exchange.label}`")]


@check("tts.ws.unknown-query-ignored", cases="tts/ws/unknown-query")
def unknown_query_ignored(trace: Trace, contract: Contract) -> Verdict:
    known = {"api_key", "access_token", "cartesia_version"}
    return collect(
        _opens(e)
        for e in trace.sockets
        if e.path == PATH and {name for name, _ in e.query} - known and credential(e) in KEYS
    )


@check("tts.ws.chunks-then-one-done", cases=("tts/ws/one-shot", "sessions/tts-ws"))
def chunks_then_one_done(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _runs_to_done(session, context)
        for session in sessions(trace)
        if session.only() and _is_one_after_the_other(session)
        for context in session.contexts
        # What holds no words may be refused.
        if context.spoken
    )


def _is_one_after_the_other(session: Session) -> bool:
    """Whether all contexts are one-shot and each began after the end of the one before."""
    ends = [(c, c.done or c.error) for c in session.contexts]
    in_turn = all(end is not None and end.index < later.first.index for (_, end), (later, _) in pairwise(ends))
    return in_turn and all(c.is_one_shot for c, _ in ends)


def _runs_to_done(session: Session, context: Context) -> Verdict:
    expected = f"at least one chunk and then exactly one `done` of context {show(context.id)}"
    if context.done is None:
        return _missing(session, expected, context)
    done_index = context.done.index
    if not any(chunk.index < done_index for chunk in context.of("chunk")):
        return [Finding(expected, "`done` before any chunk", context.done.where)]
    more = context.of("done")[1:]
    return [Finding(expected, "a second `done`", more[0].where)] if more else []


@check("tts.ws.done-is-last", cases=("tts/ws/one-shot", "tts/ws/two-contexts", "sessions/tts-ws"))
def done_is_last(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_silent_after_done(session, context, context.done)
        for session in sessions(trace)
        for context in session.contexts
        if context.done is not None
    )


def _is_silent_after_done(session: Session, context: Context, done: Message) -> Verdict:
    # A request that came too late, perhaps after the context expired, begins a new context or is refused: what follows
    # may be of that. The same holds for requests after the `done`.
    before = [r for r in context.requests if r.index < done.index]
    if not context.is_orderly(done) or any(context.may_have_expired(r) for r in before):
        return None
    again = next((r.index for r in context.requests if r.index > done.index), None)
    after = [
        m
        for m in context.messages
        if m.index > done.index and (again is None or m.index < again) and not _is_answer(m, context)
    ]
    if after:
        expected = f"nothing for context {show(context.id)} after frame {done.index}"
        return [Finding(expected, brief(m), m.where) for m in after[:1]]
    return [] if any(c.done is not None for c in session.later(done.index)) else None


def _is_answer(message: Message, context: Context) -> bool:
    """Whether an error after the `done` may answer what the client sent too late to be served: a cancel, or input."""
    last = context.last_input
    late = bool(context.cancels) or any(last is not None and r.index > last.index for r in context.requests)
    return message.kind == "error" and late


@check("tts.ws.plain-context-id-works", cases="tts/ws/plain-context-id")
def plain_context_id_works(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _works(session, context)
        for session in sessions(trace)
        if session.only("named-context-id")
        for context in session.contexts
        if "_" in context.id and "-" in context.id and context.is_one_shot
    )


def _works(session: Session, context: Context) -> Verdict:
    expected = f"audio and `done` for context {show(context.id)}"
    if context.done is None:
        return _missing(session, expected, context)
    if not context.of("chunk"):
        return [Finding(expected, "`done` without a chunk", context.done.where)]
    return []


@check("tts.ws.odd-context-id-keeps-the-socket", cases="tts/ws/odd-context-id")
def odd_context_id_keeps_the_socket(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _keeps_going(session)
        for session in sessions(trace)
        if session.only("odd-context-id") and "odd-context-id" in session.stimuli
    )


def _keeps_going(session: Session) -> Verdict:
    odd = next(c for c in session.contexts if not all(ch.isalnum() or ch in "_-" for ch in c.id) or not c.id.isascii())
    survived = session.survived(odd.first.index)
    if survived is None:
        return None
    findings = []
    unnamed = any(error.context_id is None for error in session.errors)
    if not odd.messages and not unnamed:
        expected = f"audio or an error event for context {show(odd.id)}"
        findings.append(Finding(expected, "neither", session.where))
    if not survived:
        findings.append(Finding("a socket that stays open", session.how_it_ended, session.where))
    return findings


@check("tts.ws.continue-keeps-the-context-open", cases=("tts/ws/continue", "sessions/tts-ws"))
def continue_keeps_the_context_open(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _stays_open(session, context)
        for session in sessions(trace)
        if session.only("cancel", "named-context-id")
        for context in session.contexts
        if context.first.value.get("continue") is True
        and not context.cancels
        and not context.flushes
        and context.is_orderly()
    )


def _stays_open(session: Session, context: Context) -> Verdict:
    last, done = context.last_input, context.done
    is_early = done is not None and (last is None or done.index < last.index)
    if done is not None and is_early and not context.may_have_expired(done):
        expected = f"no `done` of context {show(context.id)} before its last input"
        return [Finding(expected, "`done` while more input may follow", done.where)]
    ends = [done if is_early else None, last]
    until = next((m.index for m in ends if m is not None), len(session.exchange.frames))
    between = [
        c
        for c in session.contexts
        if c.first.index > context.first.index and c.done is not None and c.done.index < until
    ]
    return [] if between else None


@check("tts.ws.empty-transcript-ends-the-context", cases=("tts/ws/empty-end", "sessions/tts-ws"))
def empty_transcript_ends_the_context(trace: Trace, contract: Contract) -> Verdict:
    return collect(_ends(s, c) for s, c in _ended_by(trace) if _last_text(c) == "")


@check("tts.ws.blank-transcript-ends-the-context", cases="tts/ws/blank-end")
def blank_transcript_ends_the_context(trace: Trace, contract: Contract) -> Verdict:
    return collect(_ends(s, c) for s, c in _ended_by(trace) if _last_text(c) not in {"", None})


def _ended_by(trace: Trace) -> Iterator[tuple[Session, Context]]:
    """Contexts with words whose last input, sent in time, has none."""
    for session in sessions(trace):
        if session.only("named-context-id"):
            for context in session.contexts:
                last = context.last_input
                in_time = last is not None and not context.may_have_expired(last)
                usual = context.is_orderly() and not context.flushes
                if in_time and usual and context.spoken and _last_text(context) is not None:
                    yield session, context


def _last_text(context: Context) -> str | None:
    """The last input if it is empty or blank and not the only one; None otherwise."""
    last = context.last_input
    text = last.value.get("transcript") if last is not None else None
    is_end = isinstance(text, str) and not text.strip() and last is not context.first
    return text if is_end and isinstance(text, str) else None


def _ends(session: Session, context: Context) -> Verdict:
    last = context.last_input
    if context.done is None or last is None:
        return _missing(session, f"`done` of context {show(context.id)} after its last input", context)
    # An earlier `done` belongs to tts.ws.continue-keeps-the-context-open.
    return [] if context.done.index > last.index else None


@check("tts.ws.contexts-are-independent", cases=("tts/ws/two-contexts", "sessions/tts-ws"))
def contexts_are_independent(trace: Trace, contract: Contract) -> Verdict:
    verdicts: list[Verdict] = []
    for session in sessions(trace):
        if not session.only():
            continue
        shots = [c for c in session.contexts if c.is_one_shot and c.spoken]
        overlapping = [c for c in shots if any(_overlap(c, other) for other in shots if other is not c)]
        expected = "`done` of each of the contexts that ran at once"
        verdicts += [[] if c.done is not None else _missing(session, expected, c) for c in overlapping]
    return collect(verdicts)


def _overlap(context: Context, other: Context) -> bool:
    """Whether one of two contexts began before the other was over."""
    early, late = sorted((context, other), key=lambda c: c.first.index)
    end = early.done or early.error
    return end is None or end.index > late.first.index


@check("tts.ws.idle-context-done-or-silent", cases="tts/ws/idle")
def idle_context_done_or_silent(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_idle(session, context, contract)
        for session in sessions(trace)
        if session.only()
        for context in session.contexts
        if context.first.value.get("continue") is True and not context.cancels and not context.flushes
    )


def _is_idle(session: Session, context: Context, contract: Contract) -> Verdict:
    """Judges what comes while a context without input has had its time to say what it had to say."""
    if buffer_ms(context, contract) != 0:
        # Text that is held back may sound later; that is not by itself.
        return None
    until = next((r.index for r in context.requests[1:]), len(session.exchange.frames))
    length = len(str(context.first.value.get("transcript")).strip())
    second = settled_by(session, context, context.first.index, until, length)
    if second is None:
        return None
    sounds = [m for m in context.of(*SOUNDS) if second.first.index < m.index < until]
    expected = f"no sound of context {show(context.id)} while it has no input"
    return [Finding(expected, brief(m), m.where) for m in sounds[:1]]


def settled_by(session: Session, context: Context, after: int, until: int, length: int) -> Context | None:
    """The one-shot context between two frames in whose time nothing of what another had to say can still come.

    It began after the end of one that had as much to say as `length` characters, and later, or in whose time the other
    was silent. None if there is none.
    """
    inside = ran_between(session, after, until)
    for first in inside:
        has_more_to_say = len(str(first.first.value.get("transcript")).strip()) >= length
        if has_more_to_say or is_quiet(context, first):
            later = (c for c in inside if first.done is not None and c.first.index > first.done.index)
            if (second := next(later, None)) is not None:
                return second
    return None


def ran_between(session: Session, after: int, until: int) -> list[Context]:
    """The one-shot contexts that ran from their request to their `done` between two frames."""
    return [c for c in session.later(after) if c.done is not None and c.done.index < until]


def is_quiet(context: Context, other: Context) -> bool:
    """Whether nothing of a context sounded during the life of another one."""
    end = other.done.index if other.done is not None else other.first.index
    return not any(other.first.index < m.index < end for m in context.of(*SOUNDS))


def buffer_ms(context: Context, contract: Contract) -> int:
    """How long text of a context may be held back, in milliseconds: as asked for, else the default of the version."""
    asked = context.first.value.get("max_buffer_delay_ms")
    if isinstance(asked, int) and not isinstance(asked, bool):
        return asked
    return 3000 if contract.version >= "2025-11-04" else 0
