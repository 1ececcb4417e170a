"""Checks of `POST /tts/sse` (spec/requirements/tts-sse.yaml)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.events import KNOWN, Event, events, is_stream, streams, whole_blocks
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
from contralto_conformance.oracle.reading import as_base64, as_object, is_number, show, show_bytes
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.oracle.speech import (
    AUDIO_SLACK_S,
    LEAST_AUDIO_S,
    alignment_problem,
    backward_step,
    has_integer_status,
    joined_audio,
    latest_end,
    speech_problem,
    times_of,
)
from contralto_conformance.oracle.sse import Block
from contralto_conformance.trace import Exchange, Trace

Members = dict[str, Any]


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
