"""Checks of the speech-to-text socket that the client finalizes (spec/requirements/stt-manual.yaml)."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.exchanges import NO_SUCH_MODEL, collect
from contralto_conformance.oracle.listening import (
    ENCODINGS,
    MANUAL,
    MAX_KEYTERM_CHARACTERS,
    MAX_KEYTERMS,
    REQUIRED,
    Problem,
    Sent,
    Stream,
    each,
    is_refused,
    legacy_problem,
    one_request_id,
    opens,
    streams,
    structured_problem,
    words_of,
)
from contralto_conformance.oracle.reading import as_float, is_number, show
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.oracle.sockets import Message
from contralto_conformance.trace import Trace

_SPOKEN = ("stt/manual/finalize", "stt/manual/two-utterances")
_KINDS = frozenset({"transcript", "flush_done", "done"})
_ENDS = ("close", "done")
_COMMANDS = frozenset({"finalize", *_ENDS})

# Two sessions that heard the same audio have at least this much of their words in common.
_LIKENESS = 0.5


def _open(trace: Trace, contract: Contract) -> Iterator[Stream]:
    """Open sockets on which nothing but audio and the documented words was sent, and no limit was met."""
    for stream in _all(trace, contract):
        strange = [s for s in stream.inputs if not s.is_audio and s.text not in _COMMANDS]
        if stream.is_open and stream.is_usual and not strange and not stream.is_limited:
            yield stream


def _all(trace: Trace, contract: Contract) -> Iterator[Stream]:
    return streams(trace, contract, MANUAL)


def _finals(stream: Stream) -> list[Message]:
    """Final transcripts with words in them."""
    return [m for m in stream.of("transcript") if m.value.get("is_final") is True and words_of(m.text("text"))]


# -- opening ---------------------------------------------------------------------------------------------------------


@check("stt.manual.opens-at-its-path", cases="stt/manual/finalize")
def opens_at_its_path(trace: Trace, contract: Contract) -> Verdict:
    return collect(opens(s) for s in _all(trace, contract) if s.is_usual and s.parameter("encoding") == "pcm_s16le")


@check("stt.manual.parameters-required", cases="stt/manual/parameters-missing")
def parameters_required(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        is_refused(s, f"a socket without `{missing[0]}`")
        for s in _all(trace, contract)
        if (missing := [name for name in REQUIRED if not s.parameter(name)])
    )


@check("stt.manual.encodings-accepted", cases="stt/manual/encodings")
def encodings_accepted(trace: Trace, contract: Contract) -> Verdict:
    # The usual encoding tells of the path: that is stt.manual.opens-at-its-path.
    return collect(opens(s) for s in _all(trace, contract) if s.is_usual and s.parameter("encoding") != "pcm_s16le")


@check("stt.manual.unknown-values-refused", cases="stt/manual/unknown-values")
def unknown_values_refused(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        is_refused(s, why)
        for s in _all(trace, contract)
        if all(s.parameter(name) for name in REQUIRED) and (why := _unknown(s))
    )


def _unknown(stream: Stream) -> str:
    """The value of a parameter that nothing has, for a finding."""
    if stream.parameter("model") == NO_SUCH_MODEL:
        return "an unknown model"
    return "" if stream.parameter("encoding") in ENCODINGS else "an unknown encoding"


@check("stt.manual.keyterms-limited", cases="stt/manual/keyterms")
def keyterms_limited(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        is_refused(s, f"{len(s.keyterms)} key terms of {sum(map(len, s.keyterms))} characters")
        for s in _all(trace, contract)
        if len(s.keyterms) > MAX_KEYTERMS or sum(map(len, s.keyterms)) > MAX_KEYTERM_CHARACTERS
    )


@check("stt.manual.min-volume-in-range", cases="stt/manual/min-volume")
def min_volume_in_range(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        is_refused(s, f"`min_volume` {show(volume)}")
        for s in _all(trace, contract)
        if (volume := s.parameter("min_volume")) is not None and not 0 <= _number(volume) <= 1
    )


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


# -- finalize --------------------------------------------------------------------------------------------------------


def _asked(stream: Stream) -> list[Sent]:
    """The `finalize`s of a socket, if each came after audio of its own; none otherwise."""
    found = stream.words("finalize")
    starts = [-1, *(s.index for s in found)]
    fair = all(stream.audio_between(start, s.index) for start, s in zip(starts, found, strict=False))
    return list(found) if fair else []


@check("stt.manual.finalize-gives-one-flush-done", cases=_SPOKEN)
def finalize_gives_one_flush_done(trace: Trace, contract: Contract) -> Verdict:
    return collect(_answers_once(s, _asked(s)) for s in _open(trace, contract) if not s.errors)


def _answers_once(stream: Stream, asked: list[Sent]) -> Verdict:
    if not asked:
        return None
    answers = stream.of("flush_done")
    for number, answer in enumerate(answers, start=1):
        before = sum(1 for s in asked if s.index < answer.index)
        if number > before:
            return [Finding(f"one `flush_done` for each of {before} `finalize`", f"{number}", answer.where)]
    if len(answers) == len(asked):
        return []
    got = f"{len(answers)} for {len(asked)} `finalize`"
    done = stream.of("done")
    if done:
        return [Finding("one `flush_done` for each `finalize`", f"{got} before `done`", done[0].where)]
    if stream.ended_badly:
        return [Finding("one `flush_done` for each `finalize`", f"{got}; {stream.how_it_ended}", stream.where)]
    return None


@check("stt.manual.finals-before-flush-done", cases=_SPOKEN)
def finals_before_flush_done(trace: Trace, contract: Contract) -> Verdict:
    return collect(_are_in_time(s) for s in _open(trace, contract))


def _are_in_time(stream: Stream) -> Verdict:
    finals = _finals(stream)
    judged = False
    for asked, answer in zip(_asked(stream), stream.of("flush_done"), strict=False):
        judged = judged or bool(finals)
        late = [m for m in finals if m.index > answer.index and not stream.audio_between(asked.index, m.index)]
        if late:
            expected = f"no final transcript of that audio after its `flush_done` (frame {answer.index})"
            return [Finding(expected, show(late[0].value), late[0].where)]
    return [] if judged else None


@check("stt.manual.session-goes-on-after-finalize", cases="stt/manual/two-utterances")
def session_goes_on_after_finalize(trace: Trace, contract: Contract) -> Verdict:
    return collect(_hears_again(s) for s in _open(trace, contract) if not s.errors)


def _hears_again(stream: Stream) -> Verdict:
    """Judges audio that was sent twice, with a `finalize` after each: heard once, it is heard again."""
    asked, answers = _asked(stream), stream.of("flush_done")
    if not asked or not answers:
        return None
    again = next((s for s in stream.inputs if s.is_audio and s.index > answers[0].index), None)
    expected = f"transcripts of audio that was sent after `flush_done` (frame {answers[0].index})"
    if again is None:
        closed = stream.exchange.ending == "closed" and not any(s.text in _ENDS for s in stream.inputs)
        return [Finding(expected, stream.how_it_ended, stream.where)] if closed else None
    first = _audio(stream, -1, asked[0].index)
    second = _audio(stream, answers[0].index, asked[1].index if len(asked) > 1 else len(stream.exchange.frames))
    heard = any(m.index < answers[0].index for m in _finals(stream))
    if first != second[: len(first)] or not heard:
        return None
    if any(m.index > again.index for m in _finals(stream)):
        return []
    late = [m for m in answers if len(asked) > 1 and m.index > asked[1].index]
    if late:
        return [Finding(expected, "none, though the same audio was understood before it", late[0].where)]
    return [Finding(expected, stream.how_it_ended, stream.where)] if stream.ended_badly else None


def _audio(stream: Stream, start: int, end: int) -> bytes:
    return b"".join(s.frame.payload for s in stream.inputs if s.is_audio and start < s.index < end)


@check("stt.manual.finalize-without-audio", cases="stt/manual/no-audio")
def finalize_without_audio(trace: Trace, contract: Contract) -> Verdict:
    return collect(_is_empty(s) for s in _open(trace, contract) if not s.audio and s.words("finalize"))


def _is_empty(stream: Stream) -> Verdict:
    words = _finals(stream)
    if words:
        return [Finding("no words without audio", show(words[0].value), words[0].where)]
    if stream.of("flush_done"):
        return []
    if stream.errors:
        return [Finding("`flush_done`", show(stream.errors[0].value), stream.errors[0].where)]
    return [Finding("`flush_done`", stream.how_it_ended, stream.where)] if stream.ended_badly else None


@check("stt.manual.interim-then-final", cases=_SPOKEN)
def interim_then_final(trace: Trace, contract: Contract) -> Verdict:
    return collect(_stays_final(s) for s in _open(trace, contract))


def _stays_final(stream: Stream) -> Verdict:
    """Judges that no transcript begins with the words of a final one again, unless audio was sent in between."""
    judged = False
    for final, later in pairwise(stream.of(*_KINDS)):
        if final not in _finals(stream):
            continue
        words = words_of(final.text("text"))
        if len(words) < 2 or stream.audio_between(final.index, later.index):
            continue
        judged = True
        again = words_of(later.text("text")) if later.kind == "transcript" else []
        if again[:2] == words[:2]:
            expected = f"nothing further of {show(final.text('text'))}, which was final in frame {final.index}"
            return [Finding(expected, show(later.value), later.where)]
    return [] if judged else None


# -- the end ---------------------------------------------------------------------------------------------------------


def _ended(trace: Trace, contract: Contract, *words: str) -> Iterator[tuple[Stream, Sent]]:
    """Sockets whose first end word is one of these, with it; after it nothing was sent."""
    for stream in _open(trace, contract):
        ends = stream.words(*_ENDS)
        if ends and ends[0].text in words and ends[0] is stream.inputs[-1]:
            yield stream, ends[0]


def _ends(stream: Stream, end: Sent) -> Verdict:
    """Judges that `done` and a close follow an end word."""
    expected = f"`done` and a close after `{end.text}`"
    done = [m for m in stream.of("done") if m.index > end.index]
    if stream.exchange.ending == "closed" and done:
        return []
    if stream.exchange.ending == "complete":
        return None
    got = "" if done else "no `done`; "
    return [Finding(expected, f"{got}{stream.how_it_ended}", stream.where)]


@check("stt.manual.close-ends-the-session", cases="stt/manual/close")
def close_ends_the_session(trace: Trace, contract: Contract) -> Verdict:
    return collect(_ends(stream, end) for stream, end in _ended(trace, contract, "close"))


@check("stt.manual.done-word-ends-the-session", cases="stt/manual/done")
def done_word_ends_the_session(trace: Trace, contract: Contract) -> Verdict:
    return collect(_ends(stream, end) for stream, end in _ended(trace, contract, "done"))


@check("stt.manual.end-is-finals-done-close", cases=("stt/manual/close", "stt/manual/done"))
def end_is_finals_done_close(trace: Trace, contract: Contract) -> Verdict:
    return collect(_ends_in_order(stream) for stream, _ in _ended(trace, contract, *_ENDS))


def _ends_in_order(stream: Stream) -> Verdict:
    done = stream.of("done")
    if stream.exchange.ending != "closed" or not done:
        return None
    after = [m for m in stream.of("transcript", "flush_done", "done") if m.index > done[0].index]
    if after:
        expected = f"nothing but a close after `done` (frame {done[0].index})"
        return [Finding(expected, f"`{after[0].kind}`", after[0].where)]
    if stream.exchange.close_code != 1000:
        return [Finding("a close with code 1000", stream.how_it_ended, stream.where)]
    return []


# -- messages --------------------------------------------------------------------------------------------------------


@check("stt.manual.transcripts-are-complete", cases=_SPOKEN)
def transcripts_are_complete(trace: Trace, contract: Contract) -> Verdict:
    def problem(message: Message) -> Problem | None:
        value = message.value
        texts = isinstance(value.get("request_id"), str) and isinstance(value.get("text"), str)
        if texts and isinstance(value.get("is_final"), bool):
            return None
        return "texts `request_id` and `text`, and a boolean `is_final`", show(value)

    return each(_all(trace, contract), frozenset({"transcript"}), problem)


@check("stt.manual.words-are-objects", cases=_SPOKEN)
def words_are_objects(trace: Trace, contract: Contract) -> Verdict:
    found = [m for s in _all(trace, contract) for m in s.of("transcript") if m.value.get("words") is not None]
    if not found:
        return None
    expected = "a list of objects with a text `word` and numbers `start` and `end`, `start` not after `end`"
    return [
        Finding(expected, show(m.value["words"]), m.where)
        for m in found
        if not isinstance(m.value["words"], list) or not all(map(_is_timed_word, m.value["words"]))
    ]


def _is_timed_word(item: object) -> bool:
    if not isinstance(item, dict) or not isinstance(item.get("word"), str):
        return False
    start, end = item.get("start"), item.get("end")
    return is_number(start) and is_number(end) and as_float(start) <= as_float(end)


@check("stt.manual.one-request-id", cases=_SPOKEN)
def same_request_id(trace: Trace, contract: Contract) -> Verdict:
    return one_request_id(_all(trace, contract), _KINDS | {"error"})


@check("stt.manual.errors-structured", cases="stt/manual/unknown-word")
def errors_structured(trace: Trace, contract: Contract) -> Verdict:
    return each(_all(trace, contract), frozenset({"error"}), structured_problem)


@check("stt.manual.errors-legacy", cases="stt/manual/unknown-word")
def errors_legacy(trace: Trace, contract: Contract) -> Verdict:
    return each(_all(trace, contract), frozenset({"error"}), legacy_problem)


# -- the unusual -----------------------------------------------------------------------------------------------------


@check("stt.manual.unknown-word-keeps-the-socket", cases="stt/manual/unknown-word")
def unknown_word_keeps_the_socket(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _survives(s, unknown[0])
        for s in _all(trace, contract)
        if s.is_open and s.is_usual and not s.is_limited
        if (unknown := [each for each in s.inputs if not each.is_audio and each.text not in _COMMANDS])
    )


def _survives(stream: Stream, unknown: Sent) -> Verdict:
    expected = "an error event, and a socket that stays open"
    error = next((m for m in stream.errors if m.index > unknown.index), None)
    worked = [m for m in stream.of(*_KINDS) if m.index > unknown.index]
    if error is None:
        if worked:
            return [Finding(expected, f"`{worked[0].kind}` without an error event", worked[0].where)]
        return [Finding(expected, stream.how_it_ended, stream.where)] if stream.ended_badly else None
    if any(m.index > error.index for m in worked):
        return []
    return [Finding(expected, stream.how_it_ended, stream.where)] if stream.ended_badly else None


@check("stt.manual.split-samples-understood", cases="stt/manual/split-samples")
def split_samples_understood(trace: Trace, contract: Contract) -> Verdict:
    found = [s for s in _open(trace, contract) if s.audio and s.of("flush_done", "done")]
    return collect(
        _is_like(split, whole)
        for split in found
        for whole in found
        if _is_split(split) and not _is_split(whole) and split.audio == whole.audio
    )


def _is_split(stream: Stream) -> bool:
    """Whether frames of 16-bit audio end inside a sample."""
    return stream.parameter("encoding") == "pcm_s16le" and any(
        len(s.frame.payload) % 2 for s in stream.inputs if s.is_audio
    )


def _is_like(split: Stream, whole: Stream) -> Verdict:
    expected = f"about the words of `{whole.exchange.label}`, which heard the same audio in whole samples"
    found, other = _said(split), _said(whole)
    if len(other) < 2:
        return None
    if SequenceMatcher(None, found, other, autojunk=False).ratio() >= _LIKENESS:
        return []
    return [Finding(expected, show(" ".join(found)), split.where)]


def _said(stream: Stream) -> list[str]:
    return [word for m in _finals(stream) for word in words_of(m.text("text"))]
