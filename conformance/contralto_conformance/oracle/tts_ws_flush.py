"""Checks of flush and cancel on the TTS socket (tts-ws.yaml).

A service that buffers nothing reports every boundary of its speech, asked or not, and perhaps twice; flushes are
counted only on contexts that ask for a buffer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.exchanges import collect
from contralto_conformance.oracle.reading import is_integer, show
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.oracle.sockets import SOUNDS, Context, Message, Session, sessions
from contralto_conformance.oracle.tts_ws_contexts import brief, buffer_ms, ran_between, settled_by
from contralto_conformance.trace import Trace


def _flushed(trace: Trace) -> Iterator[tuple[Session, Context]]:
    """Contexts that were flushed after words were sent, and before anything else could have ended them."""
    for session in sessions(trace):
        if session.only("named-context-id"):
            for context in session.contexts:
                in_time = context.flushes and context.first.index < context.flushes[0].index and context.is_orderly()
                if in_time and not context.is_limited:
                    yield session, context


def _flush_id(message: Message) -> int | None:
    """The `flush_id` of a message, if it is an integer."""
    found = message.value.get("flush_id")
    return int(found) if is_integer(found) and isinstance(found, int | float) else None


@check("tts.ws.flush-is-answered", cases=("tts/ws/flush", "sessions/tts-ws"))
def flush_is_answered(trace: Trace, contract: Contract) -> Verdict:
    return collect(_is_answered(session, context) for session, context in _flushed(trace))


def _is_answered(session: Session, context: Context) -> Verdict:
    answers = context.of("flush_done")
    expected = "`flush_done` of the context with `flush_done` true and an integer `flush_id`"
    wrong = [m for m in answers if m.value.get("flush_done") is not True or _flush_id(m) is None]
    if wrong:
        return [Finding(expected, show(m.value), m.where) for m in wrong]
    if len(answers) >= len(context.flushes):
        return []
    early = context.done is not None and context.done.index < context.flushes[-1].index
    if early or context.may_have_expired(context.flushes[-1]):
        return None
    got = f"{len(answers)} answers to {len(context.flushes)} flushes"
    if context.error is not None:
        return [Finding(expected, show(context.error.value), context.error.where)]
    if context.done is not None:
        return [Finding(expected, f"{got} before `done`", context.done.where)]
    return [Finding(expected, f"{got}; {session.how_it_ended}", session.where)] if session.ended_badly else None


@check("tts.ws.flush-id-rises", cases="tts/ws/flush-twice")
def flush_id_rises(trace: Trace, contract: Contract) -> Verdict:
    return collect(_rises(context) for _, context in _flushed(trace) if buffer_ms(context, contract) > 0)


def _rises(context: Context) -> Verdict:
    answers = context.of("flush_done")
    ids = [_flush_id(m) for m in answers]
    if not ids or None in ids or len(ids) < len(context.flushes):
        return None
    # Boundaries nobody asked for may be reported, and one of them twice.
    seen = ids if len(ids) == len(context.flushes) else [number for number, _ in groupby(ids)]
    expected = list(range(1, len(seen) + 1))
    if seen == expected:
        return []
    return [Finding(f"the `flush_id`s {show(expected)}", show(seen), answers[0].where)]


def _sections(context: Context) -> Iterator[tuple[Message, int, int | None]]:
    """Each `flush_done` with its id, and the frame of the next input that was sent after it."""
    for answer in context.of("flush_done"):
        flush_id = _flush_id(answer)
        if flush_id is not None:
            later = (r.index for r in context.requests if r.index > answer.index)
            yield answer, flush_id, next(later, None)


@check("tts.ws.flush-done-after-its-chunks", cases=("tts/ws/flush", "sessions/tts-ws"))
def flush_done_after_its_chunks(trace: Trace, contract: Contract) -> Verdict:
    return collect(_closes_its_section(context) for _, context in _flushed(trace))


def _closes_its_section(context: Context) -> Verdict:
    numbered = [(m, _flush_id(m)) for m in context.of("chunk") if _flush_id(m) is not None]
    sections = list(_sections(context))
    if not numbered or not sections:
        return None
    # A boundary may be reported twice; the last report closes it. What comes after further input belongs to that.
    last = {flush_id: (answer, until) for answer, flush_id, until in sections}
    findings = []
    for flush_id, (answer, until) in last.items():
        late = [
            m for m, n in numbered if n == flush_id and m.index > answer.index and (until is None or m.index < until)
        ]
        if late:
            expected = f"no chunk with `flush_id` {flush_id} after its `flush_done` (frame {answer.index})"
            findings.append(Finding(expected, brief(late[0]), late[0].where))
    return findings


@dataclass(frozen=True)
class _Further:
    """An input with words that was sent after a `flush_done`.

    settled: whether another context ran to its end in between, so that all that was on its way had arrived.
    """

    session: Session
    context: Context
    answer: Message
    request: Message
    settled: bool


def _further_inputs(trace: Trace) -> Iterator[_Further]:
    """Inputs after a flush, sent before the context could expire."""
    for session, context in _flushed(trace):
        for request in context.spoken:
            answers = [m for m in context.of("flush_done") if m.index < request.index]
            if answers and not context.may_have_expired(request):
                settled = bool(ran_between(session, answers[-1].index, request.index))
                yield _Further(session, context, answers[-1], request, settled)


@check("tts.ws.chunks-after-flush-carry-the-next-id", cases=("tts/ws/flush", "tts/ws/flush-twice"))
def chunks_after_flush_carry_the_next_id(trace: Trace, contract: Contract) -> Verdict:
    return collect(_carry_the_next(f) for f in _further_inputs(trace) if buffer_ms(f.context, contract) > 0)


def _carry_the_next(further: _Further) -> Verdict:
    context, request = further.context, further.request
    flush_id = _flush_id(further.answer)
    until = next((m.index for m in context.of("flush_done") if m.index > request.index), None)
    numbered = [
        (m, number)
        for m in context.of("chunk")
        if (number := _flush_id(m)) is not None and m.index > request.index and (until is None or m.index < until)
    ]
    if not further.settled:
        # A chunk of the section before may come late, which tts.ws.flush-done-after-its-chunks owns.
        numbered = [(m, number) for m, number in numbered if number != flush_id]
    if flush_id is None or not numbered:
        return None
    return [
        Finding(f"`flush_id` {flush_id + 1} after `flush_done` {flush_id}", f"`flush_id` {number}", m.where)
        for m, number in numbered
        if number != flush_id + 1
    ]


@check("tts.ws.flush-keeps-the-context-open", cases=("tts/ws/flush", "tts/ws/flush-twice"))
def flush_keeps_the_context_open(trace: Trace, contract: Contract) -> Verdict:
    flushed = (c for s in sessions(trace) if s.only("named-context-id") for c in s.contexts if c.flushes)
    ended = [_is_not_ended(context) for context in flushed if context.first in context.spoken]
    return collect([*ended, *(_speaks_on(further) for further in _further_inputs(trace))])


def _is_not_ended(context: Context) -> Verdict:
    """Judges a `done` that came after a flush and before the last input; None if there is none."""
    done, last = context.done, context.last_input
    if done is None or done.index < context.flushes[0].index or (last is not None and last.index < done.index):
        return None
    expected = f"context {show(context.id)} open after its flush"
    return None if context.may_have_expired(done) else [Finding(expected, "`done` before any last input", done.where)]


def _speaks_on(further: _Further) -> Verdict:
    context, session = further.context, further.session
    expected = f"context {show(context.id)} open after its flush, and speaking what came later"
    done = context.done
    if done is not None and done.index < further.request.index:
        return None
    later = [m for m in context.of("chunk") if m.index > further.request.index]
    late = [m for m in later if not further.settled and _flush_id(m) == _flush_id(further.answer)]
    if later:
        # Nothing but chunks of the section before: whether the new input sounds cannot be told.
        return None if len(late) == len(later) else []
    if context.is_limited:
        return None
    if context.error is not None:
        return [Finding(expected, show(context.error.value), context.error.where)]
    if done is not None:
        return [Finding(expected, "`done` without another chunk", done.where)]
    return [Finding(expected, session.how_it_ended, session.where)] if session.ended_badly else None


def _cancelled(session: Session) -> Iterator[tuple[Context, Message]]:
    """Contexts that were cancelled before they were over, with the cancel."""
    for context in session.contexts:
        for cancel in context.cancels[:1]:
            end = context.done or context.error
            if context.first.index < cancel.index and (end is None or end.index > cancel.index):
                yield context, cancel


@check("tts.ws.cancel-silences-its-context", cases=("tts/ws/cancel", "sessions/tts-ws"))
def cancel_silences_its_context(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _falls_silent(session, context, cancel)
        for session in sessions(trace)
        if session.only("cancel", "named-context-id")
        for context, cancel in _cancelled(session)
    )


def _falls_silent(session: Session, context: Context, cancel: Message) -> Verdict:
    """Judges the time of the second of two contexts that ran one after the other after the cancel.

    One input, the one that was being spoken at the cancel, may run to its end; the first context gives it the time.
    """
    again = next((r.index for r in context.requests if r.index > cancel.index), len(session.exchange.frames))
    length = max(len(str(r.value.get("transcript")).strip()) for r in context.requests)
    second = settled_by(session, context, cancel.index, again, length)
    if second is None:
        return None
    sounds = [m for m in context.of(*SOUNDS) if second.first.index < m.index < again]
    expected = f"silence of context {show(context.id)} after its cancel (frame {cancel.index})"
    return [Finding(expected, brief(m), m.where) for m in sounds[:1]]


@check("tts.ws.cancel-leaves-others-alone", cases=("tts/ws/cancel-one-of-two", "sessions/tts-ws"))
def cancel_leaves_others_alone(trace: Trace, contract: Contract) -> Verdict:
    verdicts: list[Verdict] = []
    for session in sessions(trace):
        if not session.only("cancel", "named-context-id"):
            continue
        for _, cancel in _cancelled(session):
            verdicts += [_runs_on(session, other, cancel) for other in session.contexts if not other.cancels]
    return collect(verdicts)


def _runs_on(session: Session, other: Context, cancel: Message) -> Verdict:
    """Judges a context that was running, all its input sent, when another one was cancelled."""
    last, done = other.last_input, other.done
    if last is None or last.index > cancel.index or other.is_limited:
        return None
    if done is not None:
        return [] if done.index > cancel.index else None
    expected = f"`done` of context {show(other.id)}, which was not cancelled"
    if other.error is not None:
        return [Finding(expected, show(other.error.value), other.error.where)]
    return [Finding(expected, session.how_it_ended, session.where)] if session.ended_badly else None


@check("tts.ws.cancel-of-unknown-keeps-the-socket", cases="tts/ws/cancel-unknown")
def cancel_of_unknown_keeps_the_socket(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_harmless(session) for session in sessions(trace) if session.only("unknown-cancel") and session.cancels
    )


def _is_harmless(session: Session) -> Verdict:
    survived = session.survived(session.cancels[0].index)
    if survived is None:
        return None
    expected = "a socket that serves the next context"
    return [] if survived else [Finding(expected, session.how_it_ended, session.where)]


@check("tts.ws.chunks-carry-flush-ids", cases="tts/ws/one-shot")
def chunks_carry_flush_ids(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _carry_ids(context)
        for session in sessions(trace)
        if session.only()
        for context in session.contexts
        # What a flush makes of the ids is judged by the requirements on flushing.
        if context.is_one_shot
    )


def _carry_ids(context: Context) -> Verdict:
    # What comes after `done` has a requirement of its own.
    ended = next((m.index for m in context.of("done")), None)
    chunks = [m for m in context.of("chunk") if ended is None or m.index < ended]
    if not chunks:
        return None
    first = chunks[0].value.get("flush_id")
    # What a `flush_done` that nobody asked for makes of the ids after it, no source says.
    is_counted_on = any(m.index < chunks[0].index for m in context.of("flush_done"))
    if not is_counted_on and (isinstance(first, bool) or first != 1):
        return [Finding("`flush_id` 1 on the first chunk", show(first), chunks[0].where)]
    without = [m for m in chunks if isinstance(m.value.get("flush_id"), bool | None)]
    return [Finding("a number as `flush_id`", show(m.value.get("flush_id")), m.where) for m in without[:1]]
