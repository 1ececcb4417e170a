"""Checks of the speech-to-text socket that finds the turns itself (spec/requirements/stt-turns.yaml)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.exchanges import collect
from contralto_conformance.oracle.listening import (
    REQUIRED,
    TURNS,
    WHISPER,
    Problem,
    Sent,
    Stream,
    each,
    is_refused,
    one_request_id,
    opens,
    streams,
    structured_problem,
    words_of,
)
from contralto_conformance.oracle.reading import as_object, is_number, show
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.oracle.sockets import Message
from contralto_conformance.trace import Trace

_SPOKEN = ("stt/turns/one-turn", "stt/turns/two-turns")
_TURNS = frozenset({"turn.start", "turn.update", "turn.eager_end", "turn.resume", "turn.end"})
_WITH_TEXT = frozenset({"turn.update", "turn.eager_end", "turn.end"})
_KINDS = _TURNS | {"connected"}

_THRESHOLDS = {
    "turn_start_threshold": (0.5, 0.9),
    "turn_eager_end_threshold": (0.3, 0.8),
    "turn_end_threshold": (0.05, 0.5),
}
"""Ranges of the thresholds, in the descending order that they must have."""
_TIMEOUT = "turn_end_timeout_ms"
_TIMEOUT_MS = (640, 11200)

# Where each event may come, and where it leads.
_LEGAL = {
    "turn.start": ({"idle"}, "speaking"),
    "turn.update": ({"speaking"}, "speaking"),
    "turn.eager_end": ({"speaking"}, "eager ended"),
    "turn.resume": ({"eager ended"}, "speaking"),
    "turn.end": ({"speaking", "eager ended"}, "idle"),
}


def _all(trace: Trace, contract: Contract) -> Iterator[Stream]:
    return streams(trace, contract, TURNS)


def _open(trace: Trace, contract: Contract) -> Iterator[Stream]:
    """Open sockets that asked for nothing that may be refused, and met no limit."""
    return (
        s
        for s in _all(trace, contract)
        if s.is_open and s.is_usual and s.parameter("model") != WHISPER and not s.is_limited
    )


def _has_required(stream: Stream) -> bool:
    return all(stream.parameter(name) for name in REQUIRED)


# -- opening ---------------------------------------------------------------------------------------------------------


@check("stt.turns.opens-at-its-path", cases="stt/turns/one-turn")
def opens_at_its_path(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        opens(s) for s in _all(trace, contract) if s.is_usual and not (s.parameter("model") or "").startswith(WHISPER)
    )


@check("stt.turns.connected-is-first", cases=(*_SPOKEN, "stt/turns/pings"))
def connected_is_first(trace: Trace, contract: Contract) -> Verdict:
    return collect(_connects_first(s) for s in _open(trace, contract))


def _connects_first(stream: Stream) -> Verdict:
    known = stream.of(*_KINDS, "error")
    if not known:
        waited = stream.exchange.ending == "deadline"
        return [Finding("`connected`", stream.how_it_ended, stream.where)] if waited else None
    # An error in its place is a refusal.
    if known[0].kind == "error":
        return None
    if known[0].kind != "connected":
        return [Finding("`connected` before anything else", f"`{known[0].kind}`", known[0].where)]
    again = stream.of("connected")[1:]
    return [Finding("one `connected`", "another one", again[0].where)] if again else []


@check("stt.turns.whisper-refused", cases="stt/turns/whisper")
def whisper_refused(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        is_refused(s, f"`{model}`")
        for s in _all(trace, contract)
        if _has_required(s) and (model := s.parameter("model") or "").startswith(WHISPER)
    )


def _number(stream: Stream, name: str) -> float | None:
    """A query parameter as number; None if it is absent or none."""
    try:
        return float(stream.parameter(name) or "")
    except ValueError:
        return None


def _is_in_range(value: float | None, limits: tuple[float, float]) -> bool:
    return value is None or limits[0] <= value <= limits[1]


def _are_in_range(stream: Stream) -> bool:
    return all(_is_in_range(_number(stream, name), limits) for name, limits in _THRESHOLDS.items())


@check("stt.turns.thresholds-ordered", cases="stt/turns/thresholds")
def thresholds_ordered(trace: Trace, contract: Contract) -> Verdict:
    """Judged only where all three are named, each in its range: what the others are by default is left out."""
    return collect(
        is_refused(s, f"thresholds {show(values)}")
        for s in _all(trace, contract)
        if _has_required(s) and _are_in_range(s)
        if None not in (values := [_number(s, name) for name in _THRESHOLDS])
        and not _descends([value for value in values if value is not None])
    )


def _descends(values: list[float]) -> bool:
    return values == sorted(values, reverse=True)


@check("stt.turns.thresholds-in-range", cases="stt/turns/thresholds")
def thresholds_in_range(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        is_refused(s, f"a threshold outside its range, {show(dict(s.exchange.query))}")
        for s in _all(trace, contract)
        if _has_required(s) and not _are_in_range(s)
    )


@check("stt.turns.end-timeout-in-range", cases="stt/turns/end-timeout")
def end_timeout_in_range(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        is_refused(s, f"`{_TIMEOUT}` {show(s.parameter(_TIMEOUT))}")
        for s in _all(trace, contract)
        if _has_required(s) and not _is_in_range(_number(s, _TIMEOUT), _TIMEOUT_MS)
    )


@check("stt.turns.early-audio-counts", cases="stt/turns/early-audio")
def early_audio_counts(trace: Trace, contract: Contract) -> Verdict:
    """Two sockets hear the same audio, one of them at once after the upgrade, the other after it was greeted."""
    found = [s for s in _open(trace, contract) if s.audio and s.of("connected")]
    return collect(
        _heard_too(early, late)
        for early in found
        for late in found
        if early.audio == late.audio and _is_early(early, trace) and not _is_early(late, trace)
    )


def _is_early(stream: Stream, trace: Trace) -> bool:
    """Whether audio was the first thing sent, without a wait for `connected`, as far as the record tells."""
    first = stream.inputs[0]
    in_a_hurry = first.index < stream.of("connected")[0].index or "early-audio" in trace.tags
    return first.is_audio and in_a_hurry


def _heard_too(early: Stream, late: Stream) -> Verdict:
    heard = [m for m in late.of(*_WITH_TEXT) if words_of(m.text("transcript"))]
    if not heard:
        return None
    if any(words_of(m.text("transcript")) for m in early.of(*_WITH_TEXT)):
        return []
    expected = f"words of the audio that `{late.exchange.label}` heard after `connected`"
    return [Finding(expected, f"none; {early.how_it_ended}", early.where)]


# -- turns -----------------------------------------------------------------------------------------------------------


@dataclass
class _Turn:
    """One turn: its events from `turn.start` to `turn.end`, or as far as they came."""

    events: list[Message] = field(default_factory=list)

    @property
    def texts(self) -> list[Message]:
        """The events with a transcript."""
        return [m for m in self.events if m.kind in _WITH_TEXT and isinstance(m.value.get("transcript"), str)]


def _turns(stream: Stream) -> list[_Turn]:
    """The turns of a socket; what comes outside of any is a turn of its own, with nothing to compare."""
    turns: list[_Turn] = []
    for message in stream.of(*_TURNS):
        if message.kind == "turn.start" or not turns or turns[-1].events[-1].kind == "turn.end":
            turns.append(_Turn())
        turns[-1].events.append(message)
    return turns


@check("stt.turns.transitions-legal", cases=_SPOKEN)
def transitions_legal(trace: Trace, contract: Contract) -> Verdict:
    return collect(_are_legal(s) for s in _open(trace, contract))


def _are_legal(stream: Stream) -> Verdict:
    state = "idle"
    found = stream.of(*_TURNS)
    for message in found:
        states, after = _LEGAL[message.kind]
        if state not in states:
            legal = " or ".join(f"`{kind}`" for kind, (at, _) in _LEGAL.items() if state in at)
            return [Finding(f"{legal} in state {state}", f"`{message.kind}`", message.where)]
        state = after
    return [] if found else None


@check("stt.turns.transcript-only-grows", cases=_SPOKEN)
def transcript_only_grows(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _grows([m for m in turn.texts if m.kind != "turn.end"]) for s in _open(trace, contract) for turn in _turns(s)
    )


@check("stt.turns.end-has-the-whole-text", cases=_SPOKEN)
def end_has_the_whole_text(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _grows(turn.texts[-2:])
        for s in _open(trace, contract)
        for turn in _turns(s)
        if turn.texts and turn.texts[-1].kind == "turn.end"
    )


def _grows(texts: list[Message]) -> Verdict:
    """Judges that each transcript begins with the one before; the last one with words counts."""
    for earlier, later in pairwise(texts):
        before = earlier.text("transcript")
        if not later.text("transcript").startswith(before):
            expected = f"a transcript that begins with {show(before)} (frame {earlier.index})"
            return [Finding(expected, show(later.value["transcript"]), later.where)]
    return [] if len(texts) > 1 else None


# -- messages --------------------------------------------------------------------------------------------------------


@check("stt.turns.members-complete", cases=_SPOKEN)
def members_complete(trace: Trace, contract: Contract) -> Verdict:
    def problem(message: Message) -> Problem | None:
        needed = ("request_id", "transcript") if message.kind in _WITH_TEXT else ("request_id",)
        if all(isinstance(message.value.get(name), str) for name in needed):
            return None
        return f"a text {' and a text '.join(f'`{name}`' for name in needed)}", show(message.value)

    return each(_all(trace, contract), _KINDS, problem)


@check("stt.turns.one-request-id", cases=_SPOKEN)
def same_request_id(trace: Trace, contract: Contract) -> Verdict:
    return one_request_id(_all(trace, contract), _KINDS | {"error"})


@check("stt.turns.errors-structured", cases="stt/turns/finalize")
def errors_structured(trace: Trace, contract: Contract) -> Verdict:
    return each(_all(trace, contract), frozenset({"error"}), structured_problem)


# -- commands --------------------------------------------------------------------------------------------------------


@check("stt.turns.config-accepted", cases="stt/turns/config")
def config_accepted(trace: Trace, contract: Contract) -> Verdict:
    return collect(_takes(s) for s in _open(trace, contract) if _sends_only(s, "config", "close"))


def _sends_only(stream: Stream, *kinds: str) -> bool:
    """Whether all text frames of the client are JSON objects of these types; configurations are valid."""
    texts = [s for s in stream.inputs if not s.is_audio]
    return all(s.kind in kinds and (s.kind != "config" or _is_valid(s)) for s in texts)


def _is_valid(config: Sent) -> bool:
    """Whether a configuration sets nothing but members in their range and, where there are several, in order."""
    value = as_object(config.frame.payload) or {}
    turn = value.get("turn")
    limits = {name.removeprefix("turn_"): span for name, span in (*_THRESHOLDS.items(), (_TIMEOUT, _TIMEOUT_MS))}
    if set(value) != {"type", "turn"} or not isinstance(turn, dict) or not set(turn) <= set(limits):
        return False
    fair = all(is_number(number) and _is_in_range(number, limits[name]) for name, number in turn.items())
    return fair and _descends(
        [turn[name.removeprefix("turn_")] for name in _THRESHOLDS if name.removeprefix("turn_") in turn]
    )


def _takes(stream: Stream) -> Verdict:
    config = next((s for s in stream.inputs if s.kind == "config"), None)
    if config is None:
        return None
    expected = "the configuration is taken, and the socket stays open"
    if stream.errors:
        return [Finding(expected, show(stream.errors[0].value), stream.errors[0].where)]
    if stream.exchange.ending in {"closed", "truncated"} and not any(s.kind == "close" for s in stream.inputs):
        return [Finding(expected, stream.how_it_ended, stream.where)]
    worked = any(m.index > config.index for m in stream.of(*_TURNS))
    return [] if worked or stream.exchange.ending == "closed" else None


@check("stt.turns.close-ends-without-done", cases=("stt/turns/one-turn", "stt/turns/close"))
def close_ends_without_done(trace: Trace, contract: Contract) -> Verdict:
    return collect(_ends(s) for s in _open(trace, contract) if s.inputs and s.inputs[-1].kind == "close")


def _ends(stream: Stream) -> Verdict:
    done = stream.of("done")
    if done:
        return [Finding("no `done`", show(done[0].value), done[0].where)]
    if stream.exchange.ending == "complete":
        return None
    if stream.exchange.ending == "closed" and stream.exchange.close_code == 1000:
        return []
    return [Finding("a close with code 1000 after `close`", stream.how_it_ended, stream.where)]


@check("stt.turns.finalize-has-no-effect", cases="stt/turns/finalize")
def finalize_has_no_effect(trace: Trace, contract: Contract) -> Verdict:
    return collect(_has_no_effect(s) for s in _all(trace, contract) if s.is_open)


def _has_no_effect(stream: Stream) -> Verdict:
    asked = next((s for s in stream.inputs if s.text == "finalize" or s.kind == "finalize"), None)
    if asked is None:
        return None
    flushed = stream.of("flush_done")
    if flushed:
        return [Finding("no `flush_done`", show(flushed[0].value), flushed[0].where)]
    went_on = any(m.index > asked.index for m in stream.received)
    return [] if went_on or stream.exchange.ending == "closed" else None


@check("stt.turns.pings-answered", cases="stt/turns/pings")
def pings_answered(trace: Trace, contract: Contract) -> Verdict:
    return collect(_pongs(s) for s in _open(trace, contract))


def _pongs(stream: Stream) -> Verdict:
    frames = list(enumerate(stream.exchange.frames))
    pings = [(index, f) for index, f in frames if f.kind == "ping" and f.direction == "sent"]
    if not pings:
        return None
    judged = False
    for at, ping in pings:
        pongs = [f for index, f in frames if f.kind == "pong" and f.direction == "received" and index > at]
        if any(f.payload == ping.payload for f in pongs):
            judged = True
        elif stream.ended_badly:
            got = "another payload" if pongs else stream.how_it_ended
            return [Finding("a pong with the payload of the ping", got, f"`{stream.exchange.label}`, frame {at}")]
    return [] if judged else None
