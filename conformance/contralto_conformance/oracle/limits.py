"""Checks of what a plan allows at once (spec/requirements/limits.yaml).

How much that is says the run (`plan_contexts` and its like among the values of a trace); without it nothing is judged.
What holds a place is called a use here: a context on a socket, or a request of speech over HTTP. A use surely holds its
place from its first audio to its last; it may hold it from when it was asked for until it has ended and a bit longer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.exchanges import answered, collect, credential, http, is_served, parsed
from contralto_conformance.oracle.listening import MANUAL, TURNS
from contralto_conformance.oracle.reading import as_object, show
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.oracle.sockets import PATH, Context, Session, sessions
from contralto_conformance.trace import Exchange, Trace

CODE = "concurrency_limited"
NO_CREDITS = "quota_exceeded"

SOON_S = 1.0
"""In this time a place is free again."""

LATE_S = 2.0
"""After this time it is not late but taken."""

_HELD_S = 4.0
"""So long does a service speak at least on a text of a minute, whether anybody reads on or not."""

_SPEECH = frozenset({"/tts/bytes", "/tts/sse"})
_TRANSCRIPTIONS = frozenset({MANUAL, TURNS})
_NO_EVIDENCE = frozenset({401, 402, 403, 502, 504})

Kind = Literal["context", "http"]
End = Literal["done", "cancelled", "left"]


@dataclass(frozen=True)
class Use:
    """What may hold a place. Times are seconds since the case began.

    first_s, last_s: of its audio, None without. ended_s: when the service or the client ended it. end: how.
    status, answer: of a refusal, None and None if there was none.
    """

    kind: Kind
    where: str
    asked_s: float
    first_s: float | None
    last_s: float | None
    ended_s: float
    end: End
    status: int | None = None
    answer: Any = None

    @property
    def is_refused(self) -> bool:
        return self.status is not None

    @property
    def is_limited(self) -> bool:
        """Whether it was refused since there was no place."""
        return self.status == 429

    @property
    def is_served(self) -> bool:
        return self.first_s is not None

    def sounds_at(self, time_s: float) -> bool:
        """Whether it surely holds a place then."""
        return self.first_s is not None and self.last_s is not None and self.first_s <= time_s <= self.last_s

    def may_hold_at(self, time_s: float, *, patience_s: float = 0.0) -> bool:
        """Whether it may hold a place then, if places become free up to `patience_s` late."""
        return not self.is_refused and self.asked_s <= time_s <= self.ended_s + patience_s


def uses(trace: Trace) -> list[Use]:
    """All uses of speech in a trace, in the order in which they were asked for."""
    found = [_of_context(s, c) for s in sessions(trace) if s.is_open for c in s.contexts]
    found += [_of_request(e) for e in http(trace) if e.method == "POST" and e.path in _SPEECH]
    return sorted(found, key=lambda use: use.asked_s)


def _of_context(session: Session, context: Context) -> Use:
    began_s, end_s = session.exchange.started_s, session.exchange.elapsed_s
    chunks = context.of("chunk")
    ends: list[tuple[float, End]] = [(end_s, "left")]
    ends += [(m.time_s, "done") for m in (context.done, context.error) if m is not None]
    ends += [(m.time_s, "cancelled") for m in context.cancels]
    ended_s, end = min(ends)
    refusal = context.error if not chunks else None
    status = refusal.status if refusal is not None and isinstance(refusal.status, int) else None
    return Use(
        kind="context",
        where=(refusal or context.first).where,
        asked_s=began_s + context.first.time_s,
        first_s=began_s + chunks[0].time_s if chunks else None,
        last_s=began_s + chunks[-1].time_s if chunks else None,
        ended_s=began_s + ended_s,
        end=end,
        status=status,
        answer=refusal.value if refusal is not None else None,
    )


def _of_request(exchange: Exchange) -> Use:
    began_s, pieces = exchange.started_s, exchange.frames
    is_answered = exchange.status == 200 and bool(pieces)
    last_s = pieces[-1].time_s if pieces else 0.0
    if is_answered and exchange.ending == "left":
        last_s = min(exchange.elapsed_s, pieces[0].time_s + _HELD_S)
    return Use(
        kind="http",
        where=f"answer `{exchange.label}`",
        asked_s=began_s,
        first_s=began_s + pieces[0].time_s if is_answered else None,
        last_s=began_s + last_s if is_answered else None,
        ended_s=began_s + exchange.elapsed_s,
        end="left" if exchange.ending == "left" else "done",
        status=exchange.status if (exchange.status or 0) >= 400 else None,
        answer=parsed(exchange),
    )


def _size(trace: Trace, name: str) -> int | None:
    """A number of the plan; None if the plan is not known."""
    text = trace.values.get(name, "")
    return int(text) if text.isdecimal() and int(text) > 0 else None


def _holding(found: Sequence[Use], use: Use, *, patience_s: float = 0.0) -> list[Use]:
    """The other uses that may hold a place when one is asked for."""
    return [u for u in found if u is not use and u.may_hold_at(use.asked_s, patience_s=patience_s)]


def _at_once(found: Sequence[Use]) -> tuple[int, Use | None]:
    """The most uses that surely held a place at one time, and the one that came last to them."""
    most, last = 0, None
    for use in found:
        if use.first_s is None:
            continue
        count = sum(other.sounds_at(use.first_s) for other in found)
        if count > most:
            most, last = count, use
    return most, last


# -- too many contexts -----------------------------------------------------------------------------------------------


@check("limits.excess-says-429", cases="limits/contexts")
def excess_says_429(trace: Trace, contract: Contract) -> Verdict:
    size, found = _size(trace, "plan_contexts"), uses(trace)
    if size is None:
        return None
    expected = f"429 for more than {size} contexts at once"
    most, last = _at_once([use for use in found if use.kind == "context"])
    if last is not None and most > size:
        return [Finding(expected, f"{most} contexts were spoken at once", last.where)]
    return collect(
        [] if use.is_limited else [Finding(expected, show(use.answer), use.where)]
        for use in found
        if use.is_refused and use.status not in _NO_EVIDENCE and len(_holding(found, use)) >= size
    )


@check("limits.excess-has-its-code", cases="limits/contexts")
def excess_has_its_code(trace: Trace, contract: Contract) -> Verdict:
    size, found = _size(trace, "plan_contexts"), uses(trace)
    if size is None:
        return None
    return collect(
        _has_code(use.answer, CODE, use.where)
        for use in found
        if use.is_limited and len(_holding(found, use)) >= size
    )  # fmt: skip


def _has_code(answer: Any, code: str, where: str) -> Verdict:
    told = answer.get("error_code") if isinstance(answer, dict) else None
    return [] if told == code else [Finding(f"`error_code` {show(code)}", show(answer), where)]


@check("limits.http-counts-as-a-context", cases=("limits/contexts", "limits/http"))
def http_counts_as_a_context(trace: Trace, contract: Contract) -> Verdict:
    size, found = _size(trace, "plan_contexts"), uses(trace)
    if size is None:
        return None
    most, last = _at_once(found)
    contexts, _ = _at_once([use for use in found if use.kind == "context"])
    if last is not None and most > size >= contexts:
        expected = f"429 for more than {size} contexts and requests at once"
        return [Finding(expected, f"{most} were spoken at once, over HTTP and on sockets", last.where)]
    # Contexts that only wait for more text may be no active ones; requests are always.
    filled = [
        use
        for use in found
        if use.is_limited
        and len(holding := _holding(found, use)) >= size
        and "http" in {use.kind, *(other.kind for other in holding)}
    ]
    return [] if filled else None


# -- places become free ----------------------------------------------------------------------------------------------


@check("limits.ended-contexts-free-their-slot", cases="limits/freed")
def ended_contexts_free_their_slot(trace: Trace, contract: Contract) -> Verdict:
    size, found = _size(trace, "plan_contexts"), uses(trace)
    if size is None:
        return None
    gone = [u for u in found if u.kind == "context" and u.end in {"done", "cancelled"} and u.is_served]
    expected = f"no limit, since fewer than {size} contexts are neither done nor cancelled"
    return collect(_has_a_place(use, found, gone, size, LATE_S, expected) for use in found)


@check("limits.slots-freed-soon", cases="limits/freed")
def slots_freed_soon(trace: Trace, contract: Contract) -> Verdict:
    size, found = _size(trace, "plan_contexts"), uses(trace)
    if size is None:
        return None
    gone = [u for u in found if u.kind == "context" and u.is_served]
    expected = f"no limit, since fewer than {size} contexts have gone on for longer than a second after their end"
    return collect(_has_a_place(use, found, gone, size, SOON_S, expected) for use in found)


@check("tts.sse.disconnect-frees-the-slot", cases="limits/http")
def disconnect_frees_the_slot(trace: Trace, contract: Contract) -> Verdict:
    size, found = _size(trace, "plan_contexts"), uses(trace)
    if size is None:
        return None
    gone = [u for u in found if u.kind == "http" and u.end == "left"]
    expected = f"no limit, since fewer than {size} requests have not been left by their client"
    return collect(_has_a_place(use, found, gone, size, LATE_S, expected) for use in found)


def _has_a_place(
    use: Use, found: Sequence[Use], gone: Sequence[Use], size: int, patience_s: float, expected: str
) -> Verdict:
    """Judges a use that has a place if those that are gone have left theirs.

    gone: the uses whose end shall free a place. All others may hold theirs for as long as they like.
    """
    others = [u for u in found if u is not use and not u.is_refused and u.asked_s <= use.asked_s]
    ended = [u for u in others if u in gone and u.ended_s <= use.asked_s]
    if len(others) < size or len(others) - len(ended) >= size:
        return None
    if use.is_served:
        return []
    kept = [u for u in others if u not in ended or use.asked_s <= u.ended_s + patience_s]
    if use.is_limited and len(kept) < size:
        return [Finding(expected, show(use.answer), use.where)]
    return None


# -- sockets ---------------------------------------------------------------------------------------------------------


def _is_open_at(exchange: Exchange, time_s: float, *, patience_s: float = 0.0) -> bool:
    ended_s = exchange.started_s + exchange.elapsed_s
    return exchange.status == 101 and exchange.started_s <= time_s <= ended_s + patience_s


def _open_beside(trace: Trace, exchange: Exchange, paths: frozenset[str]) -> int:
    """How many other sockets at these paths are open when one is asked for."""
    return sum(
        e is not exchange
        and e.path in paths
        and _is_open_at(e, exchange.started_s)
        and e.started_s < exchange.started_s
        for e in trace.sockets
    )


@check("limits.idle-sockets-are-free", cases="limits/idle-sockets")
def idle_sockets_are_free(trace: Trace, contract: Contract) -> Verdict:
    size, found = _size(trace, "plan_contexts"), uses(trace)
    if size is None:
        return None
    most = _size(trace, "plan_tts_sockets") or 0
    refused = [
        [Finding("101, since open sockets are no contexts", answered(e), f"`{e.label}`")]
        for e in trace.sockets
        if e.path == PATH and e.status == 429 and size <= _open_beside(trace, e, frozenset({PATH})) < most
        if any(use.is_served and use.asked_s < e.started_s for use in found)
    ]
    return collect([*refused, *(_is_free(use, found, trace, size) for use in found if use.kind == "context")])


def _earlier(found: Sequence[Use], use: Use) -> list[Use]:
    """The uses that were asked for before and not refused."""
    return [other for other in found if other.asked_s < use.asked_s and not other.is_refused]


def _is_free(use: Use, found: Sequence[Use], trace: Trace, size: int) -> Verdict:
    sockets = [e for e in trace.sockets if e.path == PATH and _is_open_at(e, use.asked_s)]
    # Those before have been served, so that places were free; even if they held them still, there would be one.
    if not 0 < len(_earlier(found, use)) < size or len(sockets) <= size:
        return None
    if use.is_limited:
        expected = f"no limit, since of {len(sockets)} open sockets all but a few are idle"
        return [Finding(expected, show(use.answer), use.where)]
    return [] if use.is_served else None


@check("limits.too-many-sockets-refused", cases="limits/sockets")
def too_many_sockets_refused(trace: Trace, contract: Contract) -> Verdict:
    size = _size(trace, "plan_tts_sockets")
    return None if size is None else _excess_refused(trace, frozenset({PATH}), size, "sockets of speech")


@check("limits.open-stt-sockets-count", cases="limits/transcriptions")
def open_stt_sockets_count(trace: Trace, contract: Contract) -> Verdict:
    size = _size(trace, "plan_stt")
    return None if size is None else _excess_refused(trace, _TRANSCRIPTIONS, size, "sockets of speech to text")


def _excess_refused(trace: Trace, paths: frozenset[str], size: int, what: str) -> Verdict:
    expected = f"429 for more than {size} {what}"
    return collect(
        [] if e.status == 429 or _says_429(e) else [Finding(expected, answered(e), f"`{e.label}`")]
        for e in trace.sockets
        if e.path in paths
        and e.status is not None
        and e.status not in _NO_EVIDENCE
        and _open_beside(trace, e, paths) >= size
    )


def _says_429(exchange: Exchange) -> bool:
    """Whether a socket was opened and then refused by an event."""
    events = [as_object(frame.payload) or {} for frame in exchange.received("text")]
    return any(event.get("type") == "error" and event.get("status_code") == 429 for event in events)


# -- speech and transcription ----------------------------------------------------------------------------------------


@check("limits.tts-and-stt-apart", cases=("limits/contexts", "limits/transcriptions"))
def tts_and_stt_apart(trace: Trace, contract: Contract) -> Verdict:
    contexts, streams = _size(trace, "plan_contexts"), _size(trace, "plan_stt")
    if contexts is None or streams is None:
        return None
    found = uses(trace)
    return collect([*_transcriptions_have_places(trace, found, contexts, streams),
                    *_speech_has_places(trace, found, contexts, streams)])  # fmt: skip


def _transcriptions_have_places(trace: Trace, found: Sequence[Use], contexts: int, streams: int) -> Iterator[Verdict]:
    for exchange in trace.sockets:
        if exchange.path not in _TRANSCRIPTIONS or _open_beside(trace, exchange, _TRANSCRIPTIONS) >= streams:
            continue
        speaking = [use for use in found if use.may_hold_at(exchange.started_s)]
        is_filled = any(use.is_limited and use.asked_s < exchange.started_s for use in found)
        if len(speaking) < contexts:
            continue
        if exchange.status == 429:
            expected = f"101, since {len(speaking)} contexts of speech take no place of speech to text"
            yield [Finding(expected, answered(exchange), f"`{exchange.label}`")]
        elif exchange.status == 101 and is_filled:
            yield []


def _speech_has_places(trace: Trace, found: Sequence[Use], contexts: int, streams: int) -> Iterator[Verdict]:
    for use in found:
        listening = [e for e in trace.sockets if e.path in _TRANSCRIPTIONS and _is_open_at(e, use.asked_s)]
        # Those before have been served, so that places were free; even if they held them still, there would be one.
        if len(listening) < streams or not 0 < len(_earlier(found, use)) < contexts:
            continue
        if use.is_limited:
            expected = f"no limit, since {len(listening)} sockets of speech to text take no place of speech"
            yield [Finding(expected, show(use.answer), use.where)]
        elif use.is_served:
            yield []


# -- credits ---------------------------------------------------------------------------------------------------------


@check("limits.no-credits-has-its-code", cases="limits/no-credits")
def no_credits_has_its_code(trace: Trace, contract: Contract) -> Verdict:
    answers = [e for e in trace.exchanges if credential(e) in {"spent-key-bearer", "spent-key-header"}]
    refused = [(parsed(e), f"answer `{e.label}`") for e in answers if e.status is not None and 400 <= e.status < 500]
    refused += [(m.value, m.where) for s in sessions(trace) if s.exchange in answers for m in s.errors]
    served = [
        Finding(f"an error with `error_code` {show(NO_CREDITS)}", answered(e), f"answer `{e.label}`")
        for e in answers
        if e.path in _SPEECH and is_served(e)
    ]
    judged = collect(_has_code(answer, NO_CREDITS, where) for answer, where in refused)
    return [*served, *(judged or [])] if served or judged is not None else None
