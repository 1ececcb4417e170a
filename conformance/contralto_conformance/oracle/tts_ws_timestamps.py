"""Checks of word and phoneme timestamps on the TTS socket (tts-ws.yaml)."""

from __future__ import annotations

from collections.abc import Iterator

from contralto_conformance.oracle.audio import raw_format
from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.exchanges import collect
from contralto_conformance.oracle.reading import shorten, show
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.oracle.sockets import Context, Session, sessions
from contralto_conformance.oracle.speech import (
    AUDIO_SLACK_S,
    Times,
    alignment_problem,
    backward_step,
    joined_audio,
    latest_end,
    times_of,
)
from contralto_conformance.trace import Trace

_CASES = ("tts/ws/one-shot", "tts/ws/timestamps")


def _contexts(trace: Trace) -> Iterator[tuple[Session, Context]]:
    """Contexts of sockets on which nothing unusual was sent."""
    for session in sessions(trace):
        if session.only("named-context-id"):
            yield from ((session, context) for context in session.contexts)


def _is_spoken(context: Context) -> bool:
    """Whether a context came to its `done` after its last input, with audio: everything it had to say is there."""
    last, done = context.last_input, context.done
    ended = last is not None and done is not None and done.index > last.index
    return ended and bool(context.of("chunk")) and bool(context.spoken)


def _times(context: Context) -> list[Times]:
    """The timestamps of a context that are in order, in order of arrival."""
    messages = context.of("timestamps", "phoneme_timestamps")
    return [times for m in messages if (times := times_of(m.value)) is not None and times.start]


def _when_asked(trace: Trace, flag: str, kind: str) -> Verdict:
    """Judges that messages of a kind come on contexts that asked for them, and on no other."""
    verdicts: list[Verdict] = []
    for session, context in _contexts(trace):
        came = context.of(kind)
        if not context.asks(flag):
            if came or context.done is not None:
                verdicts.append([Finding(f"no `{kind}` without `{flag}`", show(m.value), m.where) for m in came[:1]])
        elif _is_spoken(context) and all(r.value.get(flag) is True for r in context.spoken):
            missing = Finding(f"`{kind}` of context {show(context.id)}, as `{flag}` asks", "none", session.where)
            verdicts.append([] if came else [missing])
    return collect(verdicts)


@check("tts.ws.timestamps-when-asked", cases=_CASES)
def timestamps_when_asked(trace: Trace, contract: Contract) -> Verdict:
    return _when_asked(trace, "add_timestamps", "timestamps")


@check("tts.ws.phonemes-when-asked", cases=_CASES)
def phonemes_when_asked(trace: Trace, contract: Contract) -> Verdict:
    return _when_asked(trace, "add_phoneme_timestamps", "phoneme_timestamps")


@check("tts.ws.timestamps-are-aligned", cases="tts/ws/timestamps")
def timestamps_are_aligned(trace: Trace, contract: Contract) -> Verdict:
    kinds = {"timestamps", "phoneme_timestamps"}
    found = [m for session in sessions(trace) for m in session.received if m.kind in kinds]
    if not found:
        return None
    return [
        Finding("arrays of equal length, no entry that ends before it starts", problem, m.where)
        for m in found
        if (problem := alignment_problem(m.value, complete=False)) is not None
    ]


@check("tts.ws.timestamps-inside-audio", cases=("tts/ws/timestamps", "tts/ws/timestamps-run-on"))
def timestamps_inside_audio(trace: Trace, contract: Contract) -> Verdict:
    return collect(_are_inside(s, c) for s, c in _contexts(trace) if _is_spoken(c))


def _are_inside(session: Session, context: Context) -> Verdict:
    forms = {raw_format(request.value.get("output_format")) for request in context.requests}
    form = forms.pop() if len(forms) == 1 else None
    audio, times = joined_audio(m.value for m in context.of("chunk")), _times(context)
    if form is None or audio is None or not times:
        return None
    end_s, audio_s = latest_end(times), form.seconds(audio)
    if end_s <= audio_s + AUDIO_SLACK_S:
        return []
    expected = f"times up to {audio_s + AUDIO_SLACK_S:.3f} s, as the audio is {audio_s:.3f} s long"
    return [Finding(expected, f"{end_s:g} s on context {show(context.id)}", session.where)]


@check("tts.ws.timestamps-run-on", cases="tts/ws/timestamps-run-on")
def timestamps_run_on(trace: Trace, contract: Contract) -> Verdict:
    return collect(_run_on(s, c) for s, c in _contexts(trace) if _is_spoken(c) and len(c.spoken) > 1)


def _run_on(session: Session, context: Context) -> Verdict:
    times = _times(context)
    if not times:
        return None
    back = backward_step(times)
    expected = f"times of context {show(context.id)} that run on from one input to the next"
    return [Finding(expected, back, session.where)] if back else []


@check("tts.ws.words-as-sent", cases=("tts/ws/timestamps", "tts/ws/timestamps-run-on"))
def words_as_sent(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _are_as_sent(s, c)
        for s, c in _contexts(trace)
        if _is_spoken(c)
        and all(r.value.get("add_timestamps") is True for r in c.spoken)
        and all(r.value.get("use_normalized_timestamps") is False for r in c.spoken)
    )


def _are_as_sent(session: Session, context: Context) -> Verdict:
    words = [label for times in _times(context) if times.kind == "timestamps" for label in times.labels]
    if not words:
        return None
    sent = "".join(str(request.value.get("transcript")) for request in context.requests)
    got = " ".join(str(word) for word in words)
    # Whether punctuation and blanks are part of a word is not said; letters and digits are.
    if _letters(sent) == _letters(got):
        return []
    return [Finding(f"the words `{shorten(sent)}`", f"`{shorten(got)}`", session.where)]


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
