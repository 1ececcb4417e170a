"""Checks of `POST /tts/sse` (spec/requirements/tts-sse.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.events import (
    KNOWN,
    Event,
    events,
    is_stream,
    is_structured_error,
    streams,
    whole_blocks,
)
from contralto_conformance.oracle.exchanges import (
    SSE_MEMBERS,
    answered,
    collect,
    container_of,
    credential,
    is_complete,
    is_plain,
    is_withheld,
    raw_format_of,
    refused_with,
    speaks,
    speech_requests,
    where,
)
from contralto_conformance.oracle.generation import has_odd_rate, is_out_of_range
from contralto_conformance.oracle.reading import (
    as_base64,
    as_float,
    as_object,
    is_integer,
    is_number,
    is_text,
    show,
    show_bytes,
)
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.oracle.speech import (
    AUDIO_SLACK_S,
    LEAST_AUDIO_S,
    alignment_problem,
    backward_step,
    chunk_audio,
    has_integer_status,
    joined_audio,
    latest_end,
    speech_problem,
    times_of,
)
from contralto_conformance.oracle.sse import Block
from contralto_conformance.trace import Exchange, Trace

Members = dict[str, Any]

_LONG_S = 3.0
"""Audio of this length is more than one chunk of any service that sends what it has."""

_LIFE = re.compile(r"(?:s-)?max-age *= *\"?0*[1-9]\d*\"?")


def _asked(trace: Trace, contract: Contract) -> Iterator[tuple[Exchange, Members]]:
    """Answered requests for a stream under the version tested, with their JSON object."""
    return speech_requests(trace, contract, "/tts/sse")


def _events(trace: Trace, *kinds: str) -> list[Event]:
    """Events of these types in all streams of the trace."""
    return [event for e in streams(trace) for event in events(e) if event.kind in kinds]


def _is_finished(exchange: Exchange) -> bool:
    """Whether a stream came to its `done`: everything that it had to say is there."""
    return any(event.kind == "done" for event in events(exchange))


@check("tts.sse.media-type", cases="tts/sse/plain")
def media_type(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        [] if is_stream(e) else [Finding("200 text/event-stream", answered(e), where(e))]
        for e, request in _asked(trace, contract)
        if e.status == 200 or (_is_in_order(request, trace) and not is_withheld(e.status))
    )


def _is_in_order(request: Members, trace: Trace) -> bool:
    """Whether a request is beyond reproach, so that only a stream can be its answer."""
    return is_plain(request, trace, SSE_MEMBERS) and container_of(request) == "raw"


@check("tts.sse.blocks-end-with-blank-line", cases="tts/sse/plain")
def blocks_end_with_blank_line(trace: Trace, contract: Contract) -> Verdict:
    found = [(e, number, block) for e in streams(trace) for number, block in enumerate(whole_blocks(e))]
    if not found:
        return None
    return [
        Finding("a blank line after each event", _run_on(block), f"{where(e)}, event {number}")
        for e, number, block in found
        if not block.ended or _holds_several(block)
    ]


def _holds_several(block: Block) -> bool:
    """Whether one block holds several JSON objects, each on a data line of its own: blank lines are missing."""
    return len(block.data) > 1 and all(as_object(line) is not None for line in block.data)


def _run_on(block: Block) -> str:
    return f"{len(block.data)} events in one block" if block.ended else "the end of the body"


@check("tts.sse.data-is-one-json-object", cases="tts/sse/plain")
def data_is_one_json_object(trace: Trace, contract: Contract) -> Verdict:
    found = [(e, number, block) for e in streams(trace) for number, block in enumerate(whole_blocks(e))]
    if not found:
        return None
    return [
        Finding("data that is one JSON object", _data(block), f"{where(e)}, event {number}")
        for e, number, block in found
        if _makes_an_event(block) and not _holds_several(block) and as_object(block.payload) is None
    ]


def _makes_an_event(block: Block) -> bool:
    """Whether some client makes an event of a block; a block with nothing but `retry` makes none anywhere."""
    return bool({"data", "event", "id"} & set(block.fields))


def _data(block: Block) -> str:
    return show_bytes(block.payload) if block.data else f"no data, only {', '.join(block.fields)}"


@check("tts.sse.chunk-members", cases="tts/sse/plain")
def chunk_members(trace: Trace, contract: Contract) -> Verdict:
    chunks = _events(trace, "chunk")
    if not chunks:
        return None
    return [
        Finding(
            "string `data`, `done` false, integer `status_code`, number `step_time`",
            show({**event.value, "data": _shown_data(event.value)}),
            event.where,
        )
        for event in chunks
        if not _has_chunk_members(event.value)
    ]


def _has_chunk_members(value: Members) -> bool:
    return (
        isinstance(value.get("data"), str)
        and value.get("done") is False
        and has_integer_status(value)
        and is_number(value.get("step_time"))
    )


def _shown_data(value: Members) -> object:
    """The audio of a chunk, cut so that the other members are seen."""
    data = value.get("data")
    return data[:12] + "..." if isinstance(data, str) and len(data) > 12 else data


@check("tts.sse.chunk-data-is-base64", cases="tts/sse/plain")
def chunk_data_is_base64(trace: Trace, contract: Contract) -> Verdict:
    found = [
        (event, event.value["data"]) for event in _events(trace, "chunk") if isinstance(event.value.get("data"), str)
    ]
    if not found:
        return None
    return [
        Finding("padded standard base64", show(data), event.where) for event, data in found if as_base64(data) is None
    ]


@check("tts.sse.audio-is-headerless-pcm", cases="tts/sse/plain")
def audio_is_headerless_pcm(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_pcm(e, request)
        for e, request in _asked(trace, contract)
        if _is_in_order(request, trace) and _is_finished(e)
    )


def _is_pcm(exchange: Exchange, request: Members) -> Verdict:
    form = raw_format_of(request)
    audio = joined_audio(event.value for event in events(exchange) if event.kind == "chunk")
    if form is None or audio is None:
        return None
    problem = speech_problem(audio, form, LEAST_AUDIO_S)
    if problem is None:
        return []
    expected = f"headerless {form.encoding}, whole samples, at least {LEAST_AUDIO_S} s"
    return [Finding(expected, problem, where(exchange))]


@check("tts.sse.container-raw-only", cases="tts/sse/container")
def container_raw_only(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        refused_with(e, 400) for e, request in _asked(trace, contract) if container_of(request) not in {None, "raw"}
    )


@check("tts.sse.one-terminal-event-last", cases="tts/sse/*")
def one_terminal_event_last(trace: Trace, contract: Contract) -> Verdict:
    return collect(_ends_once(e) for e in streams(trace))


def _ends_once(exchange: Exchange) -> Verdict:
    found = events(exchange)
    # A chunk that claims to be the end is judged by tts.sse.chunk-members.
    terminal = [n for n, event in enumerate(found) if event.value.get("done") is True and event.kind != "chunk"]
    expected = "exactly one event with `done` true, of type `done` or `error`, and nothing after it"
    if not terminal:
        got = f"none among {len(found)} events; the body ended as {exchange.ending}"
        return [Finding(expected, got, where(exchange))]
    first = found[terminal[0]]
    if first.kind not in {"done", "error"}:
        return [Finding(expected, show(first.value), first.where)]
    if terminal[0] + 1 < len(found):
        after = found[terminal[0] + 1]
        return [Finding(expected, f"after the terminal event: {show(after.value)}", after.where)]
    return []


@check("tts.sse.body-ends-after-terminal", cases="tts/sse/plain")
def body_ends_after_terminal(trace: Trace, contract: Contract) -> Verdict:
    found = [e for e in streams(trace) if any(v.value.get("done") is True for v in events(e))]
    if not found:
        return None
    return [
        Finding("the end of the body, properly framed", f"{e.ending}: {e.detail}", where(e))
        for e in found
        if not is_complete(e)
    ]


@check("tts.sse.context-id-echoed", cases="tts/sse/context-id")
def context_id_echoed(trace: Trace, contract: Contract) -> Verdict:
    found = [
        (event, request["context_id"])
        for e, request in _asked(trace, contract)
        if isinstance(request.get("context_id"), str)
        for event in events(e)
        # Whether an error carries it is not settled between the sources.
        if event.kind in KNOWN - {"error"}
    ]
    if not found:
        return None
    return [
        Finding(f"`context_id` {show(context_id)}", show(event.value.get("context_id")), event.where)
        for event, context_id in found
        if event.value.get("context_id") != context_id
    ]


def _when_asked(trace: Trace, contract: Contract, flag: str, kind: str) -> Verdict:
    """Judges that events of a kind come in streams that asked for them, and in no other."""
    verdicts: list[Verdict] = []
    for exchange, request in _asked(trace, contract):
        came = [event for event in events(exchange) if event.kind == kind]
        if request.get(flag) is True:
            # Missing is what did not come though the stream is over and words were spoken.
            if _is_finished(exchange) and _is_in_order(request, trace):
                missing = Finding(f"`{kind}` events, as `{flag}` asks", "none", where(exchange))
                verdicts.append([] if came else [missing])
        elif is_stream(exchange) and (came or _is_finished(exchange)):
            verdicts.append([Finding(f"no `{kind}` without `{flag}`", show(e.value), e.where) for e in came[:1]])
    return collect(verdicts)


@check("tts.sse.timestamps-when-asked", cases=("tts/sse/plain", "tts/sse/timestamps"))
def timestamps_when_asked(trace: Trace, contract: Contract) -> Verdict:
    return _when_asked(trace, contract, "add_timestamps", "timestamps")


@check("tts.sse.phonemes-when-asked", cases=("tts/sse/plain", "tts/sse/timestamps"))
def phonemes_when_asked(trace: Trace, contract: Contract) -> Verdict:
    return _when_asked(trace, contract, "add_phoneme_timestamps", "phoneme_timestamps")


@check("tts.sse.timestamps-are-aligned", cases="tts/sse/timestamps")
def timestamps_are_aligned(trace: Trace, contract: Contract) -> Verdict:
    found = _events(trace, "timestamps", "phoneme_timestamps")
    if not found:
        return None
    return [
        Finding("arrays of equal length, no entry that ends before it starts", problem, event.where)
        for event in found
        if (problem := alignment_problem(event.value, complete=True)) is not None
    ]


@check("tts.sse.timestamps-inside-audio", cases="tts/sse/timestamps")
def timestamps_inside_audio(trace: Trace, contract: Contract) -> Verdict:
    return collect(_are_inside(e, request) for e, request in _asked(trace, contract) if _is_finished(e))


def _are_inside(exchange: Exchange, request: Members) -> Verdict:
    found = events(exchange)
    times = [t for e in found if e.kind in KNOWN and (t := times_of(e.value)) is not None and t.start]
    form = raw_format_of(request)
    audio = joined_audio(event.value for event in found if event.kind == "chunk")
    if not times or form is None or audio is None:
        return None
    findings = []
    back = backward_step(times)
    if back:
        findings.append(Finding("times that do not go back", back, where(exchange)))
    end_s, audio_s = latest_end(times), form.seconds(audio)
    if end_s > audio_s + AUDIO_SLACK_S:
        expected = f"times up to {audio_s + AUDIO_SLACK_S:.3f} s, as the audio is {audio_s:.3f} s long"
        findings.append(Finding(expected, f"{end_s:g} s", where(exchange)))
    return findings


@check("tts.sse.errors-before-the-stream-use-http", cases="tts/sse/wrong-key")
def errors_before_the_stream_use_http(trace: Trace, contract: Contract) -> Verdict:
    # What else may fail before the stream is an open question, see sse.error-of-an-unknown-model.
    return collect(_fails_by_status(e) for e, _ in _asked(trace, contract) if credential(e) == "nobodys-key")


def _fails_by_status(exchange: Exchange) -> Verdict:
    status = exchange.status or 0
    if status >= 500:
        return None
    if status >= 400 and exchange.media_type != "text/event-stream":
        return []
    if status == 200 and any(event.kind == "chunk" for event in events(exchange)):
        # It did not fail at all, which auth.wrong-key-refused owns.
        return None
    expected = "an HTTP error status and no event stream"
    return [Finding(expected, answered(exchange), where(exchange))]


@check("tts.sse.continue-has-no-meaning", cases="tts/sse/continue")
def continue_has_no_meaning(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _ends_with_done(e)
        for e, request in _asked(trace, contract)
        # A refusal of a member that the operation does not know is owned by version.unknown-member-ignored.
        if request.get("continue") is True and speaks(request, trace) and is_stream(e)
    )


def _ends_with_done(exchange: Exchange) -> Verdict:
    if _is_finished(exchange):
        return []
    kinds = [event.kind for event in events(exchange)]
    got = f"a stream of {len(kinds)} events, the last `{kinds[-1]}`" if kinds else answered(exchange)
    return [Finding("a stream that ends with `done`", got, where(exchange))]


@check("tts.sse.unsupported-rate-refused", cases="tts/sse/unsupported-rate")
def unsupported_rate_refused(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        refused_with(e, 400) for e, request in _asked(trace, contract) if has_odd_rate(request.get("output_format"))
    )


@check("tts.sse.generation-config-range", cases="tts/sse/generation-config")
def generation_config_range(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        refused_with(e, 400)
        for e, request in _asked(trace, contract)
        if is_out_of_range(request.get("generation_config"))
    )


@check("tts.sse.context-id-not-needed", cases="tts/sse/plain")
def context_id_not_needed(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_served(e)
        for e, request in _asked(trace, contract)
        # A refusal before the stream is owned by tts.sse.media-type.
        if "context_id" not in request and _is_in_order(request, trace) and is_stream(e)
    )


def _is_served(exchange: Exchange) -> Verdict:
    if _is_finished(exchange):
        return []
    errors = [event for event in events(exchange) if event.kind == "error"]
    # An error about anything else in the request is no evidence; what it is about, only its text says.
    if not errors or _is_withheld(errors[0]) or "context" not in str(errors[0].value).lower():
        return None
    return [Finding("a stream that ends with `done`", show(errors[0].value), errors[0].where)]


def _is_withheld(event: Event) -> bool:
    """Whether an error event is about the account or of the service's own making."""
    status = event.value.get("status_code")
    return is_withheld(int(as_float(status)) if is_integer(status) else None)


@check("tts.sse.first-chunk-early", cases="tts/sse/long")
def first_chunk_early(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _comes_in_pieces(e, request)
        for e, request in _asked(trace, contract)
        if _is_in_order(request, trace) and _is_finished(e)
    )


def _comes_in_pieces(exchange: Exchange, request: Members) -> Verdict:
    """Judges long audio alone: when its first chunk holds all of it, that came after the whole was made."""
    form = raw_format_of(request)
    pieces = [piece for e in events(exchange) if e.kind == "chunk" and (piece := chunk_audio(e.value))]
    if form is None or form.seconds(b"".join(pieces)) < _LONG_S:
        return None
    if len(pieces) > 1:
        return []
    got = f"one chunk with all {form.seconds(pieces[0]):.1f} s"
    return [Finding("a first chunk before the whole audio is made", got, where(exchange))]


@check("tts.sse.chunks-in-playback-order", cases="tts/sse/long")
def chunks_in_playback_order(trace: Trace, contract: Contract) -> Verdict:
    files = [
        (request, e.body)
        for e, request in speech_requests(trace, contract, "/tts/bytes")
        if e.status == 200 and is_complete(e)
    ]
    return collect(
        _is_in_order_of(e, body)
        for e, request in _asked(trace, contract)
        if _is_in_order(request, trace) and _is_finished(e)
        for other, body in files
        if other == request
    )


def _is_in_order_of(exchange: Exchange, file: bytes) -> Verdict:
    """Judges the order of chunks by a file of the same words; None if the service spoke them in another way."""
    pieces = [piece for e in events(exchange) if e.kind == "chunk" and (piece := chunk_audio(e.value))]
    joined = b"".join(pieces)
    if joined == file:
        return []
    if len(joined) != len(file) or not all(piece in file for piece in pieces):
        return None
    wrong = next(n for n, end in enumerate(accumulate(map(len, pieces))) if joined[:end] != file[:end])
    expected = "chunks in the order in which the file of the same words has them"
    return [Finding(expected, f"another order from chunk {wrong} of {len(pieces)} on", where(exchange))]


@check("tts.sse.not-compressed-or-cached", cases="tts/sse/plain")
def not_compressed_or_cached(trace: Trace, contract: Contract) -> Verdict:
    found = list(streams(trace))
    if not found:
        return None
    return [
        Finding("no length, no compression, nothing that allows a cache", f"`{name}: {value}`", where(e))
        for e in found
        for name, value in e.response_headers
        if _announces(name.lower(), value.strip().lower())
    ]


def _announces(name: str, value: str) -> bool:
    """Whether a header gives a stream a length, compresses it, or lets caches keep it."""
    if name == "content-encoding":
        return value != "identity"
    if name == "cache-control":
        directives = {directive.strip() for directive in value.split(",")}
        return "public" in directives or any(_LIFE.fullmatch(directive) for directive in directives)
    return name == "content-length"


def _errors(trace: Trace, contract: Contract) -> list[Event]:
    """The error events of streams under the version tested."""
    return [event for e, _ in _asked(trace, contract) for event in events(e) if event.kind == "error"]


@check("tts.sse.late-errors-are-events", cases="tts/sse/unknown-model")
def late_errors_are_events(trace: Trace, contract: Contract) -> Verdict:
    found = _errors(trace, contract)
    if not found:
        return None
    return [
        Finding("an event named `error`", f"the name `{event.name}`" if event.name else "no name", event.where)
        for event in found
        if event.name != "error"
    ]


@check("tts.sse.error-members-structured", cases="tts/sse/unknown-model")
def error_members_structured(trace: Trace, contract: Contract) -> Verdict:
    found = _errors(trace, contract)
    if not found:
        return None
    return [
        Finding("`done` true, integer `status_code`, `title` and `message`", show(event.value), event.where)
        for event in found
        if not is_structured_error(event.value)
    ]


@check("tts.sse.error-members-legacy", cases="tts/sse/unknown-model")
def error_members_legacy(trace: Trace, contract: Contract) -> Verdict:
    found = _errors(trace, contract)
    if not found:
        return None
    return [
        Finding("a text `error`, neither `title` nor `message`", show(event.value), event.where)
        for event in found
        if not is_text(event.value.get("error")) or {"title", "message"} & event.value.keys()
    ]
