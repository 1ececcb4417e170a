"""What a client keeps, judged by what it made of a service that does something legal and unusual."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby, pairwise
from typing import Any

from contralto_conformance.oracle.performances import (
    REPORT,
    JsonObject,
    Performance,
    contexts_of,
    errors_of,
    inputs_of,
    line_events,
    messages_of,
    misread,
    misunderstood,
    opened,
    pages_of,
    parts_of,
    provoked_check,
    results_of,
    stream_events,
    text_of,
    transcripts_of,
    transfers_of,
    turn_events,
    turns_of,
    understood,
)
from contralto_conformance.oracle.reading import as_object, show
from contralto_conformance.oracle.registry import Finding, Verdict
from contralto_conformance.oracle.sockets import KNOWN
from contralto_conformance.oracle.sse import blocks
from contralto_conformance.trace import Exchange, Trace

_RECOVERABLE = frozenset({1001, 1005, 1006, 1011, 1012, 1013, 1015})
_CLOSING_S = 1.0
"""Time in which the end of a request has to reach the service once the client has gone on to its next one."""
_PROMPT_S = 3.0
"""A client that goes on does so in milliseconds; one that waits does so for the limit of its patience."""


# Errors.


def _failed(played: Performance) -> list[Exchange]:
    """The last answer to each request that failed, in the order of their paths' first requests."""
    last = {e.path: e for e in played.trace.exchanges if e.transport != "websocket"}
    return [e for e in last.values() if e.status is not None and e.status >= 400]


@provoked_check("client.unknown-codes-survived")
def unknown_codes_survived(played: Performance) -> Verdict:
    return understood(played, bool(_failed(played)))


@provoked_check("client.both-envelopes-understood")
def both_envelopes_understood(played: Performance) -> Verdict:
    failed = _failed(played)
    if not failed:
        return None
    expected = []
    for exchange in failed:
        envelope = as_object(exchange.body)
        told: dict[str, Any] = {"status": exchange.status}
        if envelope is not None:
            told |= {"code": envelope.get("error_code"), "request_id": envelope.get("request_id")}
        expected.append({"error": told})
    findings = list(misread(played, {"results": expected, "error": None}))
    for exchange, error in zip(failed, results_of(played), strict=False):
        # Of the text of older versions a client may keep all or what follows the title.
        envelope = as_object(exchange.body)
        said = envelope["message"] if envelope is not None else exchange.text.partition(": ")[2] or exchange.text
        message = error.get("message")
        if said not in str(message):
            findings.append(Finding(f"an error that says {show(said)}", show(message), f"{REPORT}, `results`"))
    return findings


@provoked_check("client.branches-on-codes")
def branches_on_codes(played: Performance) -> Verdict:
    failed = _failed(played)
    if len(failed) < 2:
        return None
    if played.report is None:
        return misunderstood(played)
    kinds = [f"{show(error.get('type'))} ({show(error.get('status'))})" for error in results_of(played)]
    tried = [sum(e.path == one.path for e in played.trace.exchanges) for one in failed]
    findings = []
    if len(set(tried)) > 1:
        counts = ", ".join(map(str, tried))
        findings.append(Finding("as many attempts for each message of one code", counts, "the requests"))
    if len(kinds) != len(failed) or len(set(kinds)) > 1:
        shown = ", ".join(kinds)
        findings.append(Finding("one kind of error for all messages of one code", shown or "none", REPORT))
    return findings


@provoked_check("limits.limits-are-typed-errors")
def limits_are_typed_errors(played: Performance) -> Verdict:
    limits = [(place, e) for place, e in enumerate(_failed(played)) if e.status == 429]
    if not limits:
        return None
    if played.report is None:
        return misunderstood(played)
    errors = results_of(played)
    findings = []
    for place, exchange in limits:
        error = errors[place] if place < len(errors) else {}
        request_id = (as_object(exchange.body) or {}).get("request_id")
        if error.get("request_id") != request_id:
            expected = f"the request id {show(request_id)} with the limit"
            findings.append(Finding(expected, show(error.get("request_id")), f"{REPORT}, `results[{place}]`"))
        others = [one.get("type") for one in errors[:place]]
        if error.get("type") is None or error.get("type") in others:
            expected = "a type of error of its own for limits"
            findings.append(Finding(expected, show(error.get("type")), f"{REPORT}, `results[{place}]`"))
    return findings


# Credentials.


@provoked_check("client.credentials-redacted")
def credentials_redacted(played: Performance) -> Verdict:
    if played.leaks:
        return [Finding("output without the key", show(line), "the output of the program") for line in played.leaks]
    return [] if played.logged and played.trace.exchanges else None


@provoked_check("client.key-never-in-clear")
def key_never_in_clear(played: Performance) -> Verdict:
    if played.report is None:
        return misunderstood(played)
    findings = [
        Finding("no credential in a request without TLS", f"`{name}` in `{e.method} {e.url}`", f"`{e.label}`")
        for e in played.trace.exchanges
        if e.url.startswith("http://api.cartesia.ai")
        for name, value in (*e.request_headers, *e.query)
        if name in ("authorization", "x-api-key", "api_key", "access_token") and value
    ]
    if findings or played.trace.exchanges:
        return findings
    return [] if errors_of(played) else [Finding("an error that says why", "no error", REPORT)]


# Streams.


@provoked_check("client.unknown-events-survived")
def unknown_events_survived(played: Performance) -> Verdict:
    return understood(played, any(e.get("type", "chunk") not in KNOWN for e in stream_events(played.trace)))


@provoked_check("client.unknown-members-ignored")
def unknown_members_ignored(played: Performance) -> Verdict:
    return understood(played, any("x_contralto" in e for e in stream_events(played.trace)))


def _bodies(played: Performance) -> list[Exchange]:
    return [e for e in played.trace.exchanges if e.transport == "sse" and e.body]


@provoked_check("client.sse-comments-ignored")
def sse_comments_ignored(played: Performance) -> Verdict:
    return understood(played, any(e.body.startswith(b":") for e in _bodies(played)))


@provoked_check("client.sse-framing-understood")
def sse_framing_understood(played: Performance) -> Verdict:
    found = [(e.body, block) for e in _bodies(played) for block in blocks(e.body)]
    return understood(played, any(b"\r" in body or b"data:{" in body or len(block.data) > 1 for body, block in found))


@provoked_check("client.sse-any-split-understood")
def sse_any_split_understood(played: Performance) -> Verdict:
    return understood(played, any(len(e.frames) > len(blocks(e.body)) for e in _bodies(played)))


@provoked_check("client.sse-type-decides")
def sse_type_decides(played: Performance) -> Verdict:
    named = [(block, as_object(block.payload) or {}) for e in _bodies(played) for block in blocks(e.body)]
    return understood(played, any(block.event and block.event != value.get("type") for block, value in named))


@provoked_check("client.done-status-either")
def done_status_either(played: Performance) -> Verdict:
    events = stream_events(played.trace)
    return understood(played, any(e.get("type") == "done" and e.get("status_code") == 206 for e in events))


@provoked_check("client.changer-events-with-and-without-type")
def changer_events_with_and_without_type(played: Performance) -> Verdict:
    return understood(played, any("type" in e for e in stream_events(played.trace)))


@provoked_check("client.truncation-reported")
def truncation_reported(played: Performance) -> Verdict:
    if not _bodies(played) or any(e.get("type") in ("done", "error") for e in stream_events(played.trace)):
        return None
    if played.report is None:
        return misunderstood(played)
    return [] if errors_of(played) else [Finding("an error: the stream ended without `done`", "no error", REPORT)]


@provoked_check("client.sse-break-ends-request")
def sse_break_ends_request(played: Performance) -> Verdict:
    """The client left the stream; by the time of its next request the service must have seen it go."""
    streams = _bodies(played)
    later = [e for e in played.trace.exchanges if e.method == "GET"]
    if not streams or not later:
        return misunderstood(played) if played.report is None else None
    ended_s = streams[0].started_s + streams[0].elapsed_s
    if streams[0].ending == "closed" and ended_s <= later[-1].started_s + _CLOSING_S:
        return []
    return [Finding("the end of a request whose stream nobody reads", "it was open still", f"`{streams[0].label}`")]


# Lists.


@provoked_check("client.null-next-page-survived")
def null_next_page_survived(played: Performance) -> Verdict:
    pages = [as_object(e.body) or {} for e, _ in pages_of(played.trace)]
    if not any(page.get("has_more") is True and page.get("next_page") is None for page in pages):
        return None
    if pages[-1].get("has_more") is True and played.report is not None:
        got = f"an end after {len(pages)} of its pages"
        return [Finding("a list to its end, where `has_more` is false", got, "the requests")]
    return misunderstood(played)


# The TTS socket.


@provoked_check("client.pieces-carry-their-blanks")
def pieces_carry_their_blanks(played: Performance) -> Verdict:
    contexts = list(inputs_of(played.trace).items())
    wanted = played.given.get("contexts", [])
    if not contexts or not wanted:
        return None
    sent = [text_of(inputs) for _, inputs in contexts]
    return [
        Finding(f"the text {show(''.join(pieces))}", show(text), f"the inputs of context {number}")
        for number, (pieces, text) in enumerate(zip(wanted, sent, strict=False), start=1)
        if "".join(pieces) != text
    ]


@provoked_check("client.routes-by-context")
def routes_by_context(played: Performance) -> Verdict:
    begun = {context_id for _, context_id in inputs_of(played.trace)}
    came = [m.get("context_id") for e in opened(played.trace, "/tts/websocket") for m in messages_of(e, "received")]
    is_mixed = len(list(groupby(came))) > len(set(came)) or not set(came) <= begun
    return understood(played, bool(begun) and is_mixed)


def _flush_events(played: Performance) -> list[JsonObject]:
    return [m for context in contexts_of(played.trace) for m in context if m.get("type") == "flush_done"]


@provoked_check("client.late-flush-ids-survived")
def late_flush_ids_survived(played: Performance) -> Verdict:
    is_late = False
    for context in contexts_of(played.trace):
        done: set[object] = set()
        for message in context:
            if message.get("type") == "flush_done":
                done.add(message.get("flush_id"))
            is_late |= message.get("type") == "chunk" and message.get("flush_id") in done
    return understood(played, is_late)


@provoked_check("client.double-flush-done-survived")
def double_flush_done_survived(played: Performance) -> Verdict:
    ids = [m.get("flush_id") for m in _flush_events(played)]
    return understood(played, any(one == next_one for one, next_one in pairwise(ids)))


@provoked_check("client.unasked-flush-done-survived")
def unasked_flush_done_survived(played: Performance) -> Verdict:
    asked = any(m.get("flush") is True for inputs in inputs_of(played.trace).values() for m in inputs)
    return understood(played, bool(_flush_events(played)) and not asked)


@provoked_check("client.flush-done-without-id-survived")
def flush_done_without_id_survived(played: Performance) -> Verdict:
    return understood(played, any("flush_id" not in m for m in _flush_events(played)))


@provoked_check("client.null-timestamps-survived")
def null_timestamps_survived(played: Performance) -> Verdict:
    messages = [m for context in contexts_of(played.trace) for m in context]
    return understood(played, any(m.get("word_timestamps", 0) is None for m in messages))


@provoked_check("client.fragments-understood")
def fragments_understood(played: Performance) -> Verdict:
    # A trace holds whole messages; that they came in fragments is what the scenario says.
    return understood(played, any(contexts_of(played.trace)))


@provoked_check("client.answers-pings")
def answers_pings(played: Performance) -> Verdict:
    pinged = [e for e in played.trace.sockets if e.received("ping")]
    return (
        [
            Finding("a pong with the payload of each ping", f"{len(e.sent('pong'))} pongs", f"`{e.label}`")
            for e in pinged
            if [f.payload for f in e.sent("pong")] != [f.payload for f in e.received("ping")]
        ]
        if pinged
        else None
    )


@provoked_check("client.socket-request-id-opaque")
def socket_request_id_opaque(played: Performance) -> Verdict:
    messages = [m for context in contexts_of(played.trace) for m in context]
    return understood(played, any(m.get("type") == "error" for m in messages))


@provoked_check("client.lost-socket-reaches-every-context")
def lost_socket_reaches_every_context(played: Performance) -> Verdict:
    lost = [e for e in opened(played.trace, "/tts/websocket") if e.ending == "truncated"]
    if not lost or len(inputs_of(played.trace)) < 2:
        return None
    if played.report is None:
        return misunderstood(played)
    contexts = parts_of(played.report.get("contexts"))
    return [
        Finding("an error for each context of the lost socket", "no error", f"{REPORT}, `contexts[{number}]`")
        for number in range(len(inputs_of(played.trace)))
        if number >= len(contexts) or not isinstance(contexts[number].get("error"), Mapping)
    ]


@provoked_check("client.reconnects-after-idle-close")
def reconnects_after_idle_close(played: Performance) -> Verdict:
    sockets = opened(played.trace, "/tts/websocket")
    if not any(e.close_code == 1000 and e.ending == "closed" for e in sockets):
        return None
    if len(sockets) < 2:
        return [Finding("a new socket for the next context", "none", "the requests")]
    wanted = ["".join(pieces) for pieces in played.given.get("contexts", [])]
    sent = [text_of(inputs) for inputs in inputs_of(played.trace).values()]
    if sent != wanted:
        expected = f"the texts {show(wanted)}, each sent once"
        return [Finding(expected, show(sent), "the inputs on all sockets")]
    return misunderstood(played)


def _cancelled(played: Performance) -> bool:
    return any(m.get("cancel") is True for inputs in inputs_of(played.trace).values() for m in inputs)


@provoked_check("client.late-events-after-cancel-dropped")
def late_events_after_cancel_dropped(played: Performance) -> Verdict:
    if not _cancelled(played):
        return None
    findings = misunderstood(played)
    late = (played.report or {}).get("late")
    if played.report is not None and late != 0:
        expected = "no event of a context after its cancel"
        findings.append(Finding(expected, f"{show(late)} events", f"{REPORT}, `late`"))
    return findings


@provoked_check("client.error-after-cancel-harmless")
def error_after_cancel_harmless(played: Performance) -> Verdict:
    contexts = contexts_of(played.trace)
    if not _cancelled(played) or not any(m.get("type") == "error" for m in contexts[0]):
        return None
    findings = misunderstood(played)
    first = next(iter(parts_of((played.report or {}).get("contexts"))), {})
    if first.get("error") is not None:
        findings.append(Finding("no error for a context that was cancelled", show(first["error"]), REPORT))
    return findings


@provoked_check("client.no-wait-after-cancel")
def no_wait_after_cancel(played: Performance) -> Verdict:
    if not _cancelled(played):
        return None
    if len(contexts_of(played.trace)) < 2:
        got = played.failure or "no further context"
        return [Finding("the next context, without an answer to the cancel", got, "the inputs")]
    waited_s = _pause_after_cancel_s(played.trace)
    if waited_s > _PROMPT_S:
        return [Finding("the next context soon after the cancel", f"a pause of {waited_s:.1f} s", "the inputs")]
    return misunderstood(played)


def _pause_after_cancel_s(trace: Trace) -> float:
    """Seconds from the cancel to the next message of the client."""
    for socket in opened(trace, "/tts/websocket"):
        sent = [(frame.time_s, as_object(frame.payload) or {}) for frame in socket.sent("text")]
        for (cancelled_s, message), (next_s, _) in pairwise(sent):
            if message.get("cancel") is True:
                return next_s - cancelled_s
    return 0.0


# Speech to text.


@provoked_check("stt.manual.late-final-survived")
def late_final_survived(played: Performance) -> Verdict:
    received = [m for e in opened(played.trace, "/stt/websocket") for m in messages_of(e, "received")]
    kinds = [m.get("type") for m in received]
    is_late = "flush_done" in kinds and "transcript" in kinds[kinds.index("flush_done") :]
    return understood(played, is_late)


@provoked_check("stt.manual.optional-members-may-miss")
def optional_members_may_miss(played: Performance) -> Verdict:
    bare = [m for m in transcripts_of(played.trace) if not m.keys() & {"words", "duration", "language"}]
    return understood(played, bool(bare))


@provoked_check("stt.manual.empty-text-survived")
def empty_text_survived(played: Performance) -> Verdict:
    return understood(played, any(m.get("text") == "" for m in transcripts_of(played.trace)))


@provoked_check("stt.manual.texts-joined-verbatim")
def texts_joined_verbatim(played: Performance) -> Verdict:
    finals = [m for m in transcripts_of(played.trace) if m.get("is_final") is True]
    return understood(played, len(finals) > 1)


@provoked_check("stt.manual.interim-never-final")
def interim_never_final(played: Performance) -> Verdict:
    return understood(played, any(m.get("is_final") is False for m in transcripts_of(played.trace)))


@provoked_check("stt.manual.unasked-transcripts-survived")
def unasked_transcripts_survived(played: Performance) -> Verdict:
    for socket in opened(played.trace, "/stt/websocket"):
        for frame in socket.frames:
            if frame.direction == "sent" and frame.payload == b"finalize":
                break
            message = as_object(frame.payload) if frame.kind == "text" else None
            if frame.direction == "received" and message is not None and message.get("type") == "transcript":
                return misunderstood(played)
    return None


@provoked_check("stt.manual.reconnects-on-recoverable-codes")
def reconnects_on_recoverable_codes(played: Performance) -> Verdict:
    sockets = opened(played.trace, "/stt/websocket")
    again = [before for before, _ in pairwise(sockets)]
    if not again:
        return None  # a client need not connect again
    return [
        Finding("no new socket after a close that a client cannot mend", f"one after {e.close_code}", f"`{e.label}`")
        for e in again
        if e.close_code not in _RECOVERABLE
    ]


@provoked_check("stt.manual.reconnect-is-a-new-session")
def reconnect_is_a_new_session(played: Performance) -> Verdict:
    sockets = opened(played.trace, "/stt/websocket")
    if len(sockets) < 2:
        return None
    named = [m.get("request_id") for socket in sockets for m in messages_of(socket, "received")]
    return list(misread(played, {"request_ids": list(dict.fromkeys(named))}))


@provoked_check("stt.turns.end-without-eager-survived")
def end_without_eager_survived(played: Performance) -> Verdict:
    kinds = [m.get("type") for m in turn_events(played.trace)]
    return understood(played, "turn.end" in kinds and "turn.eager_end" not in kinds)


@provoked_check("stt.turns.empty-turn-survived")
def empty_turn_survived(played: Performance) -> Verdict:
    return understood(played, "" in turns_of(played.trace))


@provoked_check("stt.turns.extra-members-ignored")
def extra_members_ignored(played: Performance) -> Verdict:
    known = {"type", "request_id", "transcript"}
    return understood(played, any(not m.keys() <= known for m in turn_events(played.trace)))


@provoked_check("stt.turns.turns-joined-verbatim")
def turns_joined_verbatim(played: Performance) -> Verdict:
    return understood(played, len(turns_of(played.trace)) > 1)


@provoked_check("stt.turns.silence-is-sent")
def silence_is_sent(played: Performance) -> Verdict:
    sockets = opened(played.trace, "/stt/turns/websocket")
    if not sockets:
        return None
    rate, silence_ms = played.given.get("sample_rate", 0), played.given.get("silence_ms", 0)
    audio = b"".join(frame.payload for socket in sockets for frame in socket.sent("binary"))
    wanted = 2 * rate * silence_ms // 1000
    if not wanted or not audio:
        return None
    longest = max(map(len, _runs_of_silence(audio)), default=0)
    got = f"{longest // (2 * rate // 1000):,} ms"
    return (
        [] if longest >= wanted else [Finding(f"{silence_ms:,} ms of silence within the audio", got, "the audio sent")]
    )


def _runs_of_silence(audio: bytes) -> list[bytes]:
    """Longest runs of zero bytes."""
    runs, run = [], bytearray()
    for byte in audio:
        if byte:
            runs.append(bytes(run))
            run.clear()
        else:
            run.append(byte)
    return [*runs, bytes(run)]


# The Line socket.


@provoked_check("agents.line.transfer-reaches-the-application")
def transfer_reaches_the_application(played: Performance) -> Verdict:
    return understood(played, bool(transfers_of(played.trace)))


@provoked_check("agents.line.unknown-events-survived")
def line_unknown_events_survived(played: Performance) -> Verdict:
    kinds = [str(m.get("event")) for m in line_events(played.trace)]
    return understood(played, any(kind.startswith("contralto_") for kind in kinds))
