"""Checks of errors on the TTS socket, and of what a client sends that is wrong or unusual (tts-ws.yaml)."""

from __future__ import annotations

from collections.abc import Iterator

from contralto_conformance.oracle.audio import raw_format
from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.exchanges import NO_SUCH_MODEL, collect, voice_id
from contralto_conformance.oracle.reading import is_integer, show
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.oracle.sockets import Context, Message, Session, sessions
from contralto_conformance.oracle.tts_ws_contexts import brief
from contralto_conformance.trace import Trace


def _with(trace: Trace, stimulus: str) -> Iterator[Session]:
    """Open sockets on which this, and nothing else unusual, was sent."""
    return (s for s in sessions(trace) if s.only(stimulus) and stimulus in s.stimuli)


def _names_unknown(request: Message, trace: Trace) -> bool:
    """Whether a request is for a model or a voice that does not exist."""
    missing = trace.values.get("missing", "")
    return request.value.get("model_id") == NO_SUCH_MODEL or voice_id(request.value) == missing


def _has_bad_format(request: Message) -> bool:
    return raw_format(request.value.get("output_format")) is None


def _wrong(session: Session) -> list[Context]:
    """Contexts of one request that cannot be served."""
    return [
        c
        for c in session.contexts
        if len(c.requests) == 1 and (_names_unknown(c.first, session.trace) or _has_bad_format(c.first))
    ]


def _unnamed(session: Session) -> list[Message]:
    """Errors that name no context of the socket."""
    ids = {c.id for c in session.contexts}
    return [error for error in session.errors if error.context_id not in ids]


@check("tts.ws.unknown-model-is-an-error-event", cases=("tts/ws/unknown-model", "tts/ws/unknown-voice"))
def unknown_model_is_an_error_event(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_reported(session, context) for session in _with(trace, "unknown-name") for context in _wrong(session)
    )


def _is_reported(session: Session, context: Context) -> Verdict:
    """Judges that a context which cannot be served gets an error event.

    An error without a context id counts: whether it must have one is another requirement.
    """
    if context.is_limited:
        return None
    expected = f"an error event for context {show(context.id)}"
    served = context.of("chunk", "done")
    if context.error is None and served:
        return [Finding(expected, brief(served[0]), served[0].where)]
    if context.error is not None or any(m.index > context.first.index for m in _unnamed(session)):
        return []
    if session.ended_badly:
        return [Finding(expected, session.how_it_ended, session.where)]
    return [Finding(expected, "nothing", session.where)] if session.survived(context.first.index) else None


@check("tts.ws.error-names-its-context", cases=("tts/ws/unknown-model", "tts/ws/unknown-voice"))
def error_names_its_context(trace: Trace, contract: Contract) -> Verdict:
    findings: list[Finding] = []
    judged = False
    for session in sessions(trace):
        if not session.only("unknown-name", "bad-format"):
            continue
        wrong = [c.id for c in _wrong(session)]
        for error in session.errors:
            if wrong and _is_about_a_request(error):
                judged = True
                if error.context_id not in wrong:
                    expected = f"an error with `context_id` {' or '.join(show(name) for name in wrong)}"
                    findings.append(Finding(expected, show(error.value), error.where))
    return findings if judged else None


def _is_about_a_request(error: Message) -> bool:
    """Whether an error has a status that a request can cause (none counts, since it says nothing else)."""
    if not is_integer(error.status):
        return True
    return 400 <= error.status < 500 and not error.is_limit


@check("tts.ws.error-ends-only-its-context", cases="tts/ws/unknown-voice")
def error_ends_only_its_context(trace: Trace, contract: Contract) -> Verdict:
    verdicts: list[Verdict] = []
    for session in _with(trace, "unknown-name"):
        wrong = _wrong(session)
        if any(c.error is not None for c in wrong) or _unnamed(session):
            verdicts += [_goes_on(session, c) for c in session.contexts if c not in wrong and c.is_one_shot]
    return collect(verdicts)


def _goes_on(session: Session, context: Context) -> Verdict:
    if context.is_limited:
        return None
    if context.done is not None:
        return []
    expected = f"`done` of context {show(context.id)}, which had no part in the error"
    if context.error is not None:
        return [Finding(expected, show(context.error.value), context.error.where)]
    return [Finding(expected, session.how_it_ended, session.where)] if session.ended_badly else None


@check("tts.ws.no-message-after-error", cases="tts/ws/unknown-voice")
def no_message_after_error(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_over(session, context, context.error)
        for session in sessions(trace)
        if session.only("unknown-name", "bad-format", "named-context-id", "cancel")
        for context in session.contexts
        # Of several requests a later one may begin a new context.
        if context.error is not None and len(context.requests) == 1 and context.is_orderly()
    )


def _is_over(session: Session, context: Context, error: Message) -> Verdict:
    if any(cancel.index < error.index for cancel in context.cancels) and not error.is_limit:
        # The error may answer the cancel, of a context that is over; what was on its way may still come. A limit of the
        # account does not answer a cancel, but the request before it.
        return None
    # A cancel of what has ended is answered by an error of its own.
    after = [m for m in context.messages if m.index > error.index and not (context.cancels and m.kind == "error")]
    if after:
        expected = f"nothing for context {show(context.id)} after its error (frame {error.index})"
        return [Finding(expected, brief(after[0]), after[0].where)]
    return [] if any(c.done is not None for c in session.later(error.index)) else None


@check("tts.ws.missing-context-id-refused", cases="tts/ws/missing-context-id")
def missing_context_id_refused(trace: Trace, contract: Contract) -> Verdict:
    return collect(_refuses_nameless(session) for session in _with(trace, "no-context-id"))


def _refuses_nameless(session: Session) -> Verdict:
    expected = "an error event of status 400 and no audio"
    ids = {c.id for c in session.contexts}
    audio = [m for m in session.received if m.kind == "chunk" and m.context_id not in ids]
    if audio:
        return [Finding(expected, brief(audio[0]), audio[0].where)]
    nameless = next(m for m in session.requests if m.context_id is None)
    return _error_of_400(session, _unnamed(session), nameless, expected)


def _error_of_400(session: Session, found: list[Message], request: Message, expected: str) -> Verdict:
    """Judges that one of the errors after a request has status 400."""
    later = [m for m in found if m.index > request.index]
    if any(m.is_limit for m in later):
        return None
    if any(is_integer(m.status) and m.status == 400 for m in later):
        return []
    if later:
        return [Finding(expected, show(later[0].value), later[0].where)]
    if session.ended_badly:
        return [Finding(expected, session.how_it_ended, session.where)]
    return [Finding(expected, "nothing", session.where)] if session.survived(request.index) else None


@check("tts.ws.output-format-required", cases="tts/ws/output-format")
def output_format_required(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _refuses_format(session, context)
        for session in _with(trace, "bad-format")
        for context in session.contexts
        if len(context.requests) == 1 and _lacks_raw(context.first)
    )


def _lacks_raw(request: Message) -> bool:
    """Whether a request has no output format, or one with another container than `raw`."""
    form = request.value.get("output_format")
    return form is None or (isinstance(form, dict) and form.get("container") != "raw")


def _refuses_format(session: Session, context: Context) -> Verdict:
    expected = f"an error event of status 400 for context {show(context.id)}"
    served = context.of("chunk", "done")
    if context.error is None and served:
        return [Finding(expected, brief(served[0]), served[0].where)]
    named = list(context.of("error"))
    return _error_of_400(session, named or _unnamed(session), context.first, expected)


@check("tts.ws.invalid-json-keeps-the-socket", cases="tts/ws/invalid-json")
def invalid_json_keeps_the_socket(trace: Trace, contract: Contract) -> Verdict:
    return collect(_is_answered_and_survived(session) for session in _with(trace, "not-json"))


@check("tts.ws.non-object-keeps-the-socket", cases="tts/ws/non-object")
def non_object_keeps_the_socket(trace: Trace, contract: Contract) -> Verdict:
    return collect(_is_answered_and_survived(session) for session in _with(trace, "not-object"))


@check("tts.ws.binary-frame-keeps-the-socket", cases="tts/ws/binary-frame")
def binary_frame_keeps_the_socket(trace: Trace, contract: Contract) -> Verdict:
    return collect(_survived(session) for session in _with(trace, "binary"))


def _first_sent(session: Session) -> int:
    """Frame of the first message that the client sent; the unusual one, in these cases."""
    return next(
        i for i, f in enumerate(session.exchange.frames) if f.direction == "sent" and f.kind in {"text", "binary"}
    )


def _survived(session: Session) -> Verdict:
    survived = session.survived(_first_sent(session))
    if survived is None:
        return None
    expected = "a socket that stays open and serves the next context"
    return [] if survived else [Finding(expected, session.how_it_ended, session.where)]


def _is_answered_and_survived(session: Session) -> Verdict:
    verdict = _survived(session)
    if verdict is None:
        return None
    if not session.errors:
        verdict = [Finding("an error event", "none", session.where), *verdict]
    return verdict


@check("tts.ws.unknown-member-ignored", cases="tts/ws/unknown-member")
def unknown_member_ignored(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_served(session, context)
        for session in _with(trace, "unknown-member")
        for context in session.contexts
        if any(name.startswith("x_") for name in context.first.value)
    )


@check("tts.ws.fragments-understood", cases="tts/ws/fragments")
def fragments_understood(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_served(session, context) for session in _with(trace, "fragments") for context in session.contexts[:1]
    )


def _is_served(session: Session, context: Context) -> Verdict:
    """Judges that an unusual but legal request is spoken."""
    if context.is_limited:
        return None
    if context.done is not None and context.of("chunk"):
        return []
    expected = f"audio and `done` for context {show(context.id)}"
    ends = [m for m in (context.error, context.done, *_unnamed(session)) if m is not None]
    if ends:
        return [Finding(expected, show(ends[0].value), ends[0].where)]
    return [Finding(expected, session.how_it_ended, session.where)] if session.ended_badly else None


@check("tts.ws.answers-pings", cases="tts/ws/ping")
def answers_pings(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_ponged(session, index)
        for session in sessions(trace)
        for index, frame in enumerate(session.exchange.frames)
        if session.is_open and frame.kind == "ping" and frame.direction == "sent"
    )


def _is_ponged(session: Session, index: int) -> Verdict:
    frames = session.exchange.frames
    pongs = [f for f in frames[index:] if f.kind == "pong" and f.direction == "received"]
    # One pong may answer several pings: that to the latest of them.
    later = {f.payload for f in frames[index:] if f.kind == "ping" and f.direction == "sent"}
    if any(pong.payload in later for pong in pongs):
        return []
    if not session.ended_badly and session.survived(index) is None:
        return None
    expected = f"a pong of {len(frames[index].payload)} bytes, as in the ping"
    got = f"a pong of {len(pongs[0].payload)} other bytes" if pongs else session.how_it_ended
    return [Finding(expected, got, f"{session.where}, frame {index}")]
