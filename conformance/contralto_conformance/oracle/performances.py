"""What a client's program was played, what it says it got, and where the two differ.

A performance is one scenario played to the program of a client: what was on the wire, and what the program says it got.
What it should have got is worked out from the wire alone. A check answers None when the wire does not hold what it
looks for, or when the program says that the client has no such thing.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from contralto_conformance.oracle.reading import as_object, show
from contralto_conformance.oracle.registry import MAX_FINDINGS, Finding, Verdict, registering
from contralto_conformance.oracle.sse import blocks
from contralto_conformance.trace import Exchange, Trace

JsonObject = Mapping[str, Any]

REPORT = "the report"


@dataclass(frozen=True)
class Performance:
    """One scenario as it was played.

    task, given: what the program was asked to do. report: what it says it got; None when it gave no report, and then
    `failure` says why. leaks: lines of its output that held the key, which was taken out. logged: bytes that it wrote
    beside its report.
    """

    scenario: str
    task: str
    trace: Trace
    given: JsonObject = field(default_factory=dict)
    report: JsonObject | None = None
    failure: str = ""
    leaks: tuple[str, ...] = ()
    logged: int = 0

    @property
    def unsupported(self) -> str:
        """Why the client cannot do the task, in the words of its program; "" if it can."""
        why = None if self.report is None else self.report.get("unsupported")
        return why if isinstance(why, str) else ""


PerformanceJudge = Callable[[Performance], Verdict]

PROVOKED_CHECKS: dict[str, PerformanceJudge] = {}
"""Every check of a performance by its requirement id."""


def provoked_check(requirement: str) -> Callable[[PerformanceJudge], PerformanceJudge]:
    """Registers a function as the check of a requirement; raises ValueError if it has one already."""
    return registering(PROVOKED_CHECKS, requirement)


def judge_performance(played: Performance, requirement: str) -> Verdict:
    """What the check of a requirement says, at most ten findings. Raises KeyError if there is none."""
    if played.unsupported:
        return None
    verdict = PROVOKED_CHECKS[requirement](played)
    return verdict if verdict is None else verdict[:MAX_FINDINGS]


def misunderstood(played: Performance) -> list[Finding]:
    """Where the report of a program differs from what was on the wire; all of it when there is no report."""
    return list(misread(played, _expected(played)))


# What a program should have got.


def _expected(played: Performance) -> dict[str, Any]:
    """Members of the report as the wire has them; `error` is there when there must be none."""
    trace = played.trace
    match played.task:
        case "speak" | "change-voice":
            return {"audio": _audio(stream_events(trace)), "error": None}
        case "speak-on-socket":
            return {"contexts": [_context(each) for each in contexts_of(trace)], "error": None}
        case "cancel":
            return {"contexts": [{}, *(_context(each) for each in contexts_of(trace)[1:])], "error": None}
        case "list-voices":
            return {"ids": [item.get("id") for page in pages_of(trace) for item in page[1]], "error": None}
        case "get-voices":
            last = {e.path: e for e in trace.exchanges}
            return {"results": [_result(e) for e in last.values()], "error": None}
        case "transcribe":
            return {"text": _final_text(trace), "error": None}
        case "transcribe-turns":
            turns = turns_of(trace)
            return {"turns": turns, "text": "".join(turns), "error": None}
        case "call-agent":
            return {"audio": _line_audio(trace), "transfers": transfers_of(trace), "error": None}
    return {"error": None}


def _context(messages: Sequence[JsonObject]) -> dict[str, Any]:
    """What the program should say of one context."""
    expected: dict[str, Any] = {"audio": _audio(messages), "error": None}
    times = [m["word_timestamps"] for m in messages if isinstance(m.get("word_timestamps"), dict)]
    if times:
        expected["words"] = [word for each in times for word in each["words"]]
    error = next((m for m in messages if m.get("type") == "error"), None)
    if error is not None:
        expected["error"] = {"status": error.get("status_code"), "request_id": error.get("request_id")}
    return expected


def _result(exchange: Exchange) -> dict[str, Any]:
    """What the program should say of one voice."""
    if exchange.status == 200:
        return {"id": (as_object(exchange.body) or {}).get("id"), "error": None}
    return {"error": {"status": exchange.status}}


# Reading the wire.


def stream_events(trace: Trace) -> list[JsonObject]:
    streams = [e for e in trace.exchanges if e.transport == "sse" and e.status == 200]
    found = [as_object(block.payload) for e in streams for block in blocks(e.body)]
    return [value for value in found if value is not None]


def _audio(messages: Sequence[JsonObject]) -> str:
    """The audio of chunks, in base64; a chunk of a changed voice may have no `type`."""
    audio = b""
    for message in messages:
        data = message.get("data")
        if isinstance(data, str) and message.get("type") in (None, "chunk"):
            audio += base64.b64decode(data)
    return base64.b64encode(audio).decode()


def messages_of(socket: Exchange, direction: str) -> list[JsonObject]:
    frames = [f for f in socket.frames if f.direction == direction and f.kind == "text"]
    found = [as_object(frame.payload) for frame in frames]
    return [value for value in found if value is not None]


def opened(trace: Trace, path: str) -> list[Exchange]:
    return [e for e in trace.sockets if e.status == 101 and e.path.startswith(path)]


def inputs_of(trace: Trace) -> dict[tuple[int, str], list[JsonObject]]:
    """What was sent of each context, by socket and id, in the order in which they began."""
    found: dict[tuple[int, str], list[JsonObject]] = {}
    for number, socket in enumerate(opened(trace, "/tts/websocket")):
        for message in messages_of(socket, "sent"):
            if isinstance(context_id := message.get("context_id"), str):
                found.setdefault((number, context_id), []).append(message)
    return found


def contexts_of(trace: Trace) -> list[list[JsonObject]]:
    """What came of each context, in the order in which they began."""
    sockets = opened(trace, "/tts/websocket")
    return [
        [m for m in messages_of(sockets[number], "received") if m.get("context_id") == context_id]
        for number, context_id in inputs_of(trace)
    ]


def pages_of(trace: Trace) -> list[tuple[Exchange, list[JsonObject]]]:
    """Pages of a list with their items."""
    found = []
    for exchange in trace.exchanges:
        page = as_object(exchange.body) if exchange.method == "GET" and exchange.status == 200 else None
        if page is not None and isinstance(page.get("data"), list):
            found.append((exchange, page["data"]))
    return found


def transcripts_of(trace: Trace) -> list[JsonObject]:
    sockets = opened(trace, "/stt/websocket")
    return [m for socket in sockets for m in messages_of(socket, "received") if m.get("type") == "transcript"]


def _final_text(trace: Trace) -> str:
    return "".join(m["text"] for m in transcripts_of(trace) if m.get("is_final") is True)


def turn_events(trace: Trace) -> list[JsonObject]:
    return [m for socket in opened(trace, "/stt/turns/websocket") for m in messages_of(socket, "received")]


def turns_of(trace: Trace) -> list[str]:
    return [m["transcript"] for m in turn_events(trace) if m.get("type") == "turn.end"]


def line_events(trace: Trace) -> list[JsonObject]:
    return [m for socket in opened(trace, "/agents/stream/") for m in messages_of(socket, "received")]


def _line_audio(trace: Trace) -> str:
    audio = [base64.b64decode(m["media"]["payload"]) for m in line_events(trace) if m.get("event") == "media_output"]
    return base64.b64encode(b"".join(audio)).decode()


def transfers_of(trace: Trace) -> list[str]:
    found = [m for m in line_events(trace) if m.get("event") == "transfer_call"]
    return [m["transfer"]["target_phone_number"] for m in found]


# Reading a report.


def misread(played: Performance, expected: JsonObject) -> Iterator[Finding]:
    """Findings for members of the report that are not as expected."""
    if played.report is None:
        yield Finding("a report", played.failure or "none", "the end of the program")
        return
    for name, value in expected.items():
        yield from _differences(name, value, played.report.get(name))


def _differences(where: str, expected: Any, got: Any) -> Iterator[Finding]:
    place = f"{REPORT}, `{where}`"
    if isinstance(expected, dict):
        if not isinstance(got, Mapping):
            yield Finding(_worded(where, expected), _worded(where, got), place)
            return
        for name, value in expected.items():
            yield from _differences(f"{where}.{name}", value, got.get(name))
    elif isinstance(expected, list):
        values = got if isinstance(got, list) else []
        if len(values) != len(expected) or not isinstance(got, list):
            yield Finding(_worded(where, expected), _worded(where, got), place)
            return
        for number, (value, one) in enumerate(zip(expected, values, strict=True)):
            yield from _differences(f"{where}[{number}]", value, one)
    elif expected != got:
        worded = _worded(where, got)
        if worded == _worded(where, expected):
            worded = f"{worded} that is not the same"
        yield Finding(_worded(where, expected), worded, place)


def _worded(where: str, value: Any) -> str:
    """A value for people; audio is shown as its length."""
    if where.endswith("audio") and isinstance(value, str):
        try:
            return f"{len(base64.b64decode(value, validate=True)):,} bytes of audio"
        except binascii.Error:
            return "text that is no base64"
    if where.endswith("error") and value is None:
        return "no error"
    return show(value)


def errors_of(played: Performance) -> list[JsonObject]:
    """All errors of the report: the one of the whole, and those of its parts."""
    report = played.report or {}
    parts = [report, *parts_of(report.get("contexts")), *parts_of(report.get("results"))]
    return [part["error"] for part in parts if isinstance(part.get("error"), Mapping)]


def parts_of(value: object) -> list[JsonObject]:
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, list) else []


def results_of(played: Performance) -> list[JsonObject]:
    """The error of each part of `results`; an empty object where there is none."""
    found = [part.get("error") for part in parts_of((played.report or {}).get("results"))]
    return [error if isinstance(error, Mapping) else {} for error in found]


def text_of(inputs: Sequence[JsonObject]) -> str:
    """The texts that were sent of a context, joined as the service joins them."""
    texts = [message.get("transcript") for message in inputs]
    return "".join(text for text in texts if isinstance(text, str))


def understood(played: Performance, is_there: bool) -> Verdict:
    """The usual check: what the wire holds must be what the program got."""
    return misunderstood(played) if is_there else None
